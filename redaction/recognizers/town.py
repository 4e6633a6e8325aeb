"""LOCATION by the gazetteer: communes of France, towns elsewhere. What is also a word or a name needs a cue."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import KIN, LONG_TITLES, SHORT_TITLES, SMALL
from redaction.recognizers.place_cues import INTO, PLACE_ONLY, STRONG_INTO
from redaction.recognizers.word import Word

_LONGEST = 6
_BIG_CITY, _CITY, _TOWN, _SMALL_TOWN = 50_000, 20_000, 2_000, 700
"""Populations from which a name is believed on less evidence."""

_BARE_PLACE = frozenset({"in", "near", "nr", "a", "from", "habite", "lives"})
_NO_TOWNS = SMALL | KIN | LONG_TITLES
_GAPS = frozenset({" ", "-", "", "\u00a0"})


class TownRecognizer(NameRecognizer):
    """Département, region and country are neutral and stay: a town is what tells where somebody lives."""

    FAMILY = "LOCATION"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        place = 0
        while place < len(words):
            end = _longest(words, place, text)
            score = _score(words, place, end, text) if end > place else 0.0
            if score >= 0.4:
                yield Found(words[place].start, words[end - 1].end, score, "a town of the gazetteer")
            place = max(end, place + 1) if score >= 0.5 else place + 1


def _longest(words: list[Word], first: int, text: str) -> int:
    """Index after the longest name of a place that begins at `first`."""
    reach = first + 1
    limit = first + gazetteer.longest_place_from(words[first].key)
    while reach < len(words) and reach < limit and words[reach].gap in _GAPS:
        reach += 1
    for end in range(min(reach, limit), first, -1):
        if gazetteer.is_place(text[words[first].start : words[end - 1].end]):
            return end
    return first


def _score(words: list[Word], place: int, end: int, text: str) -> float:
    word, last = words[place], words[end - 1]
    name = text[word.start : last.end]
    if word.phrase or word.mention or word.key in SHORT_TITLES or gazetteer.kept_kind(name) == "neutral":
        return 0.0
    before = words[place - 1].key if place and _near(word.gap) else ""
    if _after_postcode(text, word.start):
        return 0.95
    if end - place > 1 or "-" in word.text:
        return _compound(words, place, end, before)
    return _single(word, before, text)


def _near(gap: str) -> bool:
    return gap in {" ", "", ", ", " (", "\u00a0"}


def _after_postcode(text: str, start: int) -> bool:
    head = text[max(0, start - 8) : start].rstrip(" ,-")
    return len(head) >= 5 and head[-5:].isdigit() and not head[-6:-5].isdigit()


def _compound(words: list[Word], place: int, end: int, before: str) -> float:
    capitals = any(word.capital and word.key not in {"le", "la", "les", "l'"} for word in words[place:end])
    plain = all(gazetteer.is_everyday(word.key) or word.key in SMALL for word in words[place:end])
    bare = all(gazetteer.is_word(word.key) or word.key in SMALL for word in words[place:end])
    named = any(gazetteer.is_given(word.key) for word in words[place:end]) and not words[place].key.startswith("saint")
    if not capitals or words[place].shouted:
        return 0.65 if not bare and (before in STRONG_INTO or not named) else 0.0
    if named and before not in STRONG_INTO:
        return 0.45
    return 0.9 if before in INTO or not plain else 0.6


def _single(word: Word, before: str, text: str) -> float:
    name = gazetteer.is_given(word.key) or gazetteer.is_surname(word.key)
    owner = name and text.startswith("'s ", word.end)
    if len(word.key) < 3 or owner or word.key in _NO_TOWNS:
        return 0.0
    if word.capital and not word.shouted:
        return _capital(word, before, name)
    return _small(word, before, name)


def _small(word: Word, before: str, name: bool) -> float:
    """A town in lower case: only where a preposition, or the lack of any other meaning, tells."""
    common = gazetteer.is_word(word.key)
    if word.kept:
        return 0.0
    if before not in STRONG_INTO:
        return 0.0 if name or common else 0.5
    people = gazetteer.people_of(word.text)
    if word.flat and not gazetteer.is_everyday(word.key):
        return 0.6 if people > _SMALL_TOWN else 0.5
    return 0.6 if not common and (not name or people > _TOWN) else 0.0


def _capital(word: Word, before: str, name: bool) -> float:
    if word.kept or gazetteer.is_everyday(word.key):
        return _word_too(word, before)
    people = gazetteer.people_of(word.text)
    if before in STRONG_INTO:
        sure = before in PLACE_ONLY or people > _BIG_CITY
        return 0.7 if word.opens else 0.92 if sure else 0.85
    if not name and not gazetteer.is_word(word.key):
        return 0.85 if before in INTO or people > _CITY else 0.65
    if people > _CITY and before in INTO:
        return 0.75
    apart = people > _TOWN and word.gap != " "
    return 0.62 if word.telling and (apart or not name) else 0.4


def _word_too(word: Word, before: str) -> float:
    """Orange, Gap, Condom, Nice: towns only after a preposition of place."""
    if not word.telling:
        return 0.0
    if word.kept:
        return 0.55 if before in _BARE_PLACE else 0.0
    return 0.6 if before in STRONG_INTO else 0.0
