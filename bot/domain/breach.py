"""A breach file: an identity was opened outside the rules, and the law's clock runs (GDPR articles 33 and 34, recital 85).

    FIND ──► OPEN ──► NOTIFIED ──► CLOSED
               │          ▲ │         │
               │          └─┘ NOTIFY  │
               └──── CLOSE ──────────►┘ ──► OPEN again by FIND

- Only an opening that was found not to have been right begins one (`bot/handlers/disclosure/answering.py`): rescue must not be
  punished. A second finding about the same opening begins no second file; a file that was closed opens again, and its clock too.
- `NOTIFY` tells the CNIL, and can be taken again: article 33(4) lets it come in stages. The person is told apart from that
  (article 34), which moves no state.
- `CLOSE` takes reasons either way: without a notice, why there is no risk (article 33(1)); after one, what was done.
- Everything in it is ids, kinds, times and what somebody wrote, redacted: it has to be kept when the case's key is destroyed
  (article 33(5)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from redaction import Family, RedactedText

NOTIFY_WITHIN = timedelta(hours=72)
"""Article 33(1), from when the association is aware of it. A setting: a longer time was proposed."""
_BEFORE = (timedelta(hours=48), timedelta(hours=24), timedelta(hours=6))
"""How long before the deadline the data lead hears of it again: after 24, 48 and 66 of 72 hours."""
_OVERDUE_EVERY = timedelta(days=1)


class BreachState(StrEnum):
    OPEN = "open"
    NOTIFIED = "notified"
    CLOSED = "closed"


class BreachEvent(StrEnum):
    FIND = "find"
    NOTIFY = "notify"
    TELL_PERSON = "tell_person"
    CLOSE = "close"


TABLE: Mapping[tuple[BreachState, BreachEvent], BreachState] = {
    (BreachState.OPEN, BreachEvent.FIND): BreachState.OPEN,
    (BreachState.OPEN, BreachEvent.NOTIFY): BreachState.NOTIFIED,
    (BreachState.OPEN, BreachEvent.TELL_PERSON): BreachState.OPEN,
    (BreachState.OPEN, BreachEvent.CLOSE): BreachState.CLOSED,
    (BreachState.NOTIFIED, BreachEvent.FIND): BreachState.NOTIFIED,
    (BreachState.NOTIFIED, BreachEvent.NOTIFY): BreachState.NOTIFIED,
    (BreachState.NOTIFIED, BreachEvent.TELL_PERSON): BreachState.NOTIFIED,
    (BreachState.NOTIFIED, BreachEvent.CLOSE): BreachState.CLOSED,
    (BreachState.CLOSED, BreachEvent.FIND): BreachState.OPEN,
}


class Why(StrEnum):
    """What found it."""

    NOT_UPHELD = "not_upheld"
    CONTEST = "contest"


@dataclass(frozen=True, slots=True)
class BreachStep:
    """Something that was done about it. `reason`: what they wrote, redacted; None where only the finding is told."""

    event: BreachEvent
    by: str
    at: datetime
    reason: RedactedText | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """One file; a request has one at most.

    `kinds`: of the details that were opened; `found_at`: when the association became aware; `due_at`: until when the CNIL is to
    be told, as the settings were then; `reminded`: how many of `reminders` are over.
    """

    disclosure_id: str
    case_id: str
    kinds: tuple[Family, ...]
    state: BreachState
    found_at: datetime
    due_at: datetime
    steps: tuple[BreachStep, ...] = ()
    reminded: int = 0

    @property
    def notified_at(self) -> datetime | None:
        """When the CNIL was first told since it was found."""
        return self._first(BreachEvent.NOTIFY)

    @property
    def person_told_at(self) -> datetime | None:
        return self._first(BreachEvent.TELL_PERSON)

    @property
    def clock_runs(self) -> bool:
        """Whether the deadline still counts: nobody told the CNIL, nor said why there is no need."""
        return self.state is BreachState.OPEN

    def _first(self, event: BreachEvent) -> datetime | None:
        return next((step.at for step in self.steps if step.event is event and step.at >= self.found_at), None)


def found(
    before: Breach | None, disclosure_id: str, case_id: str, kinds: tuple[Family, ...], why: Why, at: datetime,
    within: timedelta,
) -> Breach:  # fmt: skip
    """The file of an opening that was found not right: a new one, or the one there is, opened again if it was closed."""
    step = BreachStep(BreachEvent.FIND, why.value, at)
    if before is None:
        return Breach(disclosure_id, case_id, kinds, BreachState.OPEN, at, at + within, (step,))
    if before.state is not BreachState.CLOSED:
        return replace(before, steps=(*before.steps, step))
    again = replace(before, state=BreachState.OPEN, found_at=at, due_at=at + within, reminded=0)
    return replace(again, steps=(*before.steps, step))


def done(breach: Breach, event: BreachEvent, by: str, at: datetime, reason: RedactedText) -> Breach | None:
    """The file after a step; None where the table has no row for it."""
    state = TABLE.get((breach.state, event))
    return replace(breach, state=state, steps=(*breach.steps, BreachStep(event, by, at, reason))) if state else None


def late(breach: Breach, at: datetime) -> bool:
    """Whether a first notice then comes after the deadline: article 33(1) wants the reasons for that too."""
    return breach.notified_at is None and at > breach.due_at


def reminders(breach: Breach, until: datetime) -> tuple[datetime, ...]:
    """When the data lead is reminded, up to `until`: before the deadline, at it, and every day after."""
    before = [breach.due_at - ahead for ahead in _BEFORE if breach.due_at - ahead > breach.found_at]
    days = max(0, (until - breach.due_at) // _OVERDUE_EVERY)
    after = [breach.due_at + _OVERDUE_EVERY * day for day in range(days + 1)]
    return tuple(at for at in (*before, *after) if at <= until)
