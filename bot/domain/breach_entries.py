"""What the journal can say about a breach file; that one was found is `breach_found` (`disclosure_entries.py`).

A file goes by the id of the request whose opening it is about. No entry holds a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNotified(JournalEntry):
    """Somebody noted that it was notified. `to`: "cnil", "person"; `hours`: since it was found; `late`: after the deadline."""

    kind: ClassVar[str] = "breach_notified"
    disclosure: str
    by: str
    to: str
    hours: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachClosed(JournalEntry):
    """`notified`: whether the CNIL had been told; without that, why there is no need stands in the file."""

    kind: ClassVar[str] = "breach_closed"
    disclosure: str
    by: str
    notified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRecalled(JournalEntry):
    """Whoever deals with it was reminded of the deadline. `hours`: until it, below 0 once it is over; `count`: how many were told."""

    kind: ClassVar[str] = "breach_recalled"
    disclosure: str
    hours: int
    count: int
