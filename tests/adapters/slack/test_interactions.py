"""What people press, pick and fill in -> what the bot makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack import interactions


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
