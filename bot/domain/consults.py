"""Which consult a message belongs to.

Where people use threads, the thread says it. Where they do not (Telegram groups, text messages), a reply says it;
else a follow-up by the same author joins what that author opened, and an answer by somebody else joins the latest
consult while it is fresh. Anything else opens a consult, and a case, of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.records import Consult


@dataclass(frozen=True, slots=True)
class Windows:
    """How long an open consult takes in messages that name no thread."""

    follow_up: timedelta = timedelta(minutes=30)
    answer: timedelta = timedelta(minutes=10)


def which_consult(
    *,
    threaded: Consult | None,
    recent: list[Consult],
    author: str,
    now: datetime,
    unthreaded: bool,
    windows: Windows,
) -> Consult | None:
    """The consult that a message joins, or None for one of its own.

    `threaded`: the consult of the message replied to, or of the thread. `recent`: the conversation's latest first.
    """
    if threaded or not unthreaded:
        return threaded
    mine = next((c for c in recent if c.author == author and now - c.last_at <= windows.follow_up), None)
    if mine:
        return mine
    return next((c for c in recent if now - c.last_at <= windows.answer), None)
