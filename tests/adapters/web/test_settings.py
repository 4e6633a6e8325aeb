"""A room that would be open to strangers is refused before it opens."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from adapters.web.channel import build
from adapters.web.settings import RoomPerson, WebSettings
from bot.domain.capabilities import Removal
from config.sentences import TomlWording
from tests.adapters.web.core import MemoryLog


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"host": "room.example.org"}, "anybody may write as anybody"),
        ({"practice": False}, "needs sign-in"),
        ({"people": []}, "at least one person"),
        ({"people": [{"account": "a", "name": "A"}, {"account": "a", "name": "B"}]}, "a different `account`"),
        ({"people": [{"account": "../a", "name": "A"}]}, "pattern"),
        ({"session_secret": "short"}, "at least 32 characters"),
        ({"colour": "blue"}, "Extra inputs"),
    ],
)
def test_settings_that_cannot_be_meant(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        WebSettings.model_validate(given)


def test_a_wrong_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValidationError) as caught:
        WebSettings.model_validate({"session_secret": "hunter2", "host": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_the_channel_says_what_it_can_do() -> None:
    channel = build(WebSettings(), TomlWording(), MemoryLog())
    assert channel.name == "web"
    assert channel.url == "http://127.0.0.1:8350"
    assert channel.capabilities.removal is Removal.NEVER_SHOWN
    assert channel.capabilities.finds_own_posts
    assert [person.account for person in channel.supervisors] == ["margaret", "etienne"]
    assert [room.conversation for room in channel.conversations] == ["practice"]


def test_an_address_of_version_six_is_written_in_brackets() -> None:
    channel = build(WebSettings(host="::1", people=(RoomPerson(account="a", name="A"),)), TomlWording(), MemoryLog())
    assert channel.url == "http://[::1]:8350"
