"""The app that one paste creates has what the adapter needs, and nothing that Slack does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack.interactions import COMPOSE, HIDE
from adapters.slack.parse import EVENTS, MEMBERSHIP
from adapters.slack.rights import ADMIN_NEEDED, NEEDED
from tests.platforms.slack import spec
from tests.platforms.slack.server import ADMIN_SCOPES, BOT_SCOPES

MANIFEST: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[3] / "config" / "slack-manifest.yaml").read_text(encoding="utf-8")
)
SCOPES = {who: frozenset(scopes) for who, scopes in MANIFEST["oauth_config"]["scopes"].items()}
SUBSCRIBED = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
ALARMS = {"app_uninstalled", "tokens_revoked"}
"""Events that are in no table on purpose: they are journalled by name."""


def test_it_asks_for_every_scope_that_the_adapter_misses_if_it_is_not_there() -> None:
    assert NEEDED.keys() <= SCOPES["bot"]
    assert frozenset(ADMIN_NEEDED) == SCOPES["user"]


def test_the_stand_in_gives_out_the_same_scopes() -> None:
    assert SCOPES == {"bot": BOT_SCOPES, "user": ADMIN_SCOPES}


def test_every_event_that_it_subscribes_to_is_understood() -> None:
    known = EVENTS | MEMBERSHIP | ALARMS
    assert [event for event in SUBSCRIBED if not event.startswith("message.") and event not in known] == []
    assert {"message.channels", "message.groups", "message.im"} <= SUBSCRIBED


def test_slack_documents_every_event_that_it_subscribes_to() -> None:
    if not spec.available():
        pytest.skip("no Slack descriptions in the folder `shared`; ENTRENOUS_SHARED may name it")
    assert SUBSCRIBED - spec.event_names() == set()


def test_it_is_a_socket_mode_app_with_buttons_and_direct_messages() -> None:
    settings, home = MANIFEST["settings"], MANIFEST["features"]["app_home"]
    assert (settings["socket_mode_enabled"], settings["interactivity"]["is_enabled"]) == (True, True)
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_it_offers_our_two_shortcuts_within_slacks_limits() -> None:
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert {(one["type"], one["callback_id"]) for one in shortcuts} == {("global", COMPOSE), ("message", HIDE)}
    assert [one["name"] for one in shortcuts if len(one["name"]) > 24 or len(one["description"]) > 150] == []
    assert "commands" in SCOPES["bot"], "Slack wants it for shortcuts too"


def test_it_keeps_slacks_limits_and_no_reserved_command() -> None:
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == ["/entrenous"]
