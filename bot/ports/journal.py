"""What the console's page of the journal asks of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry. `at`: as it is kept, ISO 8601 in UTC. `slots`: for its sentence, `journal.<kind>`; None where it is not theirs to read (clause C14)."""

    number: int
    at: str
    kind: str
    slots: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """`rows`: the latest first. `older`: what to ask for next; None where there is nothing older."""

    rows: tuple[JournalRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the chain holds. `entries`: so many hold; `head`: hash of the last that does; `broken_at`: the first that does not."""

    entries: int
    head: str
    broken_at: int | None


class JournalReading(Protocol):
    """`by` is a member; each answers None where it is not theirs."""

    async def page(self, by: str, before: int | None, about: str) -> JournalPage | None:
        """`before`: a number, or the latest. `about`: a case's reference or a request's id; "" for everything."""

    async def prove(self, by: str) -> Proof | None:
        """Walk the whole chain."""
