"""Forms of the stand-in are as strict as Slack's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import SlackServer
from tests.platforms.slack.server import BOT_TOKEN


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server
        server.check()


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field(block: str = "text", action: str = "text", **element: Any) -> dict[str, Any]:
    given = {"type": "plain_text_input", "action_id": action, **element}
    return {"type": "input", "block_id": block, "label": plain("Text"), "element": given}


def a_view(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = {"type": "modal", "title": plain("Ask"), "submit": plain("Go on"), "blocks": list(blocks or (field(),))}
    return {key: value for key, value in (found | more).items() if value is not None}


async def call(slack: SlackServer, method: str, **arguments: Any) -> Any:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url, retry_handlers=[])
    try:
        return (await client.api_call(method, json=arguments)).data
    except SlackApiError as refused:
        return refused.response["error"]


async def opened(slack: SlackServer, **view: Any) -> Any:
    sue = slack.add_user("Sue Martin")
    return await call(slack, "views.open", trigger_id=slack.screens.trigger(sue), view=a_view(**view))


async def test_a_trigger_opens_one_form_within_three_seconds(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    assert await call(slack, "views.open", trigger_id="1.2.a", view=a_view()) == "invalid_trigger_id"
    late = slack.screens.trigger(sue)
    slack.clock.advance(3.1)
    assert await call(slack, "views.open", trigger_id=late, view=a_view()) == "expired_trigger_id"
    good = slack.screens.trigger(sue)
    assert (await call(slack, "views.open", trigger_id=good, view=a_view()))["view"]["state"]["values"]
    assert await call(slack, "views.open", trigger_id=good, view=a_view()) == "exchanged_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        {"type": "home"},
        {"title": plain("x" * 25)},
        {"submit": None},
        {"close": plain("")},
        {"private_metadata": "x" * 3001},
        {"blocks": []},
        {"blocks": [field(), field()]},
        {"blocks": [field(max_length=3001)]},
        {"blocks": [field(initial_value="x" * 3001)]},
        {"blocks": [{"type": "section", "fields": [plain("x" * 2001)]}]},
        {"blocks": [{"type": "hologram"}]},
        {"blocks": [field(type="checkboxes", options=[{"text": plain("x"), "value": str(n)} for n in range(11)])]},
        {"blocks": [field(type="checkboxes", options=[{"text": plain("x" * 76), "value": "1"}])]},
        {"blocks": [field(type="static_select", options=[{"text": plain("x"), "value": ""}])]},
        {
            "blocks": [
                field(type="radio_buttons", options=[{"text": plain("x"), "value": "1"}], initial_option={"value": "2"})
            ]
        },
    ],
)
async def test_a_form_that_slack_does_not_take_is_refused(slack: SlackServer, view: dict[str, Any]) -> None:
    assert await opened(slack, **view) == "invalid_arguments"


async def test_what_was_filled_in_stays_where_its_place_stays(slack: SlackServer) -> None:
    view = (await opened(slack))["view"]
    (form,) = slack.screens.open[next(iter(slack.screens.open))]
    form.fill("text", "Mary rang")
    await call(slack, "views.update", view_id=view["id"], view=a_view(field(), field("more", "more")))
    assert form.fields == {"text": "Mary rang", "more": None}
    await call(slack, "views.update", view_id=view["id"], view=a_view(field("text:2")))
    assert form.fields == {"text": None}


async def test_a_form_that_changed_meanwhile_is_not_overwritten_by_its_hash(slack: SlackServer) -> None:
    view = (await opened(slack))["view"]
    assert (await call(slack, "views.update", view_id=view["id"], view=a_view(), hash=view["hash"]))["ok"]
    assert await call(slack, "views.update", view_id=view["id"], view=a_view(), hash=view["hash"]) == "hash_conflict"
    assert await call(slack, "views.update", view_id="V0NONE", view=a_view()) == "not_found"


async def test_forms_stand_three_on_top_of_each_other_and_no_more(slack: SlackServer) -> None:
    await opened(slack)
    (sue,) = slack.screens.open
    for _ in range(2):
        pushed = await call(slack, "views.push", trigger_id=slack.screens.trigger(sue), view=a_view())
        assert pushed["ok"]
    trigger = slack.screens.trigger(sue)
    assert await call(slack, "views.push", trigger_id=trigger, view=a_view()) == "push_limit_reached"


async def test_a_members_private_channels_are_told_to_whoever_is_in_them_too(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    shared = slack.add_channel("shared", sue, private=True)
    slack.add_channel("hers", sue, private=True, with_bot=False)
    public = slack.add_channel("public", sue, with_bot=False)
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
    found = await client.api_call("users.conversations", data={"user": sue, "types": "public_channel,private_channel"})
    assert {channel["id"] for channel in found["channels"]} == {shared, public}
