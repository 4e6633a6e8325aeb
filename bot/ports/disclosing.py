"""What the console's pages and the chats ask of the core about disclosures.

The order in which a page offers things is the policy's (clause C15): first the redacted version (`Offer.redacted`), then to
have a message passed on (`pass_on`), and only then to open a detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.disclosure import Disclosure
from bot.domain.disclosure_wish import Problem, Statement, ToldOutside, VaultField, Wish
from bot.domain.grounds import Ground
from bot.domain.outgoing import Line
from bot.ports.looks import Shown
from redaction import RawText, RedactedText


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who proved both factors on the console, and when. Made by its sign-in alone (`tests/house`): a chat proves one."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """How it ended: a sentence for whoever did it (`line`, without a language), and whether anything `happened`.

    `problems`: what is wrong with a form. `notes`: ids of the private words that are to go out.
    """

    line: Line
    happened: bool = False
    disclosure_id: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done about a case, the least telling first.

    `redacted`: its posts as colleagues read them; `listeners`: how many could pass a message on; `grounds`: on which they may
    ask; `fields`: what could be opened, without what it says; `orphaned`: nobody looks after it.
    """

    case_id: str
    reference: str
    redacted: tuple[RedactedText, ...]
    listeners: int
    grounds: tuple[Ground, ...]
    fields: tuple[VaultField, ...]
    orphaned: bool


@dataclass(frozen=True, slots=True)
class Open:
    """What the one viewer sees, until `until`; nothing of it is kept."""

    shown: tuple[Shown, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """One request as those who deal with it may read it.

    `said`: without details, but for what the reader said; None: the case's key is destroyed, and the texts with it. `may`: slugs of the actions of `bot/handlers/access.py` that are theirs now.
    """

    disclosure: Disclosure
    reference: str
    said: tuple[Statement, ...] | None
    may: frozenset[str]


class Disclosing(Protocol):
    """`by` is who asks, as `Roster.who` says it. What decides or opens takes both factors (`SignedIn`)."""

    async def offer(self, by: str, case_id: str) -> Offer | None:
        """None where they may not ask about it, or it is gone."""

    async def pass_on(self, by: str, case_id: str, message: RawText) -> Done: ...

    async def ask(self, by: str, wish: Wish) -> Done: ...

    async def break_glass(self, by: SignedIn, wish: Wish) -> Done:
        """Open at once, to themself. `wish.viewer` does not matter."""

    async def approve(self, by: SignedIn, disclosure_id: str) -> Done: ...

    async def refuse(self, by: SignedIn, disclosure_id: str, reason: RawText) -> Done: ...

    async def withdraw(self, by: str, disclosure_id: str) -> Done: ...

    async def open(self, by: SignedIn, disclosure_id: str) -> Done:
        """Begin the minutes in which the viewer may look."""

    async def look(self, by: SignedIn, disclosure_id: str) -> Open | Done:
        """What it opens, decrypted for this look; journalled each time. `Done` says why not."""

    async def close(self, by: str, disclosure_id: str) -> Done: ...

    async def tell(self, by: str, disclosure_id: str, told: ToldOutside) -> Done:
        """The viewer says what was told outside, to whom and when."""

    async def contest(self, by: str, disclosure_id: str, reason: RawText) -> Done: ...

    async def answer(self, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done: ...

    async def review(self, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done: ...

    async def story(self, by: str, disclosure_id: str) -> Story | None:
        """None for a request that is not theirs to read, or is none."""

    async def stories(self, by: str) -> tuple[Story, ...]:
        """All that are theirs to read, the latest first, without what was said (`said` is empty)."""
