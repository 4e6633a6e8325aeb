"""Settings say what is wrong without showing what was given; a webhook request is genuine or it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.telegram.settings import PUBLIC_HOST, TelegramSettings
from adapters.telegram.verify import HEADER, is_genuine, secret_is_well_formed

TOKEN = "123456:AAinvented"
SECRET = "Correct-Horse_9"


def test_defaults_guard_nothing_and_speak_to_telegram() -> None:
    settings = TelegramSettings(token=TOKEN)
    assert (settings.base_url, settings.groups, settings.supervisors) == (PUBLIC_HOST, [], [])
    assert settings.paced
    assert TOKEN not in repr(settings)


def test_a_token_can_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    settings = TelegramSettings.model_validate({"token_file": str(file)})
    assert settings.token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("given_", "hint"),
    [
        ({"token": "not-a-token-invented"}, "BotFather"),
        ({"token": "123:a b"}, "BotFather"),
        ({}, "token"),
        ({"token": TOKEN, "token_file": "/nowhere"}, "not both"),
        ({"token_file": "/nowhere/invented"}, "cannot be read"),
        ({"token": TOKEN, "groups": [5]}, "negative"),
        ({"token": TOKEN, "supervisors": [-5]}, "positive"),
        ({"token": TOKEN, "base_url": "ftp://example.org"}, "https://"),
        ({"token": TOKEN, "webhook_secret": "invented secret"}, "webhook_secret"),
        ({"token": TOKEN, "gruops": [-5]}, "gruops"),
    ],
)
def test_what_is_wrong_is_said_without_showing_secrets(given_: dict[str, Any], hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TelegramSettings.model_validate(given_)
    said = str(caught.value)
    assert hint in said
    assert "invented" not in said


def test_a_slash_at_the_end_of_the_base_url_does_not_matter() -> None:
    settings = TelegramSettings.model_validate({"token": TOKEN, "base_url": "http://127.0.0.1:8081/"})
    assert settings.base_url == "http://127.0.0.1:8081"


@given(st.text(max_size=30))
def test_only_the_secret_itself_is_genuine(header: str) -> None:
    assert is_genuine(header, SECRET) == (header == SECRET)


def test_a_request_without_the_header_is_forged() -> None:
    assert HEADER == "X-Telegram-Bot-Api-Secret-Token"
    assert is_genuine(SECRET, SECRET)
    assert not is_genuine(None, SECRET)
    assert not is_genuine("", "")


@pytest.mark.parametrize(
    ("secret", "fine"), [("a" * 256, True), ("a" * 257, False), ("", False), ("é", False), ("a b", False)]
)
def test_the_shape_of_a_secret_is_telegrams(secret: str, fine: bool) -> None:
    assert secret_is_well_formed(secret) == fine
