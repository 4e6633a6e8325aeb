"""Breach files: how they are kept, and what the console's pages ask of the core about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.breach import Breach
from bot.domain.disclosure import Disclosure
from bot.domain.proof import SignedIn
from bot.ports.disclosing import Done
from redaction import RawText


class Breaches(Protocol):
    """Each is sealed whole, as requests are. Reading one that somebody changed by hand raises `Tampered`."""

    async def of(self, disclosure_id: str) -> Breach | None: ...

    async def keep(self, breach: Breach) -> None: ...

    async def running(self) -> list[str]:
        """Ids of those whose clock runs, oldest first."""

    async def every(self) -> list[str]:
        """Ids of all, the latest first."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at what was opened."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """One file as whoever deals with it reads it: ids, kinds and times, never a value.

    `looks`: from the journal; `outside`: whether the viewer said that something was told outside, None where they have not;
    `may`: slugs of what is theirs to do now; `at`: when it was read, for the countdown.
    `association`, `contact`: for the drafts, blank where the settings do not say.
    """

    breach: Breach
    disclosure: Disclosure
    reference: str
    looks: tuple[Looked, ...]
    outside: bool | None
    may: frozenset[str]
    at: datetime
    association: str = ""
    contact: str = ""


class BreachDesk(Protocol):
    """`by` is who asks, as `Roster.who` says it."""

    async def files(self, by: str) -> tuple[File, ...]:
        """All that are theirs to read, the latest first."""

    async def file(self, by: str, disclosure_id: str) -> File | None:
        """None for one that is not theirs, or is none."""

    async def notify(self, by: SignedIn, disclosure_id: str, reason: RawText, *, person: bool) -> Done:
        """The CNIL was told, or the person was (`person`). `reason`: when, how, and why if it was late."""

    async def close(self, by: SignedIn, disclosure_id: str, reason: RawText) -> Done: ...
