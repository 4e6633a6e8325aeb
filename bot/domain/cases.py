"""A case: one person supported and those around them, under an opaque reference, with members (policy clauses C3, C5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CODE_ALPHABET


class CaseStatus(StrEnum):
    """A closed case waits for its key to be destroyed, and late answers in its threads still find it; then nothing opens."""

    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"
    """It was found to be another case too, and lives on there."""
    DESTROYED = "destroyed"


class Purpose(StrEnum):
    """Why a case shares what it shares (clause C3)."""

    CO_WORKING = "co_working"
    GUIDANCE = "guidance"
    OWN_SUPPORT = "own_support"


class How(StrEnum):
    """How somebody came to be a member."""

    AUTHOR = "author"
    """Wrote the consult that opened it."""
    OPENED = "opened"
    INVITED = "invited"
    TOOK_OVER = "took_over"
    NAMED = "named"
    """Named for an orphaned case by a supervisor and a second person."""
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Case:
    """One case as the database holds it in clear: nothing of it tells whose it is."""

    case_id: str
    reference: str
    status: CaseStatus
    opened_at: datetime
    closed_at: datetime | None = None
    destroyed_at: datetime | None = None
    purpose: Purpose = Purpose.GUIDANCE
    deceased: bool = False
    """The person has died: reminders and receipts stop."""
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class CaseMember:
    """`who`: a member of the roster, or the fingerprint of an account that is not on it."""

    who: str
    how: How
    joined_at: datetime


_REFERENCE = re.compile(rf"\s*c?[-\s]?([{CODE_ALPHABET}]{{5}})\s*", re.IGNORECASE)


def reference_in(text: str) -> str | None:
    """The case that somebody means by `text`: "C-7K2P4", "c7k2p4", "7k2p4"; None if it is no reference."""
    found = _REFERENCE.fullmatch(text)
    return f"C-{found[1].upper()}" if found else None
