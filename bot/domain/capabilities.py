"""What a channel can do, declared instead of discovered in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.domain.messages import Kind
from bot.domain.polls import PollLimits


class Removal(StrEnum):
    """How a raw message leaves the conversation."""

    NEVER_SHOWN = "never_shown"
    """The bot stands between author and readers: nothing is shown until it was decided. Clean messages are posted too."""
    BY_BOT = "by_bot"
    """The bot may remove anybody's message."""
    IN_PLACE = "in_place"
    """Its author lets the bot change it where it stands: how one message went, never how a channel removes them all."""
    BY_AUTHOR = "by_author"
    """Only the author can; the bot tells them at once and offers the redacted version."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the platform can do with what this association gave the bot. Asked for before use; shown in the README.

    `removable_for`: age after which a message cannot be removed any more.
    `backlog`: how long the platform keeps events for a bot that is away; None: it can be read back without limit;
    zero: nothing can be sent meanwhile.
    `unthreaded`: people here answer without threads, so the consult follows from author and time.
    `opens_private`: the bot can write to a person who never wrote to it.
    `finds_own_posts`: `Channel.find` can tell whether a post got through.
    `amends`: a post of ours can be changed in its place.
    `polls`: how long the parts of a poll may be; None: there are none.
    `files`: how many bytes a redacted file may have that goes with a post; 0: none goes.
    `hears`: what the platform tells the bot of a message: that it came, was changed, was deleted.
    `called`: the platform, a browser or a mail server calls us, so each request has to be verified; else it is we who ask.
    """

    removal: Removal
    removable_for: timedelta | None = None
    backlog: timedelta | None = None
    unthreaded: bool = False
    opens_private: bool = True
    finds_own_posts: bool = False
    amends: bool = False
    polls: PollLimits | None = None
    files: int = 0
    hears: frozenset[Kind] = frozenset({Kind.NEW, Kind.EDITED, Kind.DELETED})
    called: bool = False
    cannot: tuple[str, ...] = field(default=())
    """Wording keys of what the platform cannot enforce (`limit.telegram.notifications`, …), for the README's table."""
