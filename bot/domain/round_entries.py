"""What the journal can say about rounds. See `journal.py` for all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundJoined(JournalEntry):
    """Somebody reads a round on a leg of their own from now on. `by`: who saw to it."""

    kind: ClassVar[str] = "round_joined"
    round: str
    who: str
    channel: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLeft(JournalEntry):
    kind: ClassVar[str] = "round_left"
    round: str
    who: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTold(JournalEntry):
    """Somebody of the round was told who joined or left. `of`: the sentence."""

    kind: ClassVar[str] = "round_told"
    of: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCarried(JournalEntry):
    """What stands on the other legs of a round is what should. `legs`: on how many."""

    kind: ClassVar[str] = "message_carried"
    entry: str
    round: str
    legs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFailed(JournalEntry):
    """A leg of a round did not get a message, or not its change."""

    kind: ClassVar[str] = "copy_failed"
    entry: str
    round: str
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStands(JournalEntry):
    """An earlier version could not be taken away on a leg; whoever reads there was asked to delete it."""

    kind: ClassVar[str] = "copy_stands"
    entry: str
    channel: str
    code: str
