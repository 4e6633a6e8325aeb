"""Each recorded payload means what its fixture says; nothing that JSON can hold makes `parse` raise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.content import CONTENTS, SERVICE, Members
from adapters.telegram.meanings import Guard, Moved, Parsed, Reported, RightsChanged
from adapters.telegram.parse import ASKED_FOR, HIDE_SIGN, UPDATES, parse, people_of
from adapters.telegram.personal import Arrived, Opened, Pressed, Written
from bot.domain.messages import Inbound, Kind
from tests.platforms.telegram.spec import Spec

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.json"))
GROUPS = {-1001234567890, -1002222222222, -4000001}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOT_AS_DOCUMENTED = {"malformed_content", "malformed_message", "new_content", "unknown_update"}


def guard() -> Guard:
    members = Members(ids={810000001, 810000003, 810000004}, usernames={"sue_p", "claire_d", "entrenous_bot"})
    return Guard(7000000001, GROUPS, members, NOW)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def told(parsed: Parsed) -> dict[str, Any]:
    """What a fixture may speak of, in plain values."""
    found: dict[str, Any] = {"is": type(parsed).__name__}
    match parsed:
        case Inbound():
            found |= {name: getattr(parsed, name) for name in ("number", "thread", "reply_to", "album", "code")}
            found |= {"kind": str(parsed.kind), "matter": str(parsed.matter), "lang_hint": parsed.lang_hint}
            found |= {"text": parsed.text.expose(), "author_name": parsed.author_name.expose()}
            found |= {"mentions": [list(each) for each in parsed.mentions], "always_replace": parsed.always_replace}
            found |= {"attachments": [each.handle for each in parsed.attachments]}
            found |= {"author": parsed.author and parsed.author.account, "conversation": parsed.origin.conversation}
        case Pressed(query=query, lang=lang, press=press):
            found |= {"query": query, "lang": lang, "action": press and press.action}
            found |= {"subject": press and press.subject, "by": press and press.by.account}
        case Opened(person=person, name=name, lang=lang):
            found |= {"account": person.account, "name": name.expose(), "lang": lang}
            found |= {"verb": parsed.order and str(parsed.order.verb)}
            found |= {"asked_in": parsed.asked_in and parsed.asked_in.message}
        case Written(writing=said):
            found |= {"account": said.person.account, "name": said.name.expose(), "lang": said.lang}
            found |= {"text": said.text.expose(), "sources": [each.message for each in said.sources]}
            found |= {"again": said.again}
        case Arrived(people=people):
            found |= {"people": [[person.account, lang] for person, lang in people]}
        case Reported(report=report):
            found |= {"message": report.message.message, "by": report.by.account, "lang": report.lang}
            found |= {
                "raw": report.raw and report.raw.text.expose(),
                "asked_in": report.asked_in and report.asked_in.message,
            }
        case RightsChanged(chat=chat, rights=rights, event=event):
            assert event.code == rights.code
            found |= {"chat": chat, "code": rights.code}
        case Moved(old=old, new=new):
            found |= {"old": old, "new": new}
        case _:
            found |= {"name": parsed.name}
    return found


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_recorded_payload_means_what_its_fixture_says(path: Path) -> None:
    fixture = load(path)
    found = told(parse(fixture["update"], guard()))
    assert {name: found[name] for name in fixture["means"]} == fixture["means"], fixture["says"]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_mentions_are_ranges_of_the_text_that_is_handed_on(path: Path) -> None:
    parsed = parse(load(path)["update"], guard())
    if isinstance(parsed, Inbound):
        text = parsed.text.expose()
        assert all(text[start:end] in ("@sue_p", "@claire_d", "Odile") for start, end in parsed.mentions)


@pytest.mark.parametrize(
    "path", [each for each in FIXTURES if each.stem not in NOT_AS_DOCUMENTED], ids=lambda p: p.stem
)
def test_fixtures_are_what_telegram_documents(path: Path) -> None:
    spec = Spec.load()
    if not spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    name, payload = next((key, value) for key, value in load(path)["update"].items() if key != "update_id")
    assert spec.problems_in(f"the payload of {name}", _TYPES[name], payload) == []


_TYPES = {
    **dict.fromkeys(("message", "edited_message", "channel_post", "business_message"), "Message"),
    "my_chat_member": "ChatMemberUpdated",
    "callback_query": "CallbackQuery",
    "poll": "Poll",
    "message_reaction": "MessageReactionUpdated",
    "message_reaction_count": "MessageReactionCountUpdated",
}


def test_every_field_of_a_message_that_telegram_documents_is_in_a_table() -> None:
    spec = Spec.load()
    if not spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    from adapters.telegram.content import _ENVELOPE

    documented = {each["name"] for each in spec.types["Message"]["fields"]}
    assert documented - CONTENTS.keys() - SERVICE - _ENVELOPE == set()
    assert not SERVICE & CONTENTS.keys()
    assert not _ENVELOPE & (SERVICE | CONTENTS.keys())


def test_what_is_ignored_is_ignored_by_name_and_nothing_else_is() -> None:
    spec = Spec.load()
    if not spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    documented = {each["name"] for each in spec.types["Update"]["fields"]} - {"update_id"}
    unlisted = documented - UPDATES.keys()
    for name in unlisted:
        parsed = parse({"update_id": 1, name: {"from": {"first_name": "Mary"}}}, guard())
        assert isinstance(parsed, Inbound)
        assert (parsed.kind, parsed.code, len(parsed.text)) == (Kind.UNKNOWN, name, 0)


def test_every_kind_of_update_is_asked_for_but_two_by_which_nothing_could_be_done() -> None:
    spec = Spec.load()
    if not spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    documented = {each["name"] for each in spec.types["Update"]["fields"]} - {"update_id"}
    assert documented - set(ASKED_FOR) == {"chat_member", "message_reaction_count"}
    assert set(ASKED_FOR) <= documented


def test_the_sign_that_hides_is_a_reaction_that_everybody_has() -> None:
    spec = Spec.load()
    if not spec.known:
        pytest.skip("the description of the Bot API is not beside the project (ENTRENOUS_SHARED)")
    (emoji,) = (each for each in spec.types["ReactionTypeEmoji"]["fields"] if each["name"] == "emoji")
    assert f'"{HIDE_SIGN}"' in emoji["description"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({*CONTENTS, *list(SERVICE)[:6], "quote", "forward_origin", "entities", "from", "sender_chat", "date"})


@given(
    st.sampled_from(sorted(UPDATES)), st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from([*GROUPS, 5, "x"])
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_guarded_group_is_withheld_or_read_never_lost(
    name: str, fields: dict[str, Any], chat: Any
) -> None:
    payload = {"message_id": 7, "date": 1795000000, **fields, "chat": {"id": chat, "type": "supergroup"}}
    parsed = parse({"update_id": 1, name: payload}, guard())
    if "message" in name and "reaction" not in name and chat in GROUPS and isinstance(parsed, Inbound):
        assert parsed.kind in (Kind.NEW, Kind.EDITED) or parsed.code == "bot_message"
        parsed.text.expose().encode("utf-8")


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_no_json_makes_parse_raise(payload: Any) -> None:
    for name in ("message", "my_chat_member", "callback_query", "anything"):
        parse({"update_id": 1, name: payload}, guard())
        people_of({"update_id": 1, name: payload}, GROUPS)


def test_an_update_without_anything_is_named() -> None:
    parsed = parse({"update_id": 1}, guard())
    assert isinstance(parsed, Inbound)
    assert parsed.code == "empty_update"


def test_names_of_unknown_fields_cannot_carry_text_into_the_journal() -> None:
    parsed = parse({"update_id": 1, "Mary Dupont, 06 39 98 00 42 " * 9: {}}, guard())
    assert isinstance(parsed, Inbound)
    assert parsed.code is not None
    assert len(parsed.code) <= 40
    assert " " not in parsed.code
