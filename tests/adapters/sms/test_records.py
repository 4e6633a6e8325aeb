"""Twilio's copies go after use, again and again until they are gone; forged requests, faults, and what was missed."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.outgoing import Effect, Outcome
from bot.ports.channel import ChannelRefused
from config.sentences import TomlWording
from redaction import RawText
from tests.adapters.phone_core import PhoneCore, Time, a_post
from tests.adapters.sms.conftest import PAGES, Place, settings
from tests.adapters.telegram.conftest import until
from tests.fakes.addresses import FakeAddresses
from tests.fakes.memos import FakeMemos
from tests.platforms.twilio.server import ACCOUNT, NUMBER, TOKEN, StandIn


async def test_both_sides_are_deleted_and_counted(place: Place) -> None:
    await place.platform.says(place.sue, "Mary is low")
    await place.channel.post(a_post("sms", place.account))
    await until(lambda: len(place.platform.deleted) == 3)  # what she wrote, the answer, the post
    async with asyncio.timeout(5):
        while sum(count for count, _ in place.core.deleted) < 3:  # Twilio's answer to the last may be on its way
            await place.channel._records.sweep()
    assert sum(count for count, _ in place.core.deleted) == 3
    assert place.platform.records == {}


async def test_a_record_that_does_not_go_is_tried_again_after_a_restart_too(place: Place) -> None:
    for _ in range(3):
        place.platform.fails("delete", "500")
    await place.platform.says(place.sue, "STOP")
    assert len(place.platform.records) == 1
    await place.channel._records.sweep()
    assert place.core.deleted == [(0, 1)]
    again = place.again()
    again._intake = place.core
    await again._records.sweep()
    await again._records.sweep()
    assert place.platform.records == {}
    assert place.core.deleted[-1][0] == 1


async def test_one_whose_end_is_never_told_is_deleted_after_an_hour(place: Place) -> None:
    place.platform.delivers = False
    await place.channel.post(a_post("sms", place.account))
    await place.channel._records.sweep()
    (record,) = place.platform.records.values()
    place.time.pass_time(hours=2)
    await place.channel._records.sweep()
    assert list(place.platform.records) == [record.sid]  # under way: Twilio says 20009
    record.status = "sent"
    await place.channel._records.sweep()
    assert place.platform.records == {}


async def test_what_could_not_be_stored_or_heard_is_read_back(place: Place) -> None:
    place.core.fails = 1
    await place.platform.says(place.sue, "Mary is low")
    assert place.platform.answers[0][0] == 500
    hook, place.platform.hook = place.platform.hook, "http://127.0.0.1:9/nowhere"
    with pytest.raises(OSError, match=r".*"):
        await place.platform.says(place.sue, "And her husband too")
    place.platform.hook = hook
    assert len(place.platform.records) == 2
    await place.channel.read_back()
    assert [writing.text.expose() for writing in place.core.writings[1:]] == ["Mary is low", "And her husband too"]
    await until(lambda: not place.platform.records)


async def test_a_second_delivery_is_one_event(place: Place) -> None:
    await place.platform.says(place.sue, "Mary is low")
    assert await place.platform.post(place.platform.posted[0]) == 200
    await place.channel.read_back()
    assert len(place.core.writings) == 1


async def test_the_answer_to_twilio_says_nothing(place: Place) -> None:
    await place.platform.says(place.sue, "Mary is low")
    assert place.platform.answers[0] == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')


def form(**more: str) -> dict[str, str]:
    base = {"MessageSid": "SM" + "a" * 32, "AccountSid": ACCOUNT, "From": "+33639980001", "To": NUMBER}
    return base | {"Body": "Mary Dupont", "SmsStatus": "received", "NumMedia": "0"} | more


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"signature": ""}, "no_signature"),
        ({"signature": "c2lnbmVk"}, "signature"),
        ({"url": f"{PAGES}/hooks/sms/"}, "signature"),
        ({"url": "http://bot.example.org/entrenous/hooks/sms"}, "signature"),
        ({"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}, "other_key"),
        ({"Content-Type": "application/json"}, "content_type"),
    ],
)
async def test_a_forged_request_is_refused_and_journalled(place: Place, how: dict[str, str], code: str) -> None:
    assert await place.platform.post(form(), **how) == 403
    assert place.core.refusals == [("sms", code)]
    assert place.core.writings == []


@pytest.mark.parametrize("port", ["", ":443"])
async def test_behind_a_proxy_the_address_counts_as_twilio_called_it(place: Place, port: str) -> None:
    url = f"https://bot.example.org{port}/entrenous/hooks/sms"
    assert await place.platform.post(form(), url=url) == 200
    assert len(place.core.writings) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"AccountSid": "AC" + "f" * 32}, "another_account"),
        ({"To": "+33199000002"}, "another_number"),
        ({"MessageSid": "x"}, "no_sid"),
        ({"SmsStatus": "teleported"}, "status_teleported"),
        ({"From": "Pharmacie"}, "no_number"),
    ],
)
async def test_what_is_genuine_and_not_understood_is_journalled_by_name(
    place: Place, more: dict[str, str], code: str
) -> None:
    assert await place.platform.post(form(**more)) == 200
    assert place.core.codes == [code]
    assert place.core.writings == []


async def test_a_flood_of_forged_requests_does_not_fill_the_journal(place: Place) -> None:
    for _ in range(70):
        await place.platform.post(form(), signature="forged")
    assert place.core.refusals.count(("sms", "signature")) == 60
    assert place.core.refusals.count(("sms", "flood")) == 1


@pytest.mark.parametrize(
    ("fault", "effect"),
    [
        ("drop", Effect(Outcome.RETRY, code="maybe_sent")),
        ("500", Effect(Outcome.RETRY, code="server_error")),
        ("20429", Effect(Outcome.RETRY, code="flood")),
        ("21614", Effect(Outcome.FAILED, code="not_a_number")),
        ("21408", Effect(Outcome.FAILED, code="not_a_number")),
        ("20003", Effect(Outcome.FAILED, code="unauthorized")),
        ("30007", Effect(Outcome.FAILED, code="twilio_30007")),
    ],
)
async def test_each_refusal_means_something(place: Place, fault: str, effect: Effect) -> None:
    place.platform.fails("create", fault)
    assert await place.channel.post(a_post("sms", place.account)) == effect


async def test_one_that_is_not_delivered_is_told_to_the_core(place: Place) -> None:
    place.sue.off = True
    effect = await place.channel.post(a_post("sms", place.account))
    await until(lambda: place.core.undelivered)
    ((ref, code),) = place.core.undelivered
    assert ref is not None
    assert effect.ref is not None
    assert (ref.message, code) == (effect.ref.message, "twilio_30003")


async def test_nobody_who_is_not_known_is_passed_on_and_they_are_answered_once_a_day(place: Place) -> None:
    stranger = place.platform.telephone("+447700900123")
    await place.platform.says(stranger, "Mary Dupont is low")
    await place.platform.says(stranger, "Hello?")
    assert place.core.refusals == [("sms", "stranger")] * 2
    assert (place.core.writings, place.core.opened) == ([], [])
    assert len(stranger.received) == 1
    assert "kept nothing" in stranger.received[0]
    await until(lambda: not place.platform.records)
    assert await place.addresses.account("sms", RawText("+447700900123")) is None
    place.time.pass_time(hours=25)
    await place.platform.says(stranger, "Hello?")
    assert len(stranger.received) == 2


async def test_a_stranger_with_a_good_code_is_known_from_then_on_and_a_bad_one_five_times_a_day(place: Place) -> None:
    stranger = place.platform.telephone("+447700900123")
    for _ in range(7):
        await place.platform.says(stranger, "join AAAA-AAAA-AAAA")
    assert len(place.core.codes_brought) == 5
    assert ("sms", "too_many_codes") in place.core.refusals
    assert await place.addresses.account("sms", RawText("+447700900123")) is None
    place.time.pass_time(hours=25)
    from bot.domain.outgoing import Answer, Line

    place.core.answer = Answer(Line("answer.joined", "en"))
    await place.platform.says(stranger, "K7PX-29TQ-MHRG")
    await until(lambda: "Welcome!" in stranger.received[-1])
    assert await place.addresses.account("sms", RawText("+447700900123")) is not None


async def test_who_left_is_a_leaver_and_no_door_opens(place: Place) -> None:
    await place.addresses.forget("sms", place.account)
    await place.platform.says(place.sue, "Mary is low")
    assert place.core.writings == []
    assert (await place.channel.post(a_post("sms", place.account))).code == "no_address"


async def test_a_refused_token_and_missing_pages_stop_the_start(platform: StandIn) -> None:
    from adapters.sms.channel import build

    clock = Time()
    for token, pages, code in (("f" * 32, PAGES, "unauthorized"), (TOKEN, None, "no_pages")):
        channel = build(
            settings(platform, token), TomlWording(), FakeAddresses(), FakeMemos(clock), pages=pages, now=clock.now
        )
        with pytest.raises(ChannelRefused) as refused:
            await channel.start(PhoneCore())
        assert refused.value.code == code
        assert token not in str(refused.value)
