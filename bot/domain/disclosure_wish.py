"""What somebody wants opened, and what is wrong with it. The form is the same wherever it is filled in.

Texts are sealed as soon as they arrive (`RawText`); a problem is a slug and never quotes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.disclosure import Consent
from bot.domain.grounds import Effect, Excluded, Ground, QuestionKind
from redaction import Family, Lang, RawText

CHARITY = "charity"
"""In `complained_of`: the complaint is about the association, and about nobody in particular."""
MOST_FIELDS = 5
"""In one request: only what is strictly necessary (clause C15)."""

Answered = RawText | datetime | bool


@dataclass(frozen=True, slots=True)
class VaultField:
    """One thing of a case that could be opened, without what it says. `name`: "Person_A"; `pseudonym`: "[Person A]"."""

    name: str
    pseudonym: str
    family: Family


@dataclass(frozen=True, slots=True, repr=False)
class ConsentGiven:
    """What was done about consent. Given: the words, their language, the day. Refused or impossible: why it is asked for yet."""

    how: Consent
    words: RawText = field(default_factory=lambda: RawText(""))
    lang: Lang | None = None
    on: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Particulars:
    """What a request says in words: sealed under the case's key, and destroyed with it.

    `addressee`: whom it is told to outside, "" for nobody; `reasons`: why each field is needed; `answers`: to the ground's
    questions; `instead`: why neither the redacted version nor passing a message on will do.
    """

    addressee: RawText
    reasons: Mapping[str, RawText]
    answers: Mapping[str, Answered]
    consent: ConsentGiven
    instead: RawText


@dataclass(frozen=True, slots=True, repr=False)
class ToldOutside:
    """What the viewer told, to whom and when; `outside` False: nothing, to nobody."""

    outside: bool
    what: RawText = field(default_factory=lambda: RawText(""))
    to: RawText = field(default_factory=lambda: RawText(""))
    on: datetime | None = None


class StatementKind(StrEnum):
    REQUEST = "request"
    REFUSAL = "refusal"
    TOLD = "told"
    CONTEST = "contest"
    ANSWER = "answer"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """What somebody said about a disclosure, in words."""

    disclosure_id: str
    kind: StatementKind
    by: str
    at: datetime
    content: Particulars | ToldOutside | RawText


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """A request before it is one. `viewer`: a member of the roster; `ends_at`: until when it may be opened."""

    ground_id: str
    case_id: str
    viewer: str
    ends_at: datetime
    particulars: Particulars
    complained_of: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.particulars.reasons)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a wish. `code`: a key `disclosure.problem_<code>`; `about`: the field or question."""

    code: str
    about: str = ""


def problems(wish: Wish, ground: Ground, known: Iterable[str], now: datetime, *, glass: bool = False) -> list[Problem]:
    """What keeps the wish from being a request; `known`: names of the fields that the case has.

    `glass`: the glass is broken; then what can be said later (why nothing else will do) need not be said now.
    """
    return [
        *_of_fields(wish, ground, frozenset(known)),
        *_of_answers(wish, ground),
        *_of_consent(wish.particulars.consent, ground, glass=glass),
        *_of_the_rest(wish, ground, now, glass=glass),
    ]


def _of_fields(wish: Wish, ground: Ground, known: frozenset[str]) -> Iterator[Problem]:
    if ground.effect is Effect.NAME_LISTENER:
        if wish.fields:
            yield Problem("fields_unwanted")
        return
    if not wish.fields:
        yield Problem("no_field")
    if len(wish.fields) > MOST_FIELDS:
        yield Problem("too_many_fields")
    for name, reason in wish.particulars.reasons.items():
        if name not in known:
            yield Problem("unknown_field")
        elif not reason:
            yield Problem("no_reason", name)


def _of_answers(wish: Wish, ground: Ground) -> Iterator[Problem]:
    kinds = {QuestionKind.TICK: bool, QuestionKind.TEXT: RawText, QuestionKind.DATE: datetime}
    asked = {question.question_id: question for question in ground.questions}
    for name in wish.particulars.answers.keys() - asked.keys():
        yield Problem("unknown_question", name if len(name) <= 40 and name.isidentifier() else "")
    for name, question in asked.items():
        answer = wish.particulars.answers.get(name)
        if answer is not None and not isinstance(answer, kinds[question.kind]):
            yield Problem("wrong_kind", name)
        elif question.kind is QuestionKind.TICK and answer is not True:
            yield Problem("not_ticked", name)
        elif question.wanted and not answer:
            yield Problem("not_answered", name)


def _of_consent(consent: ConsentGiven, ground: Ground, *, glass: bool) -> Iterator[Problem]:
    if consent.how is Consent.NOT_NEEDED:
        if ground.consent_sought:
            yield Problem("consent_missing")
    elif not consent.words and not glass:
        yield Problem("consent_words")
    elif consent.how is Consent.GIVEN and (consent.lang is None or consent.on is None):
        yield Problem("consent_when")


def _of_the_rest(wish: Wish, ground: Ground, now: datetime, *, glass: bool) -> Iterator[Problem]:
    if not now < wish.ends_at <= now + timedelta(days=ground.longest_days):
        yield Problem("end_date", str(ground.longest_days))
    if Excluded.COMPLAINED_OF in ground.excluded and not wish.complained_of:
        yield Problem("complained_of_missing")
    if not wish.particulars.instead and not glass and ground.effect is Effect.LOOK:
        yield Problem("instead_missing")
