"""How often those who know a person can be alerted: so often that no danger is missed, and no oftener, or nobody heeds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

OF_CASE, CASE_WITHIN = 3, timedelta(minutes=15)
"""Whoever sends them: three tell the members of a case that somebody is in danger; the fourth tells them nothing new."""
OF_PERSON, PERSON_WITHIN = 6, timedelta(hours=1)
"""About whichever cases."""
LOOKED_BACK = max(CASE_WITHIN, PERSON_WITHIN)


@dataclass(frozen=True, slots=True)
class Alerted:
    """One alert that went out. `by`: as `Roster.who` says it."""

    at: datetime
    case_id: str
    by: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """Why none goes out now. `about`: "case" or "person"; `count`: how many did lately; `again_at`: when the next can."""

    about: str
    count: int
    again_at: datetime


def too_many(sent: Iterable[Alerted], case_id: str, by: str, now: datetime) -> TooMany | None:
    """Whether one more about this case, by this person, would be too many; `sent`: those of `LOOKED_BACK`, in any order."""
    known = tuple(sent)
    of_case = [one.at for one in known if one.case_id == case_id and now - one.at < CASE_WITHIN]
    if len(of_case) >= OF_CASE:
        return TooMany("case", len(of_case), sorted(of_case)[-OF_CASE] + CASE_WITHIN)
    of_person = [one.at for one in known if one.by == by and now - one.at < PERSON_WITHIN]
    if len(of_person) >= OF_PERSON:
        return TooMany("person", len(of_person), sorted(of_person)[-OF_PERSON] + PERSON_WITHIN)
    return None
