"""What a bot that is being set up finds by itself, and that it takes nothing from the bot that starts afterwards."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from adapters.telegram.client import Refused, Unreachable
from adapters.telegram.scouting import connected, look, sighted
from adapters.telegram.settings import TelegramSettings
from tests.platforms.telegram import TOKEN, StandIn
from tests.platforms.telegram.model import admin_rights


def settings(platform: StandIn, token: str = TOKEN) -> TelegramSettings:
    return TelegramSettings(token=SecretStr(token), base_url=platform.url)


async def test_groups_and_people_are_seen_and_what_was_written_still_waits_for_the_bot() -> None:
    async with StandIn() as platform:
        world = platform.world
        sue, odile, margaret = world.person("Sue", "Palmer"), world.person("Odile"), world.person("Margaret")
        group = world.group("Listeners", [sue, margaret])
        group.admins.add(margaret.id)
        world.says(sue, group, "hello")
        world.starts(odile)
        waiting = len(world.updates)
        async with connected(settings(platform)) as client:
            found = await look(client, ())
            assert [await client.reaches(person.id) for person in (odile, sue)] == [True, False]
        assert {one.id: one.name for one in found.groups.values()} == {group.id: "Listeners"}
        assert {one.id: one.name for one in found.people.values()} == {
            sue.id: "Sue Palmer",
            odile.id: "Odile",
            margaret.id: "Margaret",
        }
        assert (len(world.updates), found.full) == (waiting, False)
        assert "Palmer" not in repr(found)
    assert platform.violations == []


async def test_being_made_administrator_is_enough_to_be_seen_and_leaving_to_be_forgotten() -> None:
    async with StandIn() as platform:
        world = platform.world
        sue = world.person("Sue")
        kept, left = world.group("Kept", [sue]), world.group("Left", [sue])
        for group in (kept, left):
            world.rights(group, sue, admin_rights(deletes=True))
        world.rights(left, sue, {"status": "left"})
        async with connected(settings(platform)) as client:
            found = await look(client, ())
        assert list(found.groups) == [kept.id]


async def test_a_group_of_the_settings_is_found_without_a_word_and_under_the_id_that_it_has_now() -> None:
    async with StandIn() as platform:
        world = platform.world
        group = world.group("Listeners", [world.person("Sue")], kind="group")
        new = world.becomes_supergroup(group, next(iter(world.people.values())))
        world.updates.clear()
        async with connected(settings(platform)) as client:
            found = await look(client, (group.id, -100999))
        assert list(found.groups) == [new.id]
    assert platform.violations == []


async def test_more_than_a_hundred_waiting_updates_are_told_of() -> None:
    async with StandIn() as platform:
        sue = platform.world.person("Sue")
        group = platform.world.group("Listeners", [sue])
        for number in range(101):
            platform.world.says(sue, group, str(number))
        async with connected(settings(platform)) as client:
            assert (await look(client, ())).full


async def test_a_bad_token_and_another_poller_are_told_apart() -> None:
    async with StandIn() as platform:
        with pytest.raises(Refused):
            async with connected(settings(platform, f"{TOKEN}x")):
                raise AssertionError("not reached")
        platform.fails("409", "getUpdates")
        async with connected(settings(platform)) as client:
            with pytest.raises(Unreachable) as raised:
                await look(client, ())
        assert raised.value.code == "conflict"


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"message": {"chat": None, "from": "x"}},
        {"message": {"chat": {"type": "private", "id": 1}, "from": {"id": "1"}}},
        {"callback_query": {"from": {"id": 7, "is_bot": True, "first_name": "Bot"}}},
    ],
)
def test_what_is_no_group_and_no_person_is_left_out(update: dict[str, object]) -> None:
    found = sighted([update])
    assert (found.groups, found.people) == ({}, {})


def test_a_group_that_became_a_supergroup_is_seen_under_its_new_id() -> None:
    chat = {"id": -4000001, "type": "group", "title": "Listeners"}
    found = sighted([{"message": {"chat": chat}}, {"message": {"chat": chat, "migrate_to_chat_id": -1001}}])
    assert [(one.id, one.name) for one in found.groups.values()] == [(-1001, "Listeners")]
    assert found.moved == {-4000001: -1001}
