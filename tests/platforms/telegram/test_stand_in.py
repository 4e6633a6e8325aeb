"""The stand-in itself: what it tells the bot is what Telegram documents, and it keeps the rules that it enforces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.platforms.telegram import TOKEN, Chat, Person, StandIn, admin_rights


class Bot:
    """A bare HTTP client of the Bot API."""

    def __init__(self, platform: StandIn) -> None:
        self.http = httpx.AsyncClient(base_url=f"{platform.url}/bot{TOKEN}/", timeout=10, trust_env=False)

    async def __call__(self, method: str, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.post(method, json=arguments)).json()
        return found


@pytest.fixture
async def platform() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(platform: StandIn) -> AsyncIterator[Bot]:
    found = Bot(platform)
    yield found
    await found.http.aclose()


@pytest.fixture
def sue(platform: StandIn) -> Person:
    return platform.world.person("Sue", "Palmer", "sue_p")


@pytest.fixture
def group(platform: StandIn, sue: Person) -> Chat:
    return platform.world.group("Listeners", [sue])


async def test_what_the_bot_is_told_is_what_telegram_documents(
    platform: StandIn, bot: Bot, sue: Person, group: Chat
) -> None:
    if not platform.spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    world = platform.world
    forum = world.group("Forum", [sue], forum=True)
    said = world.says(sue, group, "hello")
    world.says(sue, group, "answer", reply_to=said, anonymous=True)
    world.edits(said, text="hello again")
    world.album(sue, group, 2, "scans")
    world.says(sue, forum, "in a topic", topic=world.topic(forum, "Lodging", sue))
    for kind in ("voice", "video", "video_note", "animation", "audio", "document", "sticker"):
        content: dict[str, Any] = {kind: world.file(kind)}
        world.sends(sue, group, **content)
    world.rights(group, sue, admin_rights(deletes=False))
    world.becomes_supergroup(world.group("Old", [sue], kind="group"), sue)
    world.starts(sue, "hello")
    keyboard = {"inline_keyboard": [[{"text": "?", "callback_data": "a:b"}]]}
    sent = await bot("sendMessage", chat_id=group.id, text="x", reply_markup=keyboard)
    world.presses(sue, world.last(group), "?")
    updates = (await bot("getUpdates"))["result"]
    problems = [platform.spec.problems_in("Update", "Update", update) for update in updates]
    assert problems == [[]] * len(updates)
    assert platform.spec.problems_in("sent", "Message", sent["result"]) == []
    assert len(updates) > 18


async def test_updates_stay_until_a_later_offset_confirms_them(
    platform: StandIn, bot: Bot, sue: Person, group: Chat
) -> None:
    for number in range(3):
        platform.world.says(sue, group, f"{number}")
    first = (await bot("getUpdates"))["result"]
    assert [each["update_id"] for each in (await bot("getUpdates"))["result"]] == [each["update_id"] for each in first]
    left = (await bot("getUpdates", offset=first[1]["update_id"]))["result"]
    assert [each["message"]["text"] for each in left] == ["1", "2"]
    assert (await bot("getUpdates", offset=first[2]["update_id"] + 1))["result"] == []
    assert not platform.world.updates


async def test_a_long_poll_ends_when_something_happens_and_only_one_may_wait(
    platform: StandIn, bot: Bot, sue: Person, group: Chat
) -> None:
    first = asyncio.create_task(bot("getUpdates", timeout=20))
    while platform._waiting is None:  # noqa: ASYNC110, the stand-in has no event for it
        await asyncio.sleep(0.005)
    second = asyncio.create_task(bot("getUpdates", timeout=20))
    assert (await first)["error_code"] == 409
    platform.world.says(sue, group, "hello")
    assert [each["message"]["text"] for each in (await second)["result"]] == ["hello"]


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot) -> None:
    assert (await bot("setWebhook", url="https://example.org/hook"))["ok"]
    assert (await bot("getUpdates"))["error_code"] == 409
    assert (await bot("deleteWebhook"))["ok"]
    assert (await bot("getUpdates"))["ok"]


async def test_what_is_a_day_old_is_not_handed_out(platform: StandIn, bot: Bot, sue: Person, group: Chat) -> None:
    platform.world.says(sue, group, "old")
    platform.world.clock.advance(timedelta(hours=24, seconds=1))
    assert (await bot("getUpdates"))["result"] == []


async def test_wrong_requests_are_refused_and_noted(platform: StandIn, bot: Bot, group: Chat) -> None:
    if not platform.spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    assert (await bot("sendMesage", chat_id=group.id, text="x"))["error_code"] == 400
    assert (await bot("sendMessage", chat_id=group.id))["error_code"] == 400
    assert (await bot("sendMessage", chat_id=group.id, text="x", parse="HTML"))["error_code"] == 400
    reply = {"message_id": 1, "allow_sending_without_replying": True}
    assert (await bot("sendMessage", chat_id=group.id, text="x", reply_parameters=reply))["error_code"] == 400
    assert platform.violations == [
        "no such method: sendMesage",
        "sendMessage: text is required",
        "sendMessage: no such argument: parse",
        "sendMessage: reply_parameters is not ReplyParameters",
    ]


async def test_a_wrong_token_is_401(platform: StandIn) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(f"{platform.url}/bot1:wrong/getMe")).status_code == 401


async def test_the_limits_are_those_that_telegram_publishes(
    platform: StandIn, bot: Bot, sue: Person, group: Chat
) -> None:
    platform.limits.on = True
    first, second = (
        await bot("sendMessage", chat_id=group.id, text="1"),
        await bot("sendMessage", chat_id=group.id, text="2"),
    )
    assert first["ok"]
    assert (second["error_code"], second["parameters"]) == (429, {"retry_after": 1})
    deleted = await bot("deleteMessage", chat_id=group.id, message_id=first["result"]["message_id"])
    assert deleted["ok"]
    windows = platform.limits._windows(group.id)
    windows[0].times.clear()
    windows[1].times.extend([windows[1].times[0]] * 19)
    refused = await bot("sendMessage", chat_id=group.id, text="21st in a minute")
    assert 58 <= refused["parameters"]["retry_after"] <= 60


async def test_texts_are_measured_in_utf16_units(platform: StandIn, bot: Bot, group: Chat) -> None:
    assert (await bot("sendMessage", chat_id=group.id, text="🙏" * 2048))["ok"]
    assert (await bot("sendMessage", chat_id=group.id, text="🙏" * 2049))["error_code"] == 400
    assert (await bot("sendMessage", chat_id=group.id, text=" \n "))["error_code"] == 400


async def test_rights_and_age_decide_what_can_be_deleted(platform: StandIn, bot: Bot, sue: Person, group: Chat) -> None:
    old = platform.world.says(sue, group, "old")
    platform.world.clock.advance(timedelta(hours=48, seconds=1))
    young = platform.world.says(sue, group, "young")
    said = [
        (await bot("deleteMessage", chat_id=group.id, message_id=each.id)).get("description") for each in (old, young)
    ]
    assert said == ["Bad Request: message can't be deleted", None]
    assert (await bot("deleteMessages", chat_id=group.id, message_ids=[old.id, 999]))["ok"]
    assert [each.text for each in platform.world.view(group)] == ["old"]


async def test_the_page_and_its_calls_let_a_person_play(platform: StandIn, sue: Person, group: Chat) -> None:
    async with httpx.AsyncClient(base_url=platform.url, trust_env=False) as http:
        assert "Stand-in Telegram" in (await http.get("/")).text
        for action, more in (
            ("says", {"text": "hello"}),
            ("voice", {}),
            ("album", {"text": "scans"}),
            ("poll", {"text": "Who?\nme\nyou"}),
            ("contact", {"text": "Mary", "phone_number": "+33639980042"}),
            ("forward", {"text": "hello", "origin": "Mary"}),
            ("starts", {}),
        ):
            answer = await http.post(f"/control/{action}", json={"who": sue.id, "chat": group.id, **more})
            assert answer.status_code == 200, action
        assert (
            await http.post("/control/edits", json={"chat": group.id, "message": 1, "text": "bye"})
        ).status_code == 200
        assert (await http.post("/control/nonsense", json={})).status_code == 404
        assert (await http.post("/control/says", json={})).status_code == 400
        state = (await http.get("/control/state")).json()
    here = next(each for each in state["chats"] if each["id"] == group.id)
    assert [each["kind"] for each in here["messages"]] == ["text", "voice", *["photo"] * 3, "poll", "contact", "text"]
    assert here["messages"][0]["text"] == "bye"
    assert sue.started
    assert len(platform.world.updates) == 10


async def test_a_file_can_be_fetched(platform: StandIn, bot: Bot) -> None:
    file_id = platform.world.file("voice", b"OggS invented")["file_id"]
    path = (await bot("getFile", file_id=file_id))["result"]["file_path"]
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"{platform.url}/file/bot{TOKEN}/{path}")).content == b"OggS invented"
        assert (await http.get(f"{platform.url}/file/bot1:wrong/{path}")).status_code == 404
