"""The app that one paste creates has what the adapter needs, and nothing that Slack does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack.authors import SCOPE
from adapters.slack.interactions import CASE, COMPOSE, HIDE
from adapters.slack.known import ALARMS, EVENTS, MEMBERSHIP
from adapters.slack.rights import ADMIN_NEEDED, NEEDED
from tests.platforms.slack import spec
from tests.platforms.slack.server import ADMIN_SCOPES, BOT_SCOPES

CONFIG = Path(__file__).parents[3] / "config"
MANIFEST, FRENCH = (
    yaml.safe_load((CONFIG / name).read_text(encoding="utf-8"))
    for name in ("slack-manifest.yaml", "slack-manifest.fr.yaml")
)
SCOPES = {who: frozenset(scopes) for who, scopes in MANIFEST["oauth_config"]["scopes"].items()}
SUBSCRIBED = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


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
    spec.needed()
    assert SUBSCRIBED - spec.event_names() == set()


def test_it_is_a_socket_mode_app_with_buttons_and_direct_messages() -> None:
    settings, home = MANIFEST["settings"], MANIFEST["features"]["app_home"]
    assert (settings["socket_mode_enabled"], settings["interactivity"]["is_enabled"]) == (True, True)
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


@pytest.mark.parametrize("manifest", [MANIFEST, FRENCH], ids=["en", "fr"])
def test_it_offers_our_three_shortcuts_within_slacks_limits(manifest: dict[str, Any]) -> None:
    shortcuts = manifest["features"]["shortcuts"]
    ours = {("global", COMPOSE), ("message", HIDE), ("message", CASE)}
    assert {(one["type"], one["callback_id"]) for one in shortcuts} == ours
    assert [one["name"] for one in shortcuts if len(one["name"]) > 24 or len(one["description"]) > 150] == []
    assert "commands" in SCOPES["bot"], "Slack wants it for shortcuts too"


def wordless(found: Any) -> Any:
    """What remains of a manifest without the words that people read."""
    if isinstance(found, dict):
        return {key: wordless(value) for key, value in found.items() if key not in {"description", "usage_hint"}}
    return [wordless(one) for one in found] if isinstance(found, list) else found


def test_the_french_one_is_the_same_app() -> None:
    one, other = wordless(MANIFEST), wordless(FRENCH)
    for shortcut in one["features"]["shortcuts"] + other["features"]["shortcuts"]:
        del shortcut["name"]
    assert one == other


def test_an_authors_own_token_needs_no_scope_but_to_write() -> None:
    assert SCOPE in SCOPES["user"]
    assert not any(scope.endswith(":history") for scope in SCOPES["user"]), "nothing is read in anybody's name"


@pytest.mark.parametrize("manifest", [MANIFEST, FRENCH], ids=["en", "fr"])
def test_it_keeps_slacks_limits_and_no_reserved_command(manifest: dict[str, Any]) -> None:
    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert [command["command"] for command in manifest["features"]["slash_commands"]] == ["/entrenous"]
