"""A poll: a question with answers to choose from. Its words are a text like any other, whose marks tell which part is what.

A platform changes no poll in its place, so one that names somebody is posted anew, and the votes cast so far are lost.
What would not be the same poll any more is not posted as one: `obstacle` names why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.marks import ADDRESSES, Mark, Style

PARTS = frozenset({Style.DESCRIPTION, Style.QUESTION, Style.OPTION, Style.EXPLANATION})
_SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Poll:
    """Of which kind it is. `correct`: the right answers of a quiz, counted from 0; none where the platform does not tell.

    `revoting`: whether a vote may be changed; None where the platform does not tell. `closed`: its votes are counted.
    """

    anonymous: bool = True
    several: bool = False
    quiz: bool = False
    correct: tuple[int, ...] = ()
    revoting: bool | None = None
    closes_at: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PollLimits:
    """The longest parts that a platform takes, in UTF-16 units."""

    question: int
    option: int
    explanation: int
    description: int


@dataclass(frozen=True, slots=True, repr=False)
class Parts:
    """What a poll says. `lead`: what stands before it (a forward's mark, a quote); `None`: there is no such part."""

    lead: str
    question: Mark
    options: tuple[Mark, ...]
    description: Mark | None = None
    explanation: Mark | None = None


def parts_of(body: str, marks: Iterable[Mark]) -> Parts:
    """The parts of a poll's text. Raises `LookupError` where it is none."""
    found = sorted((mark for mark in marks if mark.style in PARTS), key=lambda mark: mark.start)
    one = {mark.style: mark for mark in found if mark.style is not Style.OPTION}
    return Parts(
        lead=body[: found[0].start].rstrip(" \n"),
        question=one[Style.QUESTION],
        options=tuple(mark for mark in found if mark.style is Style.OPTION),
        description=one.get(Style.DESCRIPTION),
        explanation=one.get(Style.EXPLANATION),
    )


def as_text(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks of a poll that is posted as a mere text."""
    return tuple(mark for mark in marks if mark.style not in PARTS)


def obstacle(poll: Poll, body: str, marks: Iterable[Mark], limits: PollLimits | None, now: datetime) -> str | None:
    """A slug for why it cannot be posted as the same poll; None where it can."""
    marks = tuple(marks)
    try:
        parts = parts_of(body, marks)
    except LookupError:
        return "no_question"
    if limits is None or poll.closed:
        return "unsupported" if limits is None else "closed"
    if poll.quiz and not poll.correct:
        return "answer_unknown"
    if poll.closes_at is not None and poll.closes_at < now + _SOON:
        return "closes_soon"
    options = [body[mark.start : mark.end] for mark in parts.options]
    if len(set(options)) < len(options):
        return "same_answers"  # of two that read alike nobody knows which they choose
    return None if _fits(_Measure(body, marks), parts, limits) else "too_long"


class _Measure:
    """How long parts are when they are shown: addresses lie under their links."""

    def __init__(self, body: str, marks: Sequence[Mark]) -> None:
        self._body, self._addresses = body, [mark for mark in marks if mark.style in ADDRESSES]

    def __call__(self, part: Mark | None) -> int:
        if part is None:
            return 0
        under = [mark for mark in self._addresses if part.start <= mark.start and mark.end <= part.end]
        return _units(self._body[part.start : part.end]) - sum(_units(self._body[m.start : m.end]) for m in under)


def _fits(long: _Measure, parts: Parts, limits: PollLimits) -> bool:
    return (
        _units(parts.lead) + 1 + long(parts.description) <= limits.description
        and long(parts.question) <= limits.question
        and long(parts.explanation) <= limits.explanation
        and all(long(option) <= limits.option for option in parts.options)
    )


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
