"""What the journal can say about cases. See `journal.py` for all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(JournalEntry):
    """`by`: a member of the roster, or the fingerprint of an account."""

    kind: ClassVar[str] = "case_opened"
    case: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJoined(JournalEntry):
    kind: ClassVar[str] = "case_joined"
    case: str
    who: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLeft(JournalEntry):
    kind: ClassVar[str] = "case_left"
    case: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTold(JournalEntry):
    """A member of a case was told of a change in it."""

    kind: ClassVar[str] = "member_told"
    case: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(JournalEntry):
    """A colleague took what one message asked for, and joined the case with it."""

    kind: ClassVar[str] = "handed_over"
    case: str
    entry: str
    to: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTold(JournalEntry):
    """Whom a task was handed over to was sent its page."""

    kind: ClassVar[str] = "task_told"
    entry: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(JournalEntry):
    kind: ClassVar[str] = "case_closed"
    case: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShared(JournalEntry):
    """The members of a case may look at who it is about."""

    kind: ClassVar[str] = "case_shared"
    case: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeceased(JournalEntry):
    """The person has died; reminders and receipts stop."""

    kind: ClassVar[str] = "case_deceased"
    case: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesMerged(JournalEntry):
    """Two cases were found to be one. `shared`: how many of its people and things were known in both."""

    kind: ClassVar[str] = "cases_merged"
    case: str
    into: str
    by: str
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDestroyed(JournalEntry):
    """A case's key is gone. `standing`: posts that the platform did not let the bot remove."""

    kind: ClassVar[str] = "case_destroyed"
    case: str
    removed: int
    standing: int
    names: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesForgotten(JournalEntry):
    """Fingerprints of names were erased on request (GDPR art. 17)."""

    kind: ClassVar[str] = "names_forgotten"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityViewed(JournalEntry):
    """A member looked at what a pseudonym stands for, or at an original. `field`: which, never what it says."""

    kind: ClassVar[str] = "identity_viewed"
    case: str
    who: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsked(JournalEntry):
    """Somebody who advises asked for one field."""

    kind: ClassVar[str] = "field_asked"
    case: str
    field: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswered(JournalEntry):
    """The author granted it to them (1), or did not (0)."""

    kind: ClassVar[str] = "field_answered"
    case: str
    field: str
    to: str
    by: str
    granted: int
