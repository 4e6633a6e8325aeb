"""Who has accepted the Code and trained, and what the persons supported were told, as the handlers ask for it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.cases import Case
from bot.domain.consents import Consent
from bot.domain.papers import Edition
from bot.domain.undertakings import CaseNotice, Undertaking
from redaction import Lang


class Undertakings(Protocol):
    """`who` is what `Roster.who` says; what an account accepted is the member's once it is linked."""

    async def of(self, who: str) -> Undertaking | None:
        """What somebody accepted last; None where they never accepted anything."""

    async def standing(self) -> list[Undertaking]:
        """The same of everybody who has accepted something."""

    async def accept(self, who: str, edition: Edition, now: datetime) -> bool:
        """False, and nothing happens, where just this was accepted already."""

    async def trained(self, who: str, now: datetime) -> None: ...

    async def reminded(self, who: str, about: str) -> datetime | None:
        """When they were last told of `about`."""

    async def remind(self, who: str, about: str, now: datetime) -> None:
        """They are being told of it now."""

    async def settled(self, who: str, about: str) -> None:
        """There is nothing to remind them of any more."""

    async def asked(self, about: str) -> list[str]:
        """Everybody who was told of `about` and has not settled it."""


class CaseNotices(Protocol):
    """What was done about the Code for the person of each case."""

    async def of(self, case_id: str) -> CaseNotice: ...

    async def explained(self, case_id: str, by: str, lang: Lang, now: datetime) -> None: ...

    async def copy_offered(self, case_id: str, by: str, now: datetime) -> None: ...

    async def consent(self, case_id: str, by: str, consent: Consent) -> None:
        """What they said; what they had said before is kept. Which of it counts: `consents.standing`."""

    async def consents(self, case_id: str) -> list[Consent]:
        """All that they said, oldest first."""

    async def carry(self, case_id: str, into: str) -> None:
        """Two cases are one person: what was done in either was done for both."""

    async def missing(self, opened_before: datetime, now: datetime) -> list[Case]:
        """Open cases, older than that, in which it is not done: none in which the person died, none of one's own burden."""
