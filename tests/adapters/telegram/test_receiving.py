"""What people do reaches the core, once it is stored; nothing is confirmed to Telegram before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.messages import ConversationRef, Inbound, Kind, Matter
from bot.ports.channel import ChannelRefused
from tests.adapters.telegram.conftest import Place, Recorder, kill, until
from tests.platforms.telegram import StandIn, admin_rights


async def test_what_is_said_in_a_guarded_group_is_stored_then_confirmed(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    async with place.running(intake):
        world.says(place.sue, place.group, "Mary Dupont rang from Eymet")
        await until(lambda: intake.texts == ["Mary Dupont rang from Eymet"])
        await until(lambda: not world.updates)
    assert intake.messages[0].author_name.expose() == "Sue Palmer"


async def test_what_could_not_be_stored_is_not_confirmed_and_comes_again(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    intake.cannot_store = lambda _: True
    async with place.running(intake):
        world.says(place.sue, place.group, "first")
        world.says(place.sue, place.group, "second")
        await until(lambda: intake.attempts >= 3)
        assert len(world.updates) == 2
        intake.cannot_store = lambda _: False
        await until(lambda: intake.texts == ["first", "second"])
        await until(lambda: not world.updates)
    assert ("telegram", "not_stored") in intake.refusals


@dataclass
class Dying(Recorder):
    """The process dies while it stores: before (`keeps` off) or just after."""

    keeps: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, inbound: Inbound) -> None:
        if self.keeps:
            await super().receive(inbound)
        self.reached.set()
        await asyncio.Event().wait()


async def test_killed_before_storing_the_next_process_is_given_the_message(place: Place, intake: Recorder) -> None:
    dying = Dying()
    first = place.channel()
    await first.start(dying)
    place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    await dying.reached.wait()
    await kill(first)
    async with place.running(intake):
        await until(lambda: intake.texts == ["Mary Dupont rang"])


async def test_killed_after_storing_the_same_event_comes_again_under_its_number(place: Place, intake: Recorder) -> None:
    dying = Dying(keeps=True)
    first = place.channel()
    await first.start(dying)
    place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    await dying.reached.wait()
    await kill(first)
    async with place.running(intake):
        await until(lambda: intake.messages)
    assert [each.event_id for each in intake.messages] == [each.event_id for each in dying.messages]


async def test_one_message_that_can_never_be_stored_holds_up_nobody(
    place: Place, intake: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.poll.FIRST_PAUSE", 0.01)
    intake.cannot_store = lambda inbound: inbound.text.expose() == "poison"
    async with place.running(intake):
        place.platform.world.says(place.sue, place.group, "poison")
        place.platform.world.says(place.sue, place.group, "after it")
        await until(lambda: len(intake.messages) == 2)
        await until(lambda: not place.platform.world.updates)
    kept = {each.code: each for each in intake.messages}
    assert kept[None].text.expose() == "after it"
    assert (kept["not_stored"].matter, len(kept["not_stored"].text)) == (Matter.OTHER, 0)


async def test_an_edit_an_album_and_an_anonymous_administrator_arrive(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    async with place.running(intake):
        message = world.says(place.sue, place.group, "all well")
        world.edits(message, text="Mary Dupont is well")
        world.album(place.sue, place.group, 3, "scans")
        world.says(place.claire, place.group, "as the group", anonymous=True)
        await until(lambda: len(intake.messages) == 6)
    kinds = [each.kind for each in intake.messages]
    assert kinds == [Kind.NEW, Kind.EDITED, *[Kind.NEW] * 4]
    assert len({each.album for each in intake.messages[2:5]}) == 1
    assert intake.messages[5].author is None


async def test_a_colleague_is_known_by_their_mention_once_seen(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    text = "@claire_d can you ring @glen_vs_glio"
    entities = [{"type": "mention", "offset": 0, "length": 9}, {"type": "mention", "offset": 23, "length": 13}]
    async with place.running(intake):
        world.says(place.sue, place.group, text, entities=entities)
        world.says(place.claire, place.group, "oui")
        world.says(place.sue, place.group, text, entities=entities)
        await until(lambda: len(intake.messages) == 3)
    assert [each.mentions for each in intake.messages] == [(), (), ((0, 9),)]


async def test_administrators_are_colleagues_from_the_start(place: Place, intake: Recorder) -> None:
    place.group.admins = {place.claire.id}
    entities = [{"type": "mention", "offset": 0, "length": 9}]
    async with place.running(intake):
        place.platform.world.says(place.sue, place.group, "@claire_d?", entities=entities)
        await until(lambda: intake.messages)
    assert intake.messages[0].mentions == ((0, 9),)


async def test_a_group_that_is_not_guarded_is_journalled_once_without_its_text(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    garden = world.group("Garden", [place.sue])
    async with place.running(intake):
        world.says(place.sue, garden, "Mary Dupont")
        world.says(place.sue, garden, "Mary Dupont again")
        world.says(place.sue, place.group, "here")
        await until(lambda: intake.texts == ["here"])
    assert intake.codes == ["unguarded_group"]
    assert all(len(each.text) == 0 for each in intake.received if each.kind is Kind.UNKNOWN)


async def test_an_unknown_update_is_named_in_the_journal(place: Place, intake: Recorder) -> None:
    async with place.running(intake):
        place.platform.world.raw({"hologram_call": {"says": "Mary Dupont"}})
        await until(lambda: intake.codes == ["hologram_call"])


async def test_an_update_that_the_sdk_could_not_build_stops_nothing(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    async with place.running(intake):
        world.raw({"message": {"message_id": 99, "chat": place.group.json(), "from": "nobody", "date": "x"}})
        world.says(place.sue, place.group, "after it")
        await until(lambda: "after it" in intake.texts)
    assert [each.code for each in intake.messages] == ["malformed_message", None]


async def test_a_group_that_becomes_a_supergroup_stays_guarded(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    old = world.group("Old hands", [place.sue], kind="group")
    place.extra_groups = [old.id]
    async with place.running(intake) as channel:
        new = world.becomes_supergroup(old, place.sue)
        world.says(place.sue, new, "Mary Dupont rang")
        await until(lambda: intake.texts == ["Mary Dupont rang"])
        assert ConversationRef("telegram", str(new.id)) in channel.conversations
    assert intake.codes == ["group_moved", "group_moved"]


async def test_a_group_that_moved_while_the_bot_was_away_is_found_again(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    old = world.group("Old hands", [place.sue], kind="group")
    new = world.becomes_supergroup(old, place.sue)
    world.updates.clear()
    place.extra_groups = [old.id]
    async with place.running(intake):
        world.says(place.sue, new, "Mary Dupont rang")
        await until(lambda: intake.texts == ["Mary Dupont rang"])


async def test_missing_rights_are_reported_at_the_start_and_when_they_change(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    here = ConversationRef("telegram", str(place.group.id))
    place.group.bot = admin_rights(deletes=False)
    async with place.running(intake) as channel:
        assert intake.codes == ["rights_cannot_delete"]
        world.rights(place.group, place.sue, admin_rights(deletes=True))
        await until(lambda: channel.rights[here].deletes)
        world.rights(place.group, place.sue, {"status": "kicked", "until_date": 0})
        await until(lambda: not channel.rights[here].reads)
    assert intake.codes == ["rights_cannot_delete", "rights_complete", "rights_cannot_read"]
    assert {each.conversation for each in intake.received} == {here}


async def test_a_bot_that_privacy_mode_keeps_from_reading_says_so(place: Place, intake: Recorder) -> None:
    place.group.bot = {"status": "member"}
    async with place.running(intake):
        pass
    assert intake.codes == ["rights_cannot_read"]


async def test_a_wrong_token_is_refused_at_the_start_without_showing_it(place: Place, intake: Recorder) -> None:
    for token in ("7000000001:AAwrong-invented", "7000000002:AAother-invented"):
        place.token = token
        with pytest.raises(ChannelRefused) as caught:
            await place.channel().start(intake)
        assert caught.value.code == "unauthorized"
        assert "invented" not in f"{caught.value!s}{caught.value!r}{caught.value.__cause__!r}"


async def test_a_platform_out_of_reach_is_no_crash_and_is_joined_when_it_is_back(
    place: Place, intake: Recorder
) -> None:
    await place.platform.close()
    async with place.running(intake):
        await place.platform.open()
        place.platform.world.says(place.sue, place.group, "still here?")
        await until(lambda: intake.texts == ["still here?"])


async def test_stopping_while_the_platform_is_out_of_reach_does_not_wait(place: Place, intake: Recorder) -> None:
    await place.platform.close()
    async with asyncio.timeout(3):
        async with place.running(intake):
            pass


@pytest.mark.parametrize("kind", ["drop", "502", "garbage", "flood"])
async def test_trouble_while_polling_loses_nothing_and_is_journalled_once(
    place: Place, intake: Recorder, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.poll.FIRST_PAUSE", 0.01)
    place.platform.fails(kind, "getUpdates", times=1 if kind == "flood" else 3)
    async with place.running(intake):
        place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
        await until(lambda: intake.texts == ["Mary Dupont rang"])
    codes = {"drop": "maybe_sent", "502": "server_error", "garbage": "maybe_sent", "flood": "flood"}
    assert intake.refusals == [("telegram", codes[kind])]


async def test_a_second_poller_is_noticed_and_told(place: Place, intake: Recorder) -> None:
    other = Recorder()
    async with place.running(intake), place.running(other):
        await until(lambda: ("telegram", "conflict") in intake.refusals + other.refusals)


async def test_stopping_confirms_what_was_stored_and_only_that(place: Place) -> None:
    world = place.platform.world
    storing, stored = asyncio.Event(), asyncio.Event()

    class Slow(Recorder):
        async def receive(self, inbound: Inbound) -> None:
            storing.set()
            await stored.wait()
            await super().receive(inbound)

    slow = Slow()
    channel = place.channel()
    world.says(place.sue, place.group, "one")
    world.says(place.sue, place.group, "two")
    await channel.start(slow)
    await storing.wait()
    stopping = asyncio.create_task(channel.stop())
    await asyncio.sleep(0)
    stored.set()
    await stopping
    assert slow.texts == ["one"]
    assert [update["message"]["text"] for update, _ in world.updates] == ["two"]


async def test_what_was_said_a_day_ago_is_gone_and_the_platform_counts_it(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    world.says(place.sue, place.group, "before the outage")
    world.clock.advance(timedelta(hours=25))
    world.says(place.sue, place.group, "now")
    async with place.running(intake):
        await until(lambda: intake.texts == ["now"])
    assert world.expired == 1


async def test_the_bots_own_posts_do_not_come_back_to_the_core(
    platform: StandIn, place: Place, intake: Recorder
) -> None:
    world = platform.world
    async with place.running(intake):
        post = world.add_own(place.group, {"text": "Sue: [Person A] rang"})
        world._tell("message", post)
        world.says(place.sue, place.group, "hello")
        await until(lambda: intake.texts == ["hello"])
    assert len(intake.received) == 1
