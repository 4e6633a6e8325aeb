"""Every way in which a call can fail has one meaning, and the platform's words stay behind."""

from __future__ import annotations

import httpx
import pytest
from telegram import error as sdk

from adapters.telegram.errors import effect_of
from bot.domain.outgoing import Effect, Outcome


def caused_by(error: sdk.TelegramError, cause: Exception) -> sdk.TelegramError:
    error.__cause__ = cause
    return error


IN_PRIVATE = [
    ("Forbidden: bot can't initiate conversation with a user", "not_started"),
    ("Forbidden: bot was blocked by the user", "blocked"),
    ("Forbidden: user is deactivated", "deactivated"),
    ("Forbidden: bots can't send messages to bots", "is_a_bot"),
    ("Forbidden: something new about Mary", "closed"),
]
BAD = [
    ("Bad Request: message to delete not found", Outcome.GONE, "already_gone"),
    ("Bad Request: message can't be deleted", Outcome.FORBIDDEN, "cannot_be_deleted"),
    ("Bad Request: message can't be deleted for everyone", Outcome.FORBIDDEN, "cannot_be_deleted"),
    ("Bad Request: not enough rights to send text messages to the chat", Outcome.FORBIDDEN, "not_enough_rights"),
    ("Bad Request: have no rights to send a message", Outcome.FORBIDDEN, "not_enough_rights"),
    ("Bad Request: CHAT_ADMIN_REQUIRED", Outcome.FORBIDDEN, "not_enough_rights"),
    ("Bad Request: chat not found", Outcome.FORBIDDEN, "no_such_group"),
    ("Bad Request: message thread not found", Outcome.FAILED, "thread_gone"),
    ("Bad Request: TOPIC_CLOSED", Outcome.FAILED, "thread_gone"),
    ("Bad Request: VOICE_MESSAGES_FORBIDDEN", Outcome.FAILED, "voice_refused"),
    ("Bad Request: something new about Mary", Outcome.FAILED, "bad_request"),
]
OTHERS = [
    (sdk.ChatMigrated(-1001), Effect(Outcome.FAILED, code="group_moved")),
    (sdk.InvalidToken("The token `123:secret` was rejected"), Effect(Outcome.FAILED, code="unauthorized")),
    (sdk.Conflict("terminated by other getUpdates"), Effect(Outcome.RETRY, code="conflict")),
    (sdk.TelegramError("something new about Mary"), Effect(Outcome.FAILED, code="refused")),
    (sdk.NetworkError("Bad Gateway"), Effect(Outcome.RETRY, code="server_error")),
    (caused_by(sdk.TimedOut(), httpx.ReadTimeout("x")), Effect(Outcome.RETRY, code="maybe_sent")),
    (caused_by(sdk.TimedOut(), httpx.ConnectTimeout("x")), Effect(Outcome.RETRY, code="not_sent")),
    (caused_by(sdk.TimedOut(), httpx.PoolTimeout("x")), Effect(Outcome.RETRY, code="not_sent")),
    (caused_by(sdk.NetworkError("x"), httpx.ConnectError("x")), Effect(Outcome.RETRY, code="not_sent")),
    (caused_by(sdk.NetworkError("x"), httpx.RemoteProtocolError("x")), Effect(Outcome.RETRY, code="maybe_sent")),
]


@pytest.mark.parametrize(("said", "code"), IN_PRIVATE)
def test_a_private_chat_that_cannot_be_written_to_is_closed(said: str, code: str) -> None:
    assert effect_of(sdk.Forbidden(said), private=True) == Effect(Outcome.CLOSED, code=code)


@pytest.mark.parametrize(("said", "outcome", "code"), BAD)
def test_a_bad_request_means_what_its_text_says(said: str, outcome: Outcome, code: str) -> None:
    assert effect_of(sdk.BadRequest(said), private=False) == Effect(outcome, code=code)


@pytest.mark.parametrize(("error", "effect"), OTHERS, ids=lambda each: type(each).__name__)
def test_every_other_error_has_its_outcome(error: sdk.TelegramError, effect: Effect) -> None:
    assert effect_of(error, private=False) == effect


def test_a_group_that_the_bot_was_removed_from_is_forbidden() -> None:
    said = "Forbidden: bot was kicked from the supergroup chat"
    assert effect_of(sdk.Forbidden(said), private=False) == Effect(Outcome.FORBIDDEN, code="bot_removed")


def test_a_person_whom_the_bot_never_met_is_one_who_never_pressed_start() -> None:
    effect = effect_of(sdk.BadRequest("Bad Request: chat not found"), private=True)
    assert effect == Effect(Outcome.CLOSED, code="not_started")


def test_a_flood_wait_is_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert effect_of(sdk.RetryAfter(7), private=False) == Effect(Outcome.RETRY, retry_after=7.0, code="flood")
