"""Rounds: a group of peers whose members may be on several platforms.

What is said in a round is *carried* to its legs: a guarded group that belongs to it, or one person's own conversation on a
channel without groups. The core keeps one conversation for each round, which is on no platform (`ROUND`); it is where a
consult lives that somebody wrote by e-mail or by text message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from redaction import Lang

ROUND = "round"
"""Name of the core's own channel."""

PERSONAL = frozenset({"mail", "whatsapp", "sms"})
"""Channels without groups: each conversation on them is one person's own, named by their account."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Round:
    """`name`: a slug. `title`: what people call it, by language. `places`: the guarded groups that belong to it."""

    name: str
    title: Mapping[Lang, str]
    places: tuple[ConversationRef, ...] = ()

    @property
    def place(self) -> ConversationRef:
        return place_of(self.name)


@dataclass(frozen=True, slots=True)
class RoundMember:
    """Somebody who reads a round on a leg of their own. `who`: as the roster knows them (`Roster.who`)."""

    round: str
    who: str
    leg: ConversationRef
    since: datetime


class CopyState(StrEnum):
    """How far a copy of a post has come on one leg."""

    DUE = "due"
    """To be looked at: what stands there may not be what should."""
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    """Given up; supervisors were told. A change of the post has it looked at again."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What stands of one message of a round on one leg.

    `subject`: the message, whichever version (`subject_of`). `entry_id`: the version that was wanted last. `print`: keyed
    fingerprint of what stands; "" where nothing does. `version`: how many times it was sent anew; `changes`: how many times
    it was to be looked at, so that a change meanwhile is seen.
    """

    copy_id: str
    subject: str
    round: str
    entry_id: str
    leg: ConversationRef
    state: CopyState
    due_at: datetime
    ref: MessageRef | None = None
    more: tuple[MessageRef, ...] = ()
    print: str = ""
    version: int = 0
    changes: int = 0
    attempts: int = 0

    @property
    def refs(self) -> tuple[MessageRef, ...]:
        return (self.ref, *self.more) if self.ref else ()


def is_round_name(name: str) -> bool:
    """A slug of at most 20 characters, so that it fits into a button's subject and an address."""
    return _NAME.fullmatch(name) is not None


def place_of(name: str) -> ConversationRef:
    """The round's own conversation."""
    return ConversationRef(ROUND, name)


def leg_of(person: PersonRef) -> ConversationRef | None:
    """Somebody's own conversation; None where their channel has groups."""
    return ConversationRef(person.channel, person.account) if person.channel in PERSONAL else None


def round_at(rounds: Iterable[Round], where: ConversationRef) -> Round | None:
    """The round to which a conversation belongs."""
    return next((one for one in rounds if where == one.place or where in one.places), None)


def place_word(place: ConversationRef) -> str:
    """How a place stands in a button's subject: as its platform names it, or `round:advice`."""
    return f"{ROUND}:{place.conversation}" if place.channel == ROUND else place.conversation


def place_of_word(channel: str, word: str) -> ConversationRef:
    """The place that `place_word` wrote on that channel."""
    name = word.removeprefix(f"{ROUND}:")
    return place_of(name) if name != word else ConversationRef(channel, word)


def typed_place(text: str) -> ConversationRef | None:
    """`telegram:-100123`, `slack:C0123`: as the settings name a guarded group; None for anything else."""
    channel, _, conversation = text.partition(":")
    return ConversationRef(channel, conversation) if channel and conversation and channel not in PERSONAL else None
