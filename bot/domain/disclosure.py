"""One request to open somebody's details: how far it has come, and what may happen to it next.

The idea is h11's: all that matters about the past is in one word, the state, and a table says which event leads from which
state to which. What is not in the table is out of turn: it is refused and journalled, and nothing changes.

    ASK ──► REQUESTED ──► APPROVED ──► OPENED ──► CLOSED ──► REVIEWED
               │  │ │        │  │        ▲ │         │  ▲       │
               │  │ └─ LAPSED ◄─┘  BREAK_GLASS │     ▼  │       │
               │  └─── WITHDRAWN ◄─┘       └──► CONTESTED ◄─────┘
               └────── REFUSED

- Approvals are counted. `APPROVE` is one of several and changes nothing; `APPROVE_LAST` is the one that was still needed.
  The count is not trusted to the state alone: `open_problem` counts the votes again before anything is decrypted.
- Nothing opens by itself, and nothing waits for ever: what nobody answers lapses, and so does what was approved and not
  opened before its end. Refused, withdrawn and lapsed are ends; whoever wants it still asks anew, and the old stays.
- Opening begins the only time in which the one viewer may look: `view_minutes`, never beyond the end date. Then it is
  closed, by the viewer or by time. A second look on another day is a second request.
- Breaking the glass goes to OPENED at once. It owes a review: the votes of others, after it is closed, so that nobody is cut
  off while they help. Agreeing voices decide (`verdict`); `REVIEW_LAST` is the vote that does it.
- Whoever knows the person may contest an opening while it lasts, which shuts it, or later. It is answered with reasons. An
  answer leads to REVIEWED, but back to CLOSED where a review is still owed (`ANSWER_FIRST`); a review that ends while a
  contest waits leaves it waiting.
- What was told outside is said by the viewer, once or more often, in any state after the opening: it moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.grounds import Effect, Ground


class State(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OPENED = "opened"
    CLOSED = "closed"
    CONTESTED = "contested"
    REVIEWED = "reviewed"


class Event(StrEnum):
    APPROVE = "approve"
    APPROVE_LAST = "approve_last"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    OPEN = "open"
    LOOK = "look"
    CLOSE = "close"
    TELL = "tell"
    CONTEST = "contest"
    ANSWER = "answer"
    ANSWER_FIRST = "answer_first"
    REVIEW = "review"
    REVIEW_LAST = "review_last"


class Start(StrEnum):
    ASK = "ask"
    BREAK_GLASS = "break_glass"


BEGINS: Mapping[Start, State] = {Start.ASK: State.REQUESTED, Start.BREAK_GLASS: State.OPENED}

TABLE: Mapping[tuple[State, Event], State] = {
    (State.REQUESTED, Event.APPROVE): State.REQUESTED,
    (State.REQUESTED, Event.APPROVE_LAST): State.APPROVED,
    (State.REQUESTED, Event.REFUSE): State.REFUSED,
    (State.REQUESTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.REQUESTED, Event.LAPSE): State.LAPSED,
    (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.LAPSE): State.LAPSED,
    (State.APPROVED, Event.OPEN): State.OPENED,
    (State.OPENED, Event.LOOK): State.OPENED,
    (State.OPENED, Event.TELL): State.OPENED,
    (State.OPENED, Event.CLOSE): State.CLOSED,
    (State.OPENED, Event.CONTEST): State.CONTESTED,
    (State.CLOSED, Event.TELL): State.CLOSED,
    (State.CLOSED, Event.CONTEST): State.CONTESTED,
    (State.CLOSED, Event.REVIEW): State.CLOSED,
    (State.CLOSED, Event.REVIEW_LAST): State.REVIEWED,
    (State.CONTESTED, Event.TELL): State.CONTESTED,
    (State.CONTESTED, Event.REVIEW): State.CONTESTED,
    (State.CONTESTED, Event.REVIEW_LAST): State.CONTESTED,
    (State.CONTESTED, Event.ANSWER): State.REVIEWED,
    (State.CONTESTED, Event.ANSWER_FIRST): State.CLOSED,
    (State.REVIEWED, Event.TELL): State.REVIEWED,
    (State.REVIEWED, Event.CONTEST): State.CONTESTED,
}

WAITING = frozenset({State.REQUESTED, State.APPROVED})
"""Nothing was opened yet, and it still may be."""
WAS_OPEN = frozenset({State.OPENED, State.CLOSED, State.CONTESTED, State.REVIEWED})


class OutOfTurn(Exception):
    """The table has no row for it. `str()` names the state and the event."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event} in state {state}")


def after(state: State, event: Event) -> State:
    """The state that follows. Raises `OutOfTurn`."""
    try:
        return TABLE[state, event]
    except KeyError:
        raise OutOfTurn(state, event) from None


class Consent(StrEnum):
    """What was done about the person's consent before their details are given on (clause C11)."""

    GIVEN = "given"
    REFUSED = "refused"
    IMPOSSIBLE = "impossible"
    NOT_NEEDED = "not_needed"
    """For grounds that do not ask for it: the person themself asks, or is to be warned."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody's word: `yes` approves, or says that an opening was right."""

    who: str
    yes: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Where a request stands: ids, codes and times. Its texts are sealed apart, under the case's key.

    `ground`: with the rules and the version that it had then. `by`, `viewer`, `complained_of`: as `Roster.who` says it.
    `fields`: what is to be opened, as `bot.handlers.opening.field_of` names it, "Person_A". `lapses_at`: when nobody having
    answered ends it; `ends_at`: the end date; `closes_at`: when the view ends. `told_outside_at`: when the viewer last said
    what they told, or that they told nothing. `reminded_at`: when whoever is awaited was last reminded. `ended_at`: when it was
    refused, withdrawn or lapsed.
    """

    disclosure_id: str
    case_id: str
    ground: Ground
    state: State
    by: str
    viewer: str
    fields: tuple[str, ...]
    consent: Consent
    asked_at: datetime
    lapses_at: datetime
    ends_at: datetime
    complained_of: tuple[str, ...] = ()
    approvals: tuple[Vote, ...] = ()
    reviews: tuple[Vote, ...] = ()
    broken_glass: bool = False
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    told_outside_at: datetime | None = None
    members_told_at: datetime | None = None
    contested_by: str | None = None
    reminded_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def approved(self) -> bool:
        """Whether so many different others agreed as the ground demands."""
        return len({vote.who for vote in self.approvals if vote.yes} - {self.by}) >= self.ground.approvals

    @property
    def review_owed(self) -> bool:
        return self.broken_glass and self.verdict is None

    @property
    def review_due(self) -> datetime | None:
        """Until when it is to be reviewed; None where no review is owed."""
        review = self.ground.review
        if not self.review_owed or review is None or self.opened_at is None:
            return None
        return self.opened_at + timedelta(hours=review.hours)

    @property
    def verdict(self) -> bool | None:
        """What the reviewers agree on: True, it was right; None, not so many agree yet. Two who differ wait for a third."""
        needed = self.ground.review.count if self.ground.review else 0
        for yes in (True, False):
            agreeing = {vote.who for vote in self.reviews if vote.yes is yes} - {self.by, self.viewer}
            if needed and len(agreeing) >= needed:
                return yes
        return None

    @property
    def tell_members_at(self) -> datetime | None:
        """When the case's volunteers are to hear of the opening; None before there is one."""
        return self.opened_at + timedelta(days=self.ground.tell_after_days) if self.opened_at else None

    def has_voted(self, who: str) -> bool:
        return any(vote.who == who for vote in (*self.approvals, *self.reviews))


def open_problem(disclosure: Disclosure, who: str, now: datetime) -> str | None:
    """Why `who` may not open it now, whatever its state says, as a slug; None if they may.

    Looked at again before each decryption: somebody may have written into the database, or the clock run on.
    """
    if who != disclosure.viewer:
        return "not_the_viewer"
    if not (disclosure.approved or disclosure.broken_glass):
        return "not_approved"
    if disclosure.broken_glass and disclosure.ground.review is None:
        return "no_break_glass"
    if now >= disclosure.ends_at:
        return "ended"
    if disclosure.state is State.OPENED and (disclosure.closes_at is None or now >= disclosure.closes_at):
        return "ended"
    return None


def closing_time(disclosure: Disclosure, now: datetime) -> datetime:
    """When a view that begins now ends: after its minutes, never beyond the end date."""
    return min(now + timedelta(minutes=disclosure.ground.view_minutes), disclosure.ends_at)


def settled(disclosure: Disclosure) -> bool:
    """Whether nothing is awaited any more, so that nobody need look at it again."""
    if disclosure.state not in WAS_OPEN:
        return disclosure.state not in WAITING
    if disclosure.state in (State.OPENED, State.CONTESTED) or disclosure.review_owed:
        return False
    told = disclosure.told_outside_at is not None or disclosure.ground.effect is Effect.NAME_LISTENER
    return told and disclosure.members_told_at is not None
