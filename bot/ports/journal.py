"""The journal: how entries are kept, and what the console's page of it asks of the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.entries import JournalEntry


class Kept(Protocol):
    """An entry of the journal as it is kept. `at`: ISO 8601 in UTC; `prev`, `hash`: what chains it; `signature`: the bot's."""

    @property
    def seq(self) -> int: ...

    @property
    def at(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def body(self) -> Mapping[str, Any]: ...

    @property
    def prev(self) -> str: ...

    @property
    def hash(self) -> str: ...

    @property
    def signature(self) -> str: ...


class JournalLog(Protocol):
    @property
    def key(self) -> str:
        """The bot's public key, 64 hex characters, by which its signatures are checked."""

    async def append(self, entry: JournalEntry) -> int: ...

    async def tells(self, kind: str, disclosure: str) -> bool:
        """Whether there is an entry of that kind about a disclosure, by its id."""

    async def since(self, kind: str, moment: datetime) -> Sequence[Kept]:
        """Entries of that kind from `moment` on, oldest first."""

    async def page(self, before: int, most: int, about: Sequence[str] = ()) -> Sequence[Kept]:
        """At most so many entries with a number below `before`, the latest first; of these ids alone, where any is named."""


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
    """Whether the chain and its signatures hold. `entries`: so many hold; `head`: hash of the last that does; `broken_at`: the first that does not."""

    entries: int
    head: str
    broken_at: int | None


class JournalReading(Protocol):
    """`by` is a member; each answers None where it is not theirs."""

    async def page(self, by: str, before: int | None, about: str) -> JournalPage | None:
        """`before`: a number, or the latest. `about`: a case's reference or a request's id; "" for everything."""

    async def prove(self, by: str) -> Proof | None:
        """Walk the whole chain."""
