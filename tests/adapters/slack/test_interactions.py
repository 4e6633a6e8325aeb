"""What people press, pick and fill in -> what the bot makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack import interactions, parse
from bot.domain.cases import Purpose
from bot.domain.messages import ConversationRef, Kind, MessageRef, PersonRef

SUE = {"id": "U0SUE00001", "name": "sue"}
SCOPE = parse.Scope(parse.Self("U0BOT00001", "B0BOT00001"), frozenset({"C0LISTEN01"}))


def pressing(**action: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U0SUE00001", "name": "sue"},
        "response_url": "https://hooks.example.org/actions/1",
        "actions": [{"action_id": "post_redacted:2", "value": "01J9Z", "type": "button", **action}],
    }


def test_a_press_names_its_use_case_and_subject() -> None:
    pressed = interactions.press(pressing())
    assert pressed is not None
    assert (pressed.action, pressed.subject, pressed.by.account) == (
        "post_redacted",
        "01J9Z",
        "U0SUE00001",
    )
    assert pressed.response_url == "https://hooks.example.org/actions/1"


@pytest.mark.parametrize("body", [{"type": "block_actions", "actions": []}, {"type": "view_submission"}, {}])
def test_what_is_no_press_of_ours_is_none(body: dict[str, Any]) -> None:
    assert interactions.press(body) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "view_submission"}, "interaction_view_submission"),
        ({"command": "/x"}, "interaction_command"),
        ({"type": "Mary Dupont"}, "interaction_unnamed"),
        ({}, "interaction_none"),
    ],
)
def test_an_interaction_that_is_offered_nowhere_has_a_name(body: dict[str, Any], code: str) -> None:
    assert interactions.interaction_code(body) == code


def test_a_press_in_direct_messages_knows_where_it_stands() -> None:
    message = {"ts": "1790935200.000100", "blocks": [{"block_id": "answer:0"}]}
    body = pressing(block_id="answer:0") | {"channel": {"id": "D0DIRECT01"}, "message": message, "trigger_id": "1.2.a"}
    pressed = interactions.press(body)
    assert pressed is not None
    assert (pressed.private, pressed.trigger, pressed.block) == (True, "1.2.a", "answer:0")
    assert pressed.message == MessageRef("slack", "D0DIRECT01", "1790935200.000100")
    assert pressed.blocks == ({"block_id": "answer:0"},)


def test_a_press_in_a_channel_is_not_private_but_in_words_that_one_person_sees_it_is() -> None:
    body = pressing() | {"channel": {"id": "C0LISTEN01"}, "message": {"ts": "1.2", "blocks": []}}
    pressed = interactions.press(body)
    ephemeral = interactions.press(body | {"container": {"is_ephemeral": True}})
    assert pressed is not None
    assert ephemeral is not None
    assert (pressed.private, ephemeral.private, ephemeral.message) == (False, True, None)


def pointing(**message: Any) -> dict[str, Any]:
    shown = {"type": "message", "user": "U0TOM00001", "ts": "1790935200.000100", "text": "Mary &amp; I", **message}
    return {
        "type": "message_action", "callback_id": "hide", "trigger_id": "1.2.a", "user": SUE, "message": shown,
        "channel": {"id": "C0LISTEN01"}, "response_url": "https://hooks.example.org/app/1",
    }  # fmt: skip


def test_a_message_that_is_pointed_at_comes_like_an_event() -> None:
    found = interactions.pointed(pointing(thread_ts="1790935100.000100"), SCOPE)
    assert found.raw is not None
    assert (found.raw.text.expose(), found.raw.kind, found.raw.thread) == ("Mary & I", Kind.NEW, "1790935100.000100")
    assert found.message == found.raw.origin == MessageRef("slack", "C0LISTEN01", "1790935200.000100")
    assert found.shortcut.person == PersonRef("slack", "U0SUE00001")


def test_of_our_own_post_only_the_place_is_told() -> None:
    found = interactions.pointed(pointing(bot_id="B0BOT00001", user="U0BOT00001"), SCOPE)
    assert (found.raw, found.guarded, found.message.message) == (None, True, "1790935200.000100")


def test_of_another_channel_nothing_is_read() -> None:
    found = interactions.pointed(pointing() | {"channel": {"id": "C0GENERAL1"}}, SCOPE)
    assert (found.raw, found.guarded) == (None, False)


@pytest.mark.parametrize("missing", ["trigger_id", "message", "channel", "user"])
def test_a_malformed_shortcut_is_an_error_with_a_name(missing: str) -> None:
    body = {key: value for key, value in pointing().items() if key != missing}
    with pytest.raises(KeyError):
        interactions.pointed(body, SCOPE)


def handed_in(values: dict[str, Any], about: str = "{}") -> dict[str, Any]:
    state = {"values": {f"b:{action}": {action: value} for action, value in values.items()}}
    view = {"id": "V1", "callback_id": "draft", "private_metadata": about, "hash": "1.ab", "state": state}
    return {"type": "view_submission", "user": SUE, "view": view}


def test_a_form_is_read_field_by_field() -> None:
    form = interactions.form(
        handed_in(
            {
                "text": {"type": "plain_text_input", "value": "Mary &amp; I < you"},
                "hide": {"type": "plain_text_input", "value": "  "},
                "show:1": {"type": "checkboxes", "selected_options": [{"value": "0"}, {"value": "3"}]},
                "show:2": {"type": "checkboxes", "selected_options": [{"value": "11"}]},
                "purpose": {"type": "radio_buttons", "selected_option": {"value": "own_support"}},
                "case": {"type": "static_select", "selected_option": {"value": "own"}},
                "place": {"type": "static_select", "selected_option": {"value": "C0LISTEN01"}},
                "nameless": {"type": "checkboxes", "selected_options": []},
            },
            '{"draft": "d1", "version": 2}',
        )
    )
    assert form.text is not None
    assert (form.text.expose(), form.hide, form.show) == ("Mary & I < you", None, (0, 3, 11))
    assert (form.purpose, form.case, form.nameless) == (Purpose.OWN_SUPPORT, "", False)
    assert form.place == ConversationRef("slack", "C0LISTEN01")
    assert (form.about["draft"], form.about["version"], form.hash, form.view) == ("d1", 2, "1.ab", "V1")
    assert (form.blocks["text"], form.blocks["show"]) == ("b:text", "b:show:2")


def test_what_a_form_does_not_ask_stays_as_it_is() -> None:
    form = interactions.form(handed_in({"case": {"type": "static_select", "selected_option": None}}))
    assert (form.text, form.purpose, form.case, form.place, form.nameless) == (None, None, None, None, None)


@pytest.mark.parametrize(
    "body",
    [
        {"type": "view_submission", "user": SUE},
        handed_in({}, "not json"),
        handed_in({"purpose": {"selected_option": {"value": "for fun"}}}),
        handed_in({"show:1": {"selected_options": [{"value": "the first"}]}}),
    ],
)
def test_a_form_that_is_not_as_we_made_it_is_an_error(body: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        interactions.form(body)
