"""Who has accepted which Code, when they trained last, and what the person supported was told about it.

The Code has its volunteers trained, with an undertaking (clause C4); at the first contact they explain the policy and offer a
copy (clause C7). None of it opens or shuts anything: a message is never held for paperwork. What the person says to it does
(`consents.py`).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.consents import Consent
from bot.domain.papers import Edition
from redaction import Lang

REMINDED_EVERY = timedelta(days=7)
"""Nobody hears of one thing more often."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What somebody has accepted last. `who` as `Roster.who` says it. `trained_at`: None where they have not said so yet."""

    who: str
    edition: Edition
    accepted_at: datetime
    trained_at: datetime | None = None

    def training_due(self, months: int) -> datetime:
        """When the training is to be done again: it begins with the Code, and each one lasts `months`."""
        return months_later(self.trained_at or self.accepted_at, months)


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """What was done for the person of a case: explained when, in which language; a copy offered when; what they said last."""

    case_id: str
    lang: Lang | None = None
    explained_at: datetime | None = None
    copied_at: datetime | None = None
    consent: Consent | None = None

    def complete(self, now: datetime) -> bool:
        """Whether nothing is left to do, for the time being."""
        told = self.explained_at is not None and self.copied_at is not None
        return told and self.consent is not None and self.consent.stands(now)

    @property
    def names_stay_shut(self) -> bool:
        return self.consent is not None and self.consent.names_stay_shut


def months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
