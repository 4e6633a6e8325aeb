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
from bot.domain.proof import Proof, SignedIn, Typed
from bot.domain.roster import Role
from bot.ports.looks import Shown
from redaction import RawText, RedactedText


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
    ask; `fields`: what could be opened, without what it says; `orphaned`: nobody looks after it; `at`: when it was looked up.
    """

    case_id: str
    reference: str
    redacted: tuple[RedactedText, ...]
    listeners: int
    grounds: tuple[Ground, ...]
    fields: tuple[VaultField, ...]
    orphaned: bool
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Colleague:
    """Somebody of the association, so that a page can say who did what. `here`: roles that count now; none once they left."""

    who: str
    name: RawText
    here: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Open:
    """What the one viewer sees, from `at` until `until`; nothing of it is kept."""

    shown: tuple[Shown, ...]
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """One request as those who deal with it may read it.

    `said`: without details, but for what the reader said; None: the case's key is destroyed, and the texts with it. `may`: slugs of the actions of `bot/handlers/access.py` that are theirs now.
    `taken_back`: when the person took their consent back; `breach`: there is a breach file that is theirs to read.
    """

    disclosure: Disclosure
    reference: str
    said: tuple[Statement, ...] | None
    may: frozenset[str]
    taken_back: tuple[datetime, ...] = ()
    breach: bool = False


class Disclosing(Protocol):
    """`by` is who asks, as `Roster.who` says it. What decides or opens takes both factors (`bot/domain/proof.py`).

    `once`: what a form is called; one that was handed in before does nothing more, and is answered as it was then.
    """

    async def offer(self, by: str, case_id: str) -> Offer | None:
        """None where they may not ask about it, or it is gone."""

    async def offer_of(self, by: str, reference: str) -> Offer | None:
        """The same by the case's reference, "C-7K2P4"."""

    async def may(self, by: str) -> frozenset[str]:
        """Of "request_disclosure" and "break_glass" what they may do on any ground, about a case that does not bar them."""

    async def colleagues(self, by: str) -> tuple[Colleague, ...]:
        """Everybody on the roster, and who was; nobody for whom the pages of requests are not."""

    async def alert(self, by: str, case_id: str, once: str = "") -> Done:
        """Tell those who support the person that they may be in danger: they usually hold the number."""

    async def pass_on(self, by: str, case_id: str, message: RawText, once: str = "") -> Done: ...

    async def ask(self, by: str, wish: Wish, once: str = "") -> Done: ...

    async def break_glass(self, by: Proof, wish: Wish, once: str = "") -> Done:
        """Open at once, to themself. `wish.viewer` does not matter."""

    async def before_agreeing(self, by: str, disclosure_id: str) -> Done | None:
        """Why they cannot agree, before a code is asked for and used up; None where they can."""

    async def approve(self, by: Typed, disclosure_id: str) -> Done: ...

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
