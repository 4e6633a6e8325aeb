"""FACILITY: a kind word and a name ("CHU de Bordeaux", "Clinique Francheville", "St Mary's Hospice"), or a famous name alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.house_names import name_end, opens_name
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.place_cues import ADJECTIVES, KINDS_AFTER, KINDS_BEFORE, OPEN_KINDS
from redaction.recognizers.runs import proper
from redaction.recognizers.word import Word

_LINK = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "a", "au"})

_SAINT = frozenset({"st", "saint", "sainte", "ste"})
_NEVER_LINKED = frozenset({"centre", "maison", "villa", "cabinet", "unite", "salle"})
"""The house of somebody, the centre of a village: no institution."""

_TO_NAME = frozenset({" ", "", ' "', " «", " « ", "-"})


class FacilityRecognizer(NameRecognizer):
    """A bare "CHU", "l'hôpital", "the clinic" stays: advice needs it and it names nobody."""

    FAMILY = "FACILITY"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words):
            if word.key in KINDS_BEFORE and (word.key != "ch" or word.text == "CH"):
                yield from _named_after(words, place, text)
            if word.key in KINDS_AFTER:
                yield from _named_before(words, place)
            if gazetteer.begins_facility(word.key):
                yield from _famous(words, place, text)


def _named_after(words: list[Word], place: int, text: str) -> Iterator[Found]:
    first = place + 1
    while first < len(words) and words[first].gap in {" ", ""} and _describes(words, first):
        first += 1
    kind = _Kind(words, place, first)
    if kind.ends_in_capital and (first == len(words) or not opens_name(words[first])):
        yield Found(words[place].start, words[first - 1].end, 0.8, "a kind word and an adjective with a capital")
    if first >= len(words) or words[first].gap not in _TO_NAME or words[first].phrase:
        return
    if kind.everyday and kind.linked and words[place].key in _NEVER_LINKED:
        return
    end = name_end(words, first, text, linked=kind.linked, everyday=kind.everyday, flat=kind.flat)
    if end > first:
        yield Found(words[place].start, words[end - 1].end, 0.9, "a kind word and a name")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind word with the adjectives and small words behind it, up to `first`, where a name may begin."""

    words: list[Word]
    place: int
    first: int

    @property
    def linked(self) -> bool:
        return self.first > self.place + 1

    @property
    def everyday(self) -> bool:
        described = any(word.key in ADJECTIVES for word in self.words[self.place + 1 : self.first])
        return self.words[self.place].key in OPEN_KINDS and not described

    @property
    def ends_in_capital(self) -> bool:
        return self.linked and self.words[self.first - 1].telling

    @property
    def flat(self) -> bool:
        word = self.words[self.place]
        return word.flat and (word.key not in OPEN_KINDS or word.key == "centre")


def _describes(words: list[Word], place: int) -> bool:
    """An adjective of the kind word, or a small word that leads to one or to the name."""
    key = words[place].key
    return (key in _LINK and not words[place].capital) or (
        key in ADJECTIVES and (not words[place].telling or place + 1 < len(words))
    )


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
        and not (word.opens and gazetteer.is_everyday(word.key) and word.key not in _SAINT)
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
                0.95 if kind == "sure" else 0.64,
                "a hospital by its name",
            )
        return
