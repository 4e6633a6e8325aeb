"""What WhatsApp does with what we send: taken, refused, shut, late; and that nothing which had to wait is lost."""

from __future__ import annotations

import pytest

from adapters.whatsapp.channel import build
from adapters.whatsapp.window import MOST_WAITING
from bot.domain.files import CleanFile, FileKind
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.outgoing import Effect, GiveBack, Line, Notice, Outcome
from bot.ports.channel import ChannelRefused, Removal
from config.sentences import TomlWording
from redaction import RawText
from redaction.text import mint_redacted_bytes
from tests.adapters.phone_core import PhoneCore, Time, a_note, a_post
from tests.adapters.telegram.conftest import until
from tests.adapters.whatsapp.conftest import Place, settings
from tests.fakes.addresses import FakeAddresses
from tests.fakes.memos import FakeMemos
from tests.platforms.whatsapp.server import TEMPLATE, StandIn


async def opened(place: Place) -> None:
    """Sue wrote, so the window is open."""
    await place.platform.says(place.sue, "hello")
    await until(lambda: place.sue.received)
    place.sue.screen.clear()


def texts(place: Place) -> list[str]:
    return [seen.text for seen in place.sue.received]


async def test_a_post_is_taken_and_known_by_what_does_not_tell_the_number(place: Place) -> None:
    await opened(place)
    effect = await place.channel.post(a_post("whatsapp", place.account))
    (seen,) = place.sue.received
    assert effect.outcome is Outcome.DONE
    assert effect.ref == MessageRef("whatsapp", place.account, place.addresses.mark("whatsapp", RawText(seen.wamid)))
    assert "639980001" not in effect.ref.message


@pytest.mark.parametrize(
    ("fault", "effect"),
    [
        ("drop", Effect(Outcome.RETRY, code="maybe_sent")),
        ("500", Effect(Outcome.RETRY, code="server_error")),
        ("garbage", Effect(Outcome.FAILED, code="garbled_answer")),
        ("130429", Effect(Outcome.RETRY, code="flood")),
        ("131056", Effect(Outcome.RETRY, retry_after=6.0, code="flood")),
        ("131000", Effect(Outcome.RETRY, code="server_error")),
        ("190", Effect(Outcome.FAILED, code="unauthorized")),
        ("131026", Effect(Outcome.FAILED, code="undeliverable")),
        ("131031", Effect(Outcome.FAILED, code="restricted")),
        ("131008", Effect(Outcome.FAILED, code="meta_131008")),
    ],
)
async def test_each_refusal_means_something(place: Place, fault: str, effect: Effect) -> None:
    await opened(place)
    place.platform.fails(fault)
    assert await place.channel.post(a_post("whatsapp", place.account)) == effect


async def test_a_message_that_meta_gives_up_at_once_has_failed(place: Place) -> None:
    await opened(place)
    place.sue.blocked = True
    effect = await place.channel.tell(a_note("whatsapp", place.account))
    assert effect == Effect(Outcome.FAILED, code="undeliverable")


async def test_one_that_fails_long_after_is_told_to_the_core(place: Place) -> None:
    await opened(place)
    effect = await place.channel.post(a_post("whatsapp", place.account))
    await place.platform.status(place.sue, place.sue.received[-1].wamid, "failed", 131026)
    assert effect.ref is not None
    assert [(ref.message, code) for ref, code in place.core.undelivered if ref] == [
        (effect.ref.message, "undeliverable")
    ]


@pytest.mark.parametrize("at_once", [False, True])
async def test_outside_of_the_day_a_post_waits_and_a_template_asks_to_answer_once(place: Place, at_once: bool) -> None:
    await opened(place)
    place.platform.refuses_at_once = at_once
    place.hours_pass(25)
    first = await place.channel.post(a_post("whatsapp", place.account, "first"))
    second = await place.channel.post(a_post("whatsapp", place.account, "second"))
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.DONE)
    assert texts(place) == [f"<{TEMPLATE} in en>"]
    await place.platform.sends(place.sue, "button", {"payload": "Read", "text": "Read"})
    await until(lambda: len(place.sue.received) == 4)
    assert texts(place)[1:3] == ["Odile: first", "Odile: second"]
    answered = place.sue.received[2]
    await place.platform.says(place.sue, "Thank you", answers=answered)
    assert place.core.writings[-1].reply_to == second.ref
    assert second.ref is not None
    await place.channel.post(a_post("whatsapp", place.account, "third", reply_to=second.ref.message))
    assert place.sue.received[-1].quotes == answered.wamid


async def test_it_waits_through_a_restart_and_what_is_taken_back_meanwhile_never_comes(place: Place) -> None:
    await opened(place)
    place.hours_pass(25)
    first = await place.channel.post(a_post("whatsapp", place.account, "first"))
    await place.channel.post(a_post("whatsapp", place.account, "second"))
    assert first.ref is not None
    again = build(
        settings(place.platform), TomlWording(), place.addresses, place.memos, reachable=True, now=place.time.now
    )
    assert await again.remove(first.ref) == Effect(Outcome.DONE, first.ref)
    await again.stop()
    await place.platform.says(place.sue, "hello")
    await until(lambda: len(place.sue.received) == 3)
    assert texts(place)[1] == "Odile: second"


async def test_the_clock_of_meta_counts(place: Place) -> None:
    """We take the window for open, Meta does not: the post waits all the same."""
    await opened(place)
    place.platform.hours_pass(25)
    effect = await place.channel.post(a_post("whatsapp", place.account, "first"))
    assert effect.outcome is Outcome.DONE
    assert texts(place) == [f"<{TEMPLATE} in en>"]
    await place.platform.says(place.sue, "hello")
    await until(lambda: len(place.sue.received) == 3)
    assert texts(place)[1] == "Odile: first"


async def test_a_private_word_is_kept_by_the_core_and_asked_for_when_they_write(place: Place) -> None:
    await opened(place)
    place.hours_pass(25)
    assert await place.channel.tell(a_note("whatsapp", place.account)) == Effect(Outcome.CLOSED, code="window")
    back = GiveBack("g1", a_note("whatsapp", place.account).to, Line("note.held", "fr"), RawText("Mary"))
    assert (await place.channel.give_back(back)).outcome is Outcome.CLOSED
    assert texts(place) == [f"<{TEMPLATE} in en>"]
    before = len(place.core.opened)
    await place.platform.sends(place.sue, "location", {"latitude": 44.6, "longitude": 0.5})
    assert len(place.core.opened) == before + 1


async def test_more_than_fits_is_told_and_never_dropped_in_silence(place: Place) -> None:
    effects = [await place.channel.post(a_post("whatsapp", place.account)) for _ in range(MOST_WAITING + 1)]
    assert [effect.outcome for effect in effects[:-1]] == [Outcome.DONE] * MOST_WAITING
    assert effects[-1] == Effect(Outcome.FAILED, code="too_many_wait")


async def test_without_a_template_it_waits_as_well(platform: StandIn) -> None:
    clock, addresses = Time(), FakeAddresses()
    account = await addresses.keep("whatsapp", RawText("+33639980001"))
    bare = settings(platform, template=None)
    channel = build(bare, TomlWording(), addresses, FakeMemos(clock), reachable=True, now=clock.now)
    await channel.start(PhoneCore())
    assert (await channel.post(a_post("whatsapp", account))).outcome is Outcome.DONE
    assert platform.sent == []
    await channel.stop()


async def test_nothing_that_was_sent_can_be_changed_or_removed(place: Place) -> None:
    await opened(place)
    effect = await place.channel.post(a_post("whatsapp", place.account))
    assert effect.ref is not None
    assert (await place.channel.remove(effect.ref)).outcome is Outcome.UNSUPPORTED
    assert (await place.channel.amend(a_post("whatsapp", place.account), (effect.ref,))).outcome is Outcome.UNSUPPORTED
    assert (await place.channel.find(a_post("whatsapp", place.account))).outcome is Outcome.UNSUPPORTED
    capabilities = place.channel.capabilities
    assert (capabilities.removal, capabilities.amends, capabilities.polls) == (Removal.NEVER_SHOWN, False, None)


async def test_files_go_along_and_what_whatsapp_does_not_take_is_said(place: Place) -> None:
    await opened(place)
    files = (
        CleanFile(FileKind.PICTURE, 1, mint_redacted_bytes(b"\x89PNG made anew")),
        CleanFile(FileKind.PDF, 2, mint_redacted_bytes(b"%PDF made anew")),
        CleanFile(FileKind.ODT, 3, mint_redacted_bytes(b"PK")),
    )
    effect = await place.channel.post(a_post("whatsapp", place.account, files=files))
    assert effect.outcome is Outcome.DONE
    assert [seen.kind for seen in place.sue.received] == ["text", "image", "document", "text"]
    assert place.sue.received[1].content == b"\x89PNG made anew"
    assert place.sue.received[2].text == "document-2.pdf"
    assert "does not take" in texts(place)[-1]


async def test_a_line_of_ours_reads_in_their_language(place: Place) -> None:
    await opened(place)
    place.core.languages[place.account] = "fr"
    notice = Notice("x1", ConversationRef("whatsapp", place.account), Line("whatsapp.reaction", "fr"))
    assert (await place.channel.notice(notice)).outcome is Outcome.DONE
    assert texts(place)[-1].startswith("Votre signe")


async def test_somebody_whose_address_was_forgotten_gets_nothing(place: Place) -> None:
    await place.addresses.forget("whatsapp", place.account)
    assert await place.channel.post(a_post("whatsapp", place.account)) == Effect(Outcome.FAILED, code="no_address")


async def test_a_refused_token_and_missing_pages_stop_the_start(platform: StandIn) -> None:
    clock = Time()
    for token, reachable, code in (
        ("EAAwrongtoken", True, "unauthorized"),
        (platform.settings()["ENTRENOUS_WHATSAPP__TOKEN"], False, "no_pages"),
    ):
        channel = build(
            settings(platform, token),
            TomlWording(),
            FakeAddresses(),
            FakeMemos(clock),
            reachable=reachable,
            now=clock.now,
        )
        with pytest.raises(ChannelRefused) as refused:
            await channel.start(PhoneCore())
        assert refused.value.code == code
        assert token not in str(refused.value)


async def test_a_platform_out_of_reach_is_no_reason_not_to_start() -> None:
    clock = Time()
    nowhere = StandIn(port=9)
    channel = build(settings(nowhere), TomlWording(), FakeAddresses(), FakeMemos(clock), reachable=True, now=clock.now)
    await channel.start(PhoneCore())
    await channel.stop()
