"""FACILITY: a kind word and a name ("CHU de Bordeaux", "Clinique Francheville", "St Mary's Hospice"), or a famous name alone."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import is_unknown
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.place_cues import ADJECTIVES, KINDS_AFTER, KINDS_BEFORE, OPEN_KINDS
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_LINK = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "a", "au"})


class FacilityRecognizer(NameRecognizer):
    """A bare "CHU", "l'hôpital", "the clinic" stays: advice needs it and it names nobody."""

    FAMILY = "FACILITY"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words):
            if word.key in KINDS_BEFORE and (word.key != "ch" or word.text == "CH"):
                yield from _named_after(words, place, text)
            if word.key in KINDS_AFTER:
                yield from _named_before(words, place)
            yield from _famous(words, place, text)


def _named_after(words: list[Word], place: int, text: str) -> Iterator[Found]:
    kind = words[place]
    first = place + 1
    described = False
    while first < len(words) and words[first].gap in {" ", ""} and _describes(words, first):
        described |= words[first].key in ADJECTIVES
        first += 1
    linked = first > place + 1
    if first >= len(words) or words[first].gap not in {" ", "", ' "', " «", " « ", "-"}:
        return
    open_kind = kind.key in OPEN_KINDS and not described
    end = run_of(words, first) if _opens_run(words[first]) else first
    if end == first:
        end = _town_after(words, first, text) if linked and not open_kind else first
    if end == first and kind.flat and not (kind.key in OPEN_KINDS and kind.key != "centre"):
        end = _flat_name(words, first)
    if end == first or words[first].phrase:
        return
    if open_kind and linked and words[place + 1].key != "saint":
        return
    yield Found(kind.start, words[end - 1].end, 0.9, "a kind word and a name")


def _describes(words: list[Word], place: int) -> bool:
    """An adjective of the kind word, or a small word that leads to one or to the name."""
    key = words[place].key
    return key in _LINK or (key in ADJECTIVES and (not words[place].telling or place + 1 < len(words)))


def _opens_run(word: Word) -> bool:
    if word.key in SMALL and len(word.key) < 3:
        return False
    return proper(word) and gazetteer.kept_kind(word.text) not in {"neutral", "medical"}


def _town_after(words: list[Word], first: int, text: str) -> int:
    """The end of a town in lower case: "polyclinique de limoges"."""
    for end in range(min(len(words), first + 5), first, -1):
        name = text[words[first].start : words[end - 1].end]
        if gazetteer.is_place(name) and not gazetteer.is_everyday(name):
            return end
    return first


def _flat_name(words: list[Word], first: int) -> int:
    """The end of a name in a text without capitals: "hôpital saint joseph", "centre léon bérard", "clinique belharra"."""
    end = first
    while end < len(words) and end - first < 3 and words[end].gap in {" ", "-"}:
        word = words[end]
        sainted = end > first and words[end - 1].key in {"saint", "sainte", "st", "ste"}
        if not (sainted or word.key in {"saint", "sainte", "st", "ste"} or is_unknown(word) or _name_word(word)):
            break
        end += 1
    return end


def _name_word(word: Word) -> bool:
    known = gazetteer.is_given(word.key) or gazetteer.is_surname(word.key) or gazetteer.is_place(word.text)
    return known and not gazetteer.is_everyday(word.key) and not word.kept


def _named_before(words: list[Word], place: int) -> Iterator[Found]:
    first = place
    while first and words[first].gap in {" ", "-", "'s ", "' "} and place - first < 4 and _heads(words[first - 1]):
        first -= 1
    while first < place and (words[first].key in SMALL or (words[first].kept and first == place - 1)):
        first += 1
    if first < place:
        yield Found(words[first].start, words[place].end, 0.85, "a name and a kind word")


def _heads(word: Word) -> bool:
    return (
        proper(word)
        and not (word.opens and gazetteer.is_everyday(word.key))
        and gazetteer.kept_kind(word.text) not in {"neutral", "public"}
    )


def _famous(words: list[Word], place: int, text: str) -> Iterator[Found]:
    for size in (4, 3, 2, 1):
        if place + size > len(words):
            continue
        name = text[words[place].start : words[place + size - 1].end]
        kind = gazetteer.famous_facility(name)
        if not kind or any(word.phrase for word in words[place : place + size]):
            continue
        if kind == "sure" or (
            words[place].capital and not words[place].shouted and not text.startswith("'s", words[place].end)
        ):
            yield Found(
                words[place].start,
                words[place + size - 1].end,
                0.88 if kind == "sure" else 0.64,
                "a hospital by its name",
            )
        return
