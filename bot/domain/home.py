"""What somebody sees when they open the bot's own page on a platform: their cases, and where each was spoken of last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import MessageRef
from bot.domain.outgoing import MENU, Button, Opaque
from bot.domain.undertakings import CaseNotice
from redaction import Lang, RedactedText


@dataclass(frozen=True, slots=True)
class CaseAtHome:
    """`latest`: the last post of the case that stands; None where there is none.

    `members`: their display names, None for whom the bot never met. `shared`: they may look at who it is about.
    `told`: what was done about the Code for that person. `ends_at`: when the key of a closed case is destroyed; None for an open one.
    """

    reference: Opaque
    latest: MessageRef | None
    opened_at: datetime
    members: tuple[RedactedText | None, ...]
    told: CaseNotice
    shared: bool = False
    deceased: bool = False
    ends_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.ends_at is None


@dataclass(frozen=True, slots=True)
class Home:
    """The page in the language to use."""

    lang: Lang
    cases: tuple[CaseAtHome, ...] = ()
    buttons: tuple[Button, ...] = MENU
