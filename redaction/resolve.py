"""From what the recognizers saw to final spans: sorted, not overlapping, nothing of a detail left outside.

Types decide overlaps, not scores (8.9 % of French mobile numbers pass the NHS check; a score cannot tell them apart).
Where spans cross, their union is hidden. Among names and places the longer span wins, so that "Clinique Sainte-Marie"
is one hospital and not somebody called Marie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from redaction.families import Family

Range = tuple[int, int]

_ELIDED = re.compile(r"(?<!\w)[DMNO]'$")
"""N'Diaye, O'Brien, M'Madi, D'Angelo."""

_HONORIFIC = re.compile(
    r"(?:(?:mrs?|ms|miss|mme|mlle|melle|dr|pr|prof|me|madame|monsieur|mademoiselle|docteur|doctor|professeur|professor"
    r"|mister|m(?=\. ))\.?[ ]+)+(?=\S)",
    re.IGNORECASE,
)
"""Stands outside of a name: colleagues need to know that [Person A] is a doctor."""
_CLOSING_MARKS = " .,;:!?"
_BRIDGE = 0.7
"""Below this score an organisation that holds people's names of two is a model's slip: "Desmond & Carol-Anne"."""

_AT = re.compile(r"(?i:\b(?:in|at|near|nr|outside|around|à|vers|sur|près de|d'|[àa] l'|au)[ ]?)$")
_PLACED = 0.11
_PLACES = frozenset({Family.LOCATION, Family.FACILITY})

_RANKS = (
    Family.ID,
    Family.EMAIL,
    Family.PHONE,
    Family.DOB,
    Family.ADDRESS,
    Family.HANDLE,
    Family.DATE,
    Family.AGE,
    Family.FACILITY,
    Family.PERSON,
    Family.LOCATION,
    Family.ORG,
)
RANK = {family: rank for rank, family in enumerate(_RANKS)}
NAMELIKE = frozenset({Family.PERSON, Family.LOCATION, Family.FACILITY, Family.ORG})
_MARKLESS = frozenset({Family.EMAIL, Family.HANDLE, Family.PHONE})
_NAMED_AFTER_DATES = NAMELIKE - {Family.PERSON}
"""A street may be called after the 8th of May."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One detail that a recognizer saw in the plain text. `kind` is the subtype of an ID."""

    start: int
    end: int
    family: Family
    score: float
    kind: str | None = None

    @property
    def length(self) -> int:
        return self.end - self.start

    def moved(self, start: int, end: int) -> Candidate:
        """The same with offsets of another form of the text."""
        return replace(self, start=start, end=end)


def resolve(text: str, candidates: Iterable[Candidate], untouchable: Sequence[Range] = ()) -> list[Candidate]:
    """The final spans. Characters of `untouchable` ranges (mentions, pseudonyms of ours) stay outside all of them."""
    free = [part for candidate in candidates for part in _outside(text, candidate, untouchable)]
    whole = [_trimmed(text, candidate) for candidate in free]
    whole = [_weighed(text, candidate) for candidate in whole]
    merged = _merge(_without_bridges(_births([candidate for candidate in whole if candidate.length > 0])))
    if not untouchable:
        return merged
    return [part for candidate in merged for part in _outside(text, candidate, untouchable)]


def _weighed(text: str, candidate: Candidate) -> Candidate:
    """What stands after a word for a place is rather the place of that name ("in Bradford") than the person."""
    if candidate.family not in _PLACES or not _AT.search(text[max(0, candidate.start - 12) : candidate.start]):
        return candidate
    return replace(candidate, score=candidate.score + _PLACED)


def _outside(text: str, candidate: Candidate, untouchable: Sequence[Range]) -> list[Candidate]:
    """What is left of a candidate outside the untouchable ranges, where that still tells something."""
    hit = sorted(span for span in untouchable if span[0] < candidate.end and candidate.start < span[1])
    if not hit:
        return [candidate]
    edges = [candidate.start, *(edge for span in hit for edge in span), candidate.end]
    parts = [
        replace(candidate, start=start, end=end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    ]
    return [part for part in parts if _tells(text[part.start : part.end])]


def _tells(remainder: str) -> bool:
    return any(char.isdigit() or char.isupper() for char in remainder)


def _trimmed(text: str, candidate: Candidate) -> Candidate:
    """Without spaces at the edges; a name never ends inside a word, nor does a number ("… 14 27 i|s hers")."""
    start, end = candidate.start, candidate.end
    if candidate.family in NAMELIKE:
        start, end = _whole_words(text, start, end)
    if candidate.family is Family.PERSON:
        start = _name_start(text, start, end)
    if candidate.family in _MARKLESS:
        end = _number_end(text, start, end)
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    end = max(start, start + len(value.strip()))
    return candidate if (start, end) == (candidate.start, candidate.end) else candidate.moved(start, end)


def _name_start(text: str, start: int, end: int) -> int:
    """After an honorific, before an elided part."""
    if title := _HONORIFIC.match(text, start, end):
        start = title.end()
    elided = _ELIDED.search(text[max(0, start - 3) : start])
    return start - len(elided[0]) if elided else start


def _number_end(text: str, start: int, end: int) -> int:
    """Before the next word, and before the mark that ends a sentence."""
    while end - 1 > start and _inside_word(text, end):
        end -= 1
    return start + len(text[start:end].rstrip(_CLOSING_MARKS))


def _whole_words(text: str, start: int, end: int) -> Range:
    while _inside_word(text, start):
        start -= 1
    while _inside_word(text, end):
        end += 1
    return start, end


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalpha() and text[place].isalpha()


def _without_bridges(candidates: list[Candidate]) -> list[Candidate]:
    """Without weak organisations that hold surer names of two people."""
    people = [one for one in candidates if one.family is Family.PERSON]
    return [one for one in candidates if one.family is not Family.ORG or one.score >= _BRIDGE or _alone(one, people)]


def _alone(organisation: Candidate, people: list[Candidate]) -> bool:
    inside = [
        who
        for who in people
        if organisation.start <= who.start and who.end <= organisation.end and who.score > organisation.score
    ]
    return not any(left.end < right.start for left in inside for right in inside)


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    """Groups of overlapping candidates become one span each, or several where only a weak one bridged them."""
    final: list[Candidate] = []
    for candidate in sorted(candidates, key=_precedence):
        crossing = [taken for taken in final if taken.start < candidate.end and candidate.start < taken.end]
        if not crossing:
            final.append(candidate)
            continue
        if len(crossing) == 1 and crossing[0].start <= candidate.start and candidate.end <= crossing[0].end:
            continue
        if candidate.family in _NAMED_AFTER_DATES and all(_dated_inside(candidate, taken) for taken in crossing):
            final = [*(taken for taken in final if taken not in crossing), candidate]
            continue
        final = [taken for taken in final if taken not in crossing] + _united(candidate, crossing)
    return sorted(final, key=lambda span: span.start)


def _dated_inside(outer: Candidate, inner: Candidate) -> bool:
    return inner.family is Family.DATE and outer.start <= inner.start and inner.end <= outer.end


def _births(candidates: list[Candidate]) -> list[Candidate]:
    """Without numbers that are a date of birth as forms write it (19690228): that is blurred, not destroyed."""
    births = {(one.start, one.end): one.score for one in candidates if one.family is Family.DOB}
    return [
        one for one in candidates if one.family is not Family.ID or one.score > births.get((one.start, one.end), 0.0)
    ]


def _precedence(candidate: Candidate) -> tuple[int, int, float, int]:
    if candidate.family in NAMELIKE:
        return 1, -candidate.length, -candidate.score, RANK[candidate.family]
    return 0, RANK[candidate.family], -candidate.length, 0


def _united(late: Candidate, taken: list[Candidate]) -> list[Candidate]:
    """What was taken keeps its type; what sticks out of it is hidden with it, or alone where it is between two."""
    taken = sorted(taken, key=lambda span: span.start)
    taken[0] = replace(taken[0], start=min(taken[0].start, late.start))
    last = taken[-1]
    taken[-1] = replace(last, end=max(last.end, late.end))
    gaps = [replace(late, start=left.end, end=right.start) for left, right in pairwise(taken) if left.end < right.start]
    return [*taken, *gaps]
