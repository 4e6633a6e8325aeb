"""What the journal can say about the console: who came in with what, who was refused, what became of a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleLinkMade(JournalEntry):
    """`by`: the member themselves, or "terminal"."""

    kind: ClassVar[str] = "console_link_made"
    member: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleEntered(JournalEntry):
    """Somebody signed in. `how`: "code", or "enrolment" where the first code proves a new telephone."""

    kind: ClassVar[str] = "console_entered"
    member: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleLeft(JournalEntry):
    """Sessions ended before their time. `how`: "signed_out", "all", "right" where the person may not come in any more."""

    kind: ClassVar[str] = "console_left"
    member: str
    how: str
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleRefused(JournalEntry):
    """Somebody who is signed in wanted what is not theirs. `wanted`: the right that it takes."""

    kind: ClassVar[str] = "console_refused"
    member: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRefused(JournalEntry):
    """A code was not good: "wrong", "replayed". Only the journal tells them apart."""

    kind: ClassVar[str] = "factor_refused"
    member: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLocked(JournalEntry):
    """Too many wrong codes: none is looked at for so many minutes."""

    kind: ClassVar[str] = "factor_locked"
    member: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorEnrolled(JournalEntry):
    """Somebody's telephone shows codes from now on. `how`: "first", or "recovery" in the place of a lost one."""

    kind: ClassVar[str] = "factor_enrolled"
    member: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryUsed(JournalEntry):
    """A code on paper was used up. `left`: how many are still good."""

    kind: ClassVar[str] = "recovery_used"
    member: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorReset(JournalEntry):
    """Somebody's second factor was taken away, so that they can set up another."""

    kind: ClassVar[str] = "factor_reset"
    member: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorTold(JournalEntry):
    """The person, or a supervisor, was told of one of these. `of`: which."""

    kind: ClassVar[str] = "factor_told"
    of: str
    outcome: str
