"""What the pages of our own ask of the core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from redaction import RawText


@dataclass(frozen=True, slots=True)
class Look:
    """What a link is about: a case by its reference, and a pseudonym in it; "" where it is a whole task."""

    reference: str
    pseudonym: str


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """One line of a page: a pseudonym, and one way in which what it stands for was written."""

    pseudonym: str
    value: RawText

    def __repr__(self) -> str:
        return f"<Shown {self.pseudonym}>"


class Looks(Protocol):
    async def asked(self, token: str) -> Look | None:
        """What the page behind a link would show; None for a link that is used up, too old, or never was."""

    async def look(self, token: str) -> tuple[Shown, ...] | None:
        """What it shows, once; None where the link is no good, or they may not any more."""
