"""Settings say what is wrong, and never show a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.slack.settings import SECRETS, SlackSettings

GOOD: dict[str, Any] = {
    "bot_token": "xoxb-secret-1",
    "app_token": "xapp-secret-2",
    "signing_secret": "secret-3",
    "admin_user_token": "xoxp-secret-4",
    "client_id": "1111111111.2222222222",
    "client_secret": "secret-5",
    "channels": ["C0LISTEN01"],
    "supervisors": ["U0SUE00001"],
}


def test_secrets_are_not_in_the_repr() -> None:
    assert "secret-" not in repr(SlackSettings(**GOOD))


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{GOOD[name]}\n")
    given = {key: value for key, value in GOOD.items() if key != name}
    settings = SlackSettings(**given, **{f"{name}_file": tmp_path / "secret"})
    assert getattr(settings, name).get_secret_value() == GOOD[name]


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ({"bot_token": "xoxp-secret-1"}, "starts with xoxb-"),
        ({"bot_token": "xoxb-secret 1"}, "starts with xoxb-"),
        ({"app_token": "xoxb-secret-1"}, "starts with xapp-"),
        ({"admin_user_token": "xoxb-secret-1"}, "starts with xoxp-"),
        ({"base_url": "https://slack.com/"}, "ends in /api/"),
        ({"base_url": "slack.com/api/"}, "ends in /api/"),
        ({"channels": ["#listeners"]}, "named by id"),
        ({"channels": ["D0DIRECT01"]}, "named by id"),
        ({"supervisors": ["sue"]}, "member id"),
        ({"bot_token_file": "secret-file"}, "not both"),
        ({"client_id": "secret of the app"}, "client_id"),
        ({"tokn": "secret-6"}, "Extra inputs"),
    ],
)
def test_a_mistake_is_named_without_its_value(wrong: dict[str, Any], hint: str) -> None:
    with pytest.raises(ValidationError, match=hint) as refused:
        SlackSettings(**GOOD | wrong)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("content", [None, "  \n"])
def test_an_unreadable_or_empty_file_is_named_by_its_setting(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "secret").write_text(content)
    given = {key: value for key, value in GOOD.items() if key != "app_token"}
    with pytest.raises(ValidationError, match="app_token_file"):
        SlackSettings(**given, app_token_file=tmp_path / "secret")


def test_a_workspace_without_admin_token_and_http_needs_two_tokens_only() -> None:
    settings = SlackSettings(bot_token="xoxb-1", app_token="xapp-2")
    assert (settings.admin_user_token, settings.base_url) == (None, "https://slack.com/api/")
