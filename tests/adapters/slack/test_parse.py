"""Recorded payloads with invented people -> what the bot makes of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import known, parse
from bot.domain.messages import Inbound, Kind

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.json"))
SCOPE = parse.Scope(parse.Self("U0BOT00001", "B0BOT00001"), frozenset({"C0LISTEN01"}))


def load(name: str) -> Any:
    return json.loads((Path(__file__).parent / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def described(understood: parse.Understood) -> dict[str, Any]:
    """A value in the fixtures' words."""
    match understood:
        case parse.Ignored(name):
            return {"is": "ignored", "name": name}
        case parse.Private(person, channel):
            return {"is": "private", "person": person.account, "channel": channel}
        case parse.Revoked(accounts):
            return {"is": "revoked", "accounts": None if accounts is None else list(accounts)}
        case Inbound():
            text = understood.text.expose()
            return {
                "is": "inbound",
                "kind": understood.kind.value,
                "conversation": understood.origin.conversation,
                "message": understood.origin.message,
                "event_id": understood.event_id,
                "author": understood.author.account if understood.author else None,
                "author_name": understood.author_name.expose(),
                "text": text,
                "matter": understood.matter.value,
                "attachments": [attachment.handle for attachment in understood.attachments],
                "thread": understood.thread,
                "mentions": [list(span) for span in understood.mentions],
                "mentioned": [text[start:end] for start, end in understood.mentions],
                "code": understood.code,
            }
    raise AssertionError(understood)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_payload_is_understood_as_recorded(path: Path) -> None:
    fixture = json.loads(path.read_text(encoding="utf-8"))
    found = [described(value) for value in parse.event(fixture["body"], SCOPE)]
    expected = fixture["understood"]
    assert len(found) == len(expected) > 0
    assert [{key: value[key] for key in wanted} for value, wanted in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_no_value_shows_what_was_written(path: Path) -> None:
    shown = repr(parse.event(json.loads(path.read_text(encoding="utf-8"))["body"], SCOPE))
    assert not any(word in shown for word in ("Mary", "Dupont", "Eymet", "0639980012"))


def test_an_unknown_event_carries_no_words() -> None:
    (unknown,) = parse.event(load("unguarded_channel")["body"], SCOPE)
    assert isinstance(unknown, Inbound)
    assert (unknown.kind, len(unknown.text), len(unknown.author_name), unknown.attachments) == (Kind.UNKNOWN, 0, 0, ())


def test_the_platforms_numbering_is_kept_to_the_microsecond() -> None:
    (found,) = parse.event(load("new")["body"], SCOPE)
    assert isinstance(found, Inbound)
    assert found.number == 1790935200000100
    assert found.sent_at == datetime(2026, 10, 2, 10, 0, 0, 100, UTC)


@pytest.mark.parametrize(
    "name", ["new", "reply", "file_share", "forwarded", "me_message", "thread_broadcast", "other_app"]
)
def test_a_message_read_back_is_the_same_event_as_when_it_came_live(name: str) -> None:
    event = load(name)["body"]["event"]
    as_listed = {key: value for key, value in event.items() if key not in {"channel", "event_ts", "channel_type"}}
    live = [described(value) for value in parse.event(load(name)["body"], SCOPE)]
    assert [described(value) for value in parse.message(as_listed, "C0LISTEN01", SCOPE)] == live


@pytest.mark.parametrize("name", ["edited", "preview_with_words"])
def test_a_changed_message_read_back_has_the_id_of_its_change(name: str) -> None:
    body = load(name)["body"]
    (live,) = parse.event(body, SCOPE)
    (listed,) = parse.message(body["event"]["message"], "C0LISTEN01", SCOPE)
    assert isinstance(live, Inbound)
    assert isinstance(listed, Inbound)
    assert listed.event_id == live.event_id
    assert listed.text.expose() == live.text.expose()


def test_tombstones_read_back_are_nothing() -> None:
    tombstone = load("deleted_with_answers")["body"]["event"]["message"]
    assert parse.message(tombstone, "C0LISTEN01", SCOPE) == (parse.Ignored("tombstone"),)


def test_every_event_that_slack_documents_for_messages_of_channels_is_in_the_table() -> None:
    tables = [known.SPOKEN, known.SILENT, {"message_changed", "message_deleted"}]
    documented = {  # docs.slack.dev/reference/events/message, "Message subtypes"
        "assistant_app_thread", "bot_message", "channel_archive", "channel_convert_to_private", "channel_join", "channel_leave",
        "channel_name", "channel_posting_permissions", "channel_purpose", "channel_topic", "channel_unarchive",
        "ekm_access_denied", "file_comment", "file_share", "group_archive", "group_join", "group_leave", "group_name",
        "group_purpose", "group_topic", "group_unarchive", "me_message", "message_changed", "message_deleted",
        "message_replied", "pinned_item", "reminder_add", "thread_broadcast", "unpinned_item",
    }  # fmt: skip
    assert [name for name in documented if sum(name in table for table in tables) != 1] == []
