"""One proposal with what speaks for it, for `explain` and for the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from presidio_analyzer import RecognizerResult

from redaction.decision import GROUP
from redaction.families import Family
from redaction.recognizers.base import SURE
from redaction.recognizers.tagged import NAME as TAGGER
from redaction.resolve import Candidate


@dataclass(frozen=True, slots=True, repr=False)
class Judged:
    """One proposal: the candidate with its likelihood as score, who proposed it, the evidence, and whether it counts."""

    candidate: Candidate
    by: tuple[tuple[str, RecognizerResult], ...]
    features: Mapping[str, float]
    hides: bool
    rather: Family | None = None
    """The family that a number of this shape rather is, where another proposal for the same characters is surer."""

    @property
    def claim(self) -> float:
        """How sure rules or tagger are of this very family, where `candidate.score` asks for any detail at all."""
        rules = max((one.score for name, one in self.by if name != TAGGER), default=0.0)
        return 1.0 if rules >= SURE else max(rules, self.features.get("tagged", 0.0))


def rather_family(one: Judged, judged: Sequence[Judged]) -> Family | None:
    """The surer family of a number: a bare ten digits are a telephone number before they are "too long for anything"."""
    mine = one.candidate
    if not one.hides or GROUP[mine.family] != "number":
        return None
    rivals = [
        other
        for other in judged
        if other.hides
        and (other.candidate.start, other.candidate.end) == (mine.start, mine.end)
        and GROUP[other.candidate.family] == "number"
        and other.claim > one.claim
    ]
    return max(rivals, key=lambda other: other.claim).candidate.family if rivals else None
