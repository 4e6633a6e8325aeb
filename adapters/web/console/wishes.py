"""Reads a form into a wish, and says beside which field each problem stands. Nothing that was typed is kept here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.disclosure import Consent
from bot.domain.disclosure_wish import (
    CHARITY,
    Answered,
    ConsentGiven,
    Particulars,
    Problem,
    ToldOutside,
    VaultField,
    Wish,
)
from bot.domain.grounds import Ground, Question, QuestionKind
from bot.ports.disclosing import Colleague, Offer
from redaction import Lang, RawText

Fields = Mapping[str, str]
_LONGEST = 4000
_DAYS = (1, 2, 3, 7, 14, 30, 60, 90)
_BESIDE = {
    "no_field": "fields",
    "too_many_fields": "fields",
    "unknown_field": "fields",
    "fields_unwanted": "fields",
    "consent_missing": "consent",
    "consent_words": "consent_words",
    "consent_when": "consent_on",
    "end_date": "days",
    "complained_of_missing": "complained_of",
    "complained_of_unknown": "complained_of",
    "instead_missing": "instead",
    "viewer": "viewer",
}
"""Beside which field a problem stands; what is not here is about the whole form."""


def text_in(fields: Fields, name: str) -> RawText:
    return RawText(fields.get(name, "").strip()[:_LONGEST])


def day_in(fields: Fields, name: str) -> datetime | None:
    """A day as browsers send it, "2026-03-02"; its noon, which is the same day in all of Europe."""
    try:
        day = datetime.strptime(fields.get(name, ""), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return day + timedelta(hours=12)


def days_for(ground: Ground) -> list[int]:
    """How long it may be open to be opened."""
    return [*(days for days in _DAYS if days < ground.longest_days), ground.longest_days]


def wish_in(fields: Fields, offer: Offer, ground: Ground, colleagues: Iterable[Colleague]) -> Wish:
    """The request that a form asks for; what is wrong with it, the core says."""
    particulars = Particulars(
        addressee=text_in(fields, "addressee"),
        reasons={name: text_in(fields, f"reason_{name}") for name in _chosen(fields, offer.fields)},
        answers=_answers(fields, ground),
        consent=_consent(fields),
        instead=text_in(fields, "instead"),
    )
    people = [CHARITY, *(one.who for one in colleagues)]
    return Wish(
        ground_id=ground.ground_id,
        case_id=offer.case_id,
        viewer=fields.get("viewer", ""),
        ends_at=_end(fields, offer.at),
        particulars=particulars,
        complained_of=tuple(who for who in people if fields.get(f"complained_{who}")),
    )


def glass_in(fields: Fields, offer: Offer, ground: Ground, by: str, lang: Lang) -> Wish:
    """The same of the short form: one reason for every detail, and consent given is given now, in words that can follow."""
    answers = _answers(fields, ground)
    texts = [answer for answer in answers.values() if isinstance(answer, RawText) and answer]
    reason = texts[0] if texts else text_in(fields, "reason")
    how = _consent(fields).how
    now = (lang, offer.at) if how is Consent.GIVEN else (None, None)
    particulars = Particulars(
        addressee=RawText(""),
        reasons=dict.fromkeys(_chosen(fields, offer.fields), reason),
        answers=answers,
        consent=ConsentGiven(how, RawText(""), *now),
        instead=RawText(""),
    )
    return Wish(ground.ground_id, offer.case_id, by, offer.at + timedelta(days=1), particulars)


def told_in_form(fields: Fields) -> ToldOutside | None:
    """What was told outside; None where it was not said whether anything was."""
    if fields.get("outside") not in ("yes", "no"):
        return None
    if fields["outside"] == "no":
        return ToldOutside(False)
    return ToldOutside(True, text_in(fields, "what"), text_in(fields, "to"), day_in(fields, "on"))


def right_in(fields: Fields) -> bool | None:
    """Whether they hold the opening to have been right; None where they did not say."""
    return {"yes": True, "no": False}.get(fields.get("right", ""))


def beside(problems: Iterable[Problem]) -> dict[str, str]:
    """Field: the problem's key. The first of a field is enough; "" is the whole form."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(_field(problem), f"disclosure.problem_{problem.code}")
    return found


def _field(problem: Problem) -> str:
    if problem.code == "no_reason":
        return f"reason_{problem.about}"
    if problem.code in ("wrong_kind", "not_ticked", "not_answered"):
        return f"q_{problem.about}"
    return _BESIDE.get(problem.code, "")


def _chosen(fields: Fields, offered: Iterable[VaultField]) -> list[str]:
    return [one.name for one in offered if fields.get(f"field_{one.name}")]


def _answers(fields: Fields, ground: Ground) -> dict[str, Answered]:
    found = {question.question_id: _answer(fields, question) for question in ground.questions}
    return {name: answer for name, answer in found.items() if answer is not None}


def _answer(fields: Fields, question: Question) -> Answered | None:
    name = f"q_{question.question_id}"
    if question.kind is QuestionKind.TICK:
        return True if fields.get(name) else None
    if question.kind is QuestionKind.DATE:
        return day_in(fields, name)
    return text_in(fields, name) or None


def _consent(fields: Fields) -> ConsentGiven:
    try:
        how = Consent(fields.get("consent", ""))
    except ValueError:
        how = Consent.NOT_NEEDED
    lang: Lang | None = {"en": "en", "fr": "fr"}.get(fields.get("consent_lang", ""))  # type: ignore[assignment]
    return ConsentGiven(how, text_in(fields, "consent_words"), lang, day_in(fields, "consent_on"))


def _end(fields: Fields, now: datetime) -> datetime:
    """The core refuses an end that is now."""
    days = fields.get("days", "")
    return now + timedelta(days=int(days)) if days.isdecimal() and len(days) < 4 else now
