"""What the SDK's exceptions mean to us. Pure; the texts of exceptions go no further than this file.

The SDK's errors (https://docs.python-telegram-bot.org/telegram.error.html)::

    TelegramError
    ├── InvalidToken      401, 404      the token is wrong: FAILED, and at the start ChannelRefused
    ├── Forbidden         403           private chat: CLOSED; group: FORBIDDEN
    ├── RetryAfter        429           RETRY after that many seconds
    ├── ChatMigrated      400           the group has another id now
    ├── Conflict          409           another process polls with our token
    ├── NetworkError      5xx, no answer: RETRY; "maybe_sent" where the request may have got through
    │   ├── BadRequest    400           see `_BAD_REQUESTS`
    │   └── TimedOut
    └── anything else     FAILED
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.outgoing import Effect, Outcome

CANNOT_BE_DELETED = "cannot_be_deleted"
"""Telegram says this of a message that is too old and of one that the bot has no right to remove alike."""

THREAD_GONE = "thread_gone"

_BAD_REQUESTS: tuple[tuple[str, Outcome, str], ...] = (
    ("message to delete not found", Outcome.GONE, "already_gone"),
    ("message identifier is not specified", Outcome.GONE, "already_gone"),
    ("message to edit not found", Outcome.GONE, "already_gone"),
    ("message is not modified", Outcome.DONE, "unchanged"),
    ("message can't be edited", Outcome.UNSUPPORTED, "not_editable"),
    ("there is no text in the message to edit", Outcome.UNSUPPORTED, "not_editable"),
    ("query is too old", Outcome.GONE, "query_too_old"),
    ("message can't be deleted", Outcome.FORBIDDEN, CANNOT_BE_DELETED),
    ("not enough rights", Outcome.FORBIDDEN, "not_enough_rights"),
    ("have no rights", Outcome.FORBIDDEN, "not_enough_rights"),
    ("need administrator rights", Outcome.FORBIDDEN, "not_enough_rights"),
    ("chat_admin_required", Outcome.FORBIDDEN, "not_enough_rights"),
    ("chat_write_forbidden", Outcome.FORBIDDEN, "not_enough_rights"),
    ("message thread not found", Outcome.FAILED, THREAD_GONE),
    ("topic_deleted", Outcome.FAILED, THREAD_GONE),
    ("topic_closed", Outcome.FAILED, THREAD_GONE),
    ("voice_messages_forbidden", Outcome.FAILED, "voice_refused"),
    ("wrong file identifier", Outcome.FAILED, "file_gone"),
    ("url_invalid", Outcome.FAILED, "url_invalid"),
    ("message is too long", Outcome.FAILED, "too_long"),
)
"""Parts of the texts of 400s, in lower case, as tdlib/telegram-bot-api and the bots' forums give them."""

_CLOSED = (
    ("can't initiate conversation", "not_started"),
    ("blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("bots can't send messages to bots", "is_a_bot"),
)


def effect_of(error: TelegramError, *, private: bool) -> Effect:
    """How a call ended that raised `error`; `private`: it was meant for one person's chat with the bot."""
    for kind, meaning in _MEANINGS:
        if isinstance(error, kind):
            return meaning(error, private)
    return Effect(Outcome.FAILED, code="refused")


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone. The SDK gives a number or a timedelta, by a setting of its own."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def network_code(error: TelegramError) -> str:
    """`not_sent` where the request cannot have arrived, `maybe_sent` where it may have, `server_error` for a 5xx."""
    cause = error.__cause__
    if isinstance(cause, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)):
        return "not_sent"
    return "maybe_sent" if isinstance(cause, httpx.HTTPError) else "server_error"


def _forbidden(error: Forbidden, private: bool) -> Effect:
    said = error.message.lower()
    if private:
        return Effect(Outcome.CLOSED, code=next((code for text, code in _CLOSED if text in said), "closed"))
    return Effect(Outcome.FORBIDDEN, code="bot_removed" if "kicked" in said or "not a member" in said else "forbidden")


def _bad_request(error: BadRequest, private: bool) -> Effect:
    said = error.message.lower()
    if "chat not found" in said or "peer_id_invalid" in said:
        # Of a person whom the bot has never met Telegram says this instead of the 403.
        return Effect(
            Outcome.CLOSED if private else Outcome.FORBIDDEN, code="not_started" if private else "no_such_group"
        )
    for text, outcome, code in _BAD_REQUESTS:
        if text in said:
            return Effect(outcome, code=code)
    return Effect(Outcome.FAILED, code="bad_request")


_MEANINGS: tuple[tuple[type[TelegramError], Callable[[Any, bool], Effect]], ...] = (
    (RetryAfter, lambda error, _: Effect(Outcome.RETRY, retry_after=seconds(error), code="flood")),
    (ChatMigrated, lambda *_: Effect(Outcome.FAILED, code="group_moved")),
    (Forbidden, _forbidden),
    (BadRequest, _bad_request),
    (InvalidToken, lambda *_: Effect(Outcome.FAILED, code="unauthorized")),
    (Conflict, lambda *_: Effect(Outcome.RETRY, code="conflict")),
    (NetworkError, lambda error, _: Effect(Outcome.RETRY, code=network_code(error))),
)
"""The tree above, the narrower first: to the SDK a BadRequest is a NetworkError."""
