"""What stays though it was found: a mere weekday, a drug or a month taken for a name, a bare title, names in a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from redaction import gazetteer
from redaction.families import Family
from redaction.folding import fold
from redaction.recognizers.names_cues import SHORT_TITLES
from redaction.resolve import NAMELIKE, Candidate, Range

_CLEARLY = 0.6
_MEDICINES = frozenset({"drug", "regimen"})
_TITLE = 8
"""Characters in which a title before a name is looked for."""
_WEEKDAY = re.compile(r"(?i:day|di|dimanche)$")
_AROUND_DAY = r"(?:(?:on|this|next|last|every|each|by|until|since|le|ce|du|chaque|depuis|jusqu'à)[ ]{1,2}){0,3}+"
_MERE_WEEKDAY = re.compile(
    rf"{_AROUND_DAY}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?)"
    r"(?:[ ]{1,2}(?:morning|afternoon|evening|night|prochain|dernier|matin|soir|après-midi))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_MENTION = re.compile(r"(?<![\w.])@\w[\w.-]*|<[@#!][^<>\n]{1,80}>")
"""A colleague's name as the platform writes it: `@sue.p`, `<@U024BE7LH>`. No name is looked for in there."""


def without(text: str, found: Iterable[Candidate]) -> list[Candidate]:
    """What is left of `found` in `text` without what stays."""
    mentions = [match.span() for match in _MENTION.finditer(text)]
    return [
        one
        for one in found
        if not _stays(text[one.start : one.end], one, mentions) and not (one.family in NAMELIKE and _drug(text, one))
    ]


def _stays(value: str, found: Candidate, mentions: Sequence[Range]) -> bool:
    if found.family in NAMELIKE:
        return _within(found, mentions) or _calendar(value, found) or _title(value, found)
    return _weekday(value, found)


def _within(found: Candidate, ranges: Sequence[Range]) -> bool:
    return any(start < found.end and found.start < end for start, end in ranges)


def _weekday(value: str, found: Candidate) -> bool:
    """Whether a mere weekday was taken for a date: colleagues need it, and it tells nothing of anybody."""
    return found.family is Family.DATE and bool(_MERE_WEEKDAY.fullmatch(value.strip(" ,.;:")))


def _title(value: str, found: Candidate) -> bool:
    """Whether it is a title alone ("Dr", "Mme"), or nothing that can be read."""
    words = _WORD.findall(fold(value))
    return found.family is Family.PERSON and all(word in SHORT_TITLES for word in words)


def _drug(text: str, found: Candidate) -> bool:
    """Whether it is a drug or a regimen whose name nobody bears, and no title stands before it."""
    value = text[found.start : found.end]
    if gazetteer.kept_kind(value) not in _MEDICINES:
        return False
    key = fold(value)
    before = _WORD.findall(fold(text[max(0, found.start - _TITLE) : found.start]))
    titled = bool(before) and before[-1] in SHORT_TITLES
    return not (titled or gazetteer.is_given(key) or gazetteer.is_surname(key) or gazetteer.is_place(value))


def _calendar(value: str, found: Candidate) -> bool:
    """Whether a month or weekday was taken for a town called March, or faintly for somebody called Sunday."""
    if gazetteer.kept_kind(value) != "calendar":
        return False
    return found.family is not Family.PERSON or (found.score < _CLEARLY and bool(_WEEKDAY.search(value)))
