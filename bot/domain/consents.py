"""What the person of a case said to the notice: GDPR articles 6, 7 and 9.

The notice rests on a legitimate interest (article 6(1)(f)) and, for health, on explicit consent (article 9(2)(a)). The
association has to be able to show that consent (article 7(1)), and taking it back is as easy as giving it (article 7(3)). Who
cannot consent may be helped without it where their life is at stake (article 9(2)(c)), so it is kept why somebody was not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.outgoing import Day, Line
from redaction import Lang

ASKED_AGAIN = timedelta(days=30)
"""How long "could not be asked" stands before the case reminds of it again."""


class Said(StrEnum):
    AGREED = "agreed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    """They could not be asked; `Consent.why` says why."""
    WITHDRAWN = "withdrawn"
    """They took back what they had agreed to. What was done until then stays lawful (GDPR article 7(3))."""


class WhyNot(StrEnum):
    """Why somebody could not be asked. A fixed list: free text would tell about them."""

    TOO_ILL = "too_ill"
    REPRESENTED = "represented"
    """A child, or an adult under guardianship: somebody else decides."""
    NO_CONTACT = "no_contact"
    """Only relatives or others speak with the volunteer."""
    NO_LANGUAGE = "no_language"
    NOT_THE_MOMENT = "not_the_moment"
    """In danger or in distress: help comes first."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer. `lang`: in which they were asked, None where they were not. `notice`: the mark of the text that they were told."""

    said: Said
    at: datetime
    notice: str
    lang: Lang | None = None
    why: WhyNot | None = None

    @property
    def names_stay_shut(self) -> bool:
        """They want nobody else to learn who they are. Advice that names nobody goes on (policy clauses C9, C15)."""
        return self.said in (Said.REFUSED, Said.WITHDRAWN)

    def stands(self, now: datetime) -> bool:
        """Whether nothing is to be asked for the time being."""
        return self.said is not Said.NOT_ASKED or now - self.at < ASKED_AGAIN

    def says_the_same(self, other: Consent | None) -> bool:
        """The same answer once more, as a button that is pressed twice gives it."""
        if other is None:
            return False
        mine, theirs = ((one.said, one.lang, one.why, one.notice) for one in (self, other))
        return mine == theirs and self.at - other.at < timedelta(days=1)


def standing(said: Sequence[Consent]) -> Consent | None:
    """What counts of all that was said, oldest first: the last answer. That they could not be asked later undoes none."""
    answers = [one for one in said if one.said is not Said.NOT_ASKED]
    return next(reversed(answers or said), None)


def consent_line(consent: Consent | None, lang: Lang) -> Line:
    """What they said last, as a sentence."""
    if consent is None:
        return Line("told.not_said", lang)
    slots: dict[str, Day | Line] = {"on": Day(consent.at)}
    if consent.lang is not None:
        slots["language"] = Line(f"told.in_{consent.lang}", lang)
    if consent.why is not None:
        slots["why"] = Line(f"told.why_{consent.why}", lang)
    return Line(f"told.{consent.said}", lang, slots)
