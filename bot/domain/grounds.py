"""Grounds on which somebody's identity may be opened. They are data (`config/grounds.yaml`), each association's own.

The charity's policy names three to third parties (clauses C12, C13, C14) and one inside (C8); GDPR adds what the data lead
owes people. What the policy is silent on, who decides, how many must agree and for how long, the board adopts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.roster import Role


class QuestionKind(StrEnum):
    TICK = "tick"
    """A test that must hold: without the tick there is no request."""
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the form asks. `wanted`: it must be answered."""

    question_id: str
    kind: QuestionKind
    wanted: bool = True


class Excluded(StrEnum):
    """Whose hands a request never passes through, beside its maker's own, who never approves."""

    VIEWER = "viewer"
    """Who is to look decides nothing."""
    MEMBERS = "members"
    """Who supports the person decides nothing."""
    COMPLAINED_OF = "complained_of"
    """Who is complained of neither asks, decides nor looks (clause C14)."""


class Effect(StrEnum):
    LOOK = "look"
    """Named details open to one viewer, for minutes."""
    NAME_LISTENER = "name_listener"
    """The viewer becomes a member of a case that nobody looks after."""


@dataclass(frozen=True, slots=True)
class Review:
    """What follows when it was opened without anybody's approval: so many of these roles say within `hours` whether it was right."""

    count: int
    roles: tuple[Role, ...]
    hours: int


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground, as it stood when somebody asked on it.

    `version`: of the file; `source`: the articles and clauses that it comes from; `ask`, `approve`, `view`: the roles that
    may; `approvals`: how many must; `consent_sought`: the person must have been asked, or it must be said why not;
    `tell_after_days`: when the case's volunteers hear of an opening, 0 for at once; `view_minutes`: how long it stays open;
    `waits_days`: until an unanswered request lapses; `longest_days`: the latest end date; `review`: None where it cannot be
    opened without approval.
    """

    ground_id: str
    version: str
    source: tuple[str, ...]
    ask: tuple[Role, ...]
    approve: tuple[Role, ...]
    view: tuple[Role, ...]
    questions: tuple[Question, ...] = ()
    approvals: int = 1
    excluded: tuple[Excluded, ...] = ()
    consent_sought: bool = True
    tell_after_days: int = 0
    view_minutes: int = 15
    waits_days: int = 7
    longest_days: int = 30
    effect: Effect = Effect.LOOK
    review: Review | None = None

    @property
    def deciding(self) -> tuple[Role, ...]:
        """Roles that decide anything about it: approve, or review afterwards."""
        return tuple(dict.fromkeys((*self.approve, *(self.review.roles if self.review else ()))))


@dataclass(frozen=True, slots=True)
class Short:
    """A ground for which there are too few people. `what`: "ask", "approve" or "review"; `needed` beside whoever asks."""

    ground_id: str
    what: str
    needed: int
    there: int


def too_few(grounds: Iterable[Ground], people: Sequence[frozenset[Role]]) -> tuple[Short, ...]:
    """What cannot be done with these people (the roles of each), whoever of them asks: nobody decides on their own request."""
    return tuple(short for ground in grounds for short in _short(ground, people))


def _short(ground: Ground, people: Sequence[frozenset[Role]]) -> Iterable[Short]:
    askers = [number for number, roles in enumerate(people) if not roles.isdisjoint(ground.ask)]
    if not askers:
        yield Short(ground.ground_id, "ask", 1, 0)
        return
    deciders = [("approve", ground.approvals, ground.approve)]
    if ground.review:
        deciders.append(("review", ground.review.count, ground.review.roles))
    for what, needed, wanted in deciders:
        able = {number for number, roles in enumerate(people) if not roles.isdisjoint(wanted)}
        there = min(len(able - {asker}) for asker in askers)
        if there < needed:
            yield Short(ground.ground_id, what, needed, there)
