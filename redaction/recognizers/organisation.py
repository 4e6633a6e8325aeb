"""ORG: firms, shops, clubs: by their form (SARL, Ltd), their kind word, or by who works there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction import gazetteer
from redaction.folding import vocabulary
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import is_unknown
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.place_cues import FIRM_AFTER, FIRM_BEFORE, PLACE_INSIDE, WORKS
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_AT = vocabulary("at for chez a pour the la le l' au aux de du d' with in is was c'est c' est etait of as")
_WITH_OBJECT = vocabulary("club association assoc asso amicale chorale comite societe federation cercle groupe troupe")
_SONS = vocabulary("fils filles freres cie associes sons daughters brothers co partners")
_JOINED_SHOP = re.compile(r"(?<![\w@/.])[A-ZÀ-Þ][a-zß-ÿ]{2,}'[A-ZÀ-Þ][a-zß-ÿ]{2,}(?!\w)")
"""Coiff'Elle, Tif'Annie: how hairdressers spell."""


class OrganisationRecognizer(NameRecognizer):
    """Public bodies, banks and mutual insurers are on the keep-list and stay."""

    FAMILY = "ORG"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for match in _JOINED_SHOP.finditer(text):
            yield Found(match.start(), match.end(), 0.6, "a shop's spelling")
        for place, word in enumerate(words):
            if word.key in FIRM_BEFORE:
                yield from _after_kind(words, place)
            if word.key in FIRM_AFTER and (word.capital or word.key in {"ltd", "plc"}):
                yield from _before_form(words, place)
            if word.key in WORKS:
                yield from _workplace(words, place)


def _after_kind(words: list[Word], place: int) -> Iterator[Found]:
    first = place + 1
    while (
        first < len(words)
        and words[first].key in {"de", "du", "des", "d'", "la", "le", "les", "l'"}
        and words[first].gap in {" ", ""}
        and words[first].text.islower()
    ):
        first += 1
    first = _past_object(words, place, first)
    if words[place].flat and first < len(words):
        yield from _flat_firm(words, place, first)
    if first >= len(words) or words[first].gap not in {" ", "", ' "', " «", " « "}:
        return
    if (
        (words[first].opens and words[first].gap in {" ", ""})
        or not proper(words[first])
        or words[first].phrase
        or gazetteer.kept_kind(words[first].text)
    ):
        return
    end = _and_sons(words, run_of(words, first))
    if end > first and not (first > place + 1 and gazetteer.kept_kind(words[end - 1].text)):
        yield Found(words[place].start, words[end - 1].end, 0.7, "a kind word of firms and a name")


def _flat_firm(words: list[Word], place: int, first: int) -> Iterator[Found]:
    """In a text without capitals: "camping les rives bleues" needs a word of no dictionary, or a town."""
    end = first
    while end < len(words) and end - first < 4 and words[end].gap in {" ", "-"} and _firm_word(words[end]):
        end += 1
    if end > first:
        yield Found(words[place].start, words[end - 1].end, 0.6, "a kind word of firms and an unknown word")


def _firm_word(word: Word) -> bool:
    town = gazetteer.is_place(word.text) and not gazetteer.is_everyday(word.key)
    return (is_unknown(word) or town) and not word.kept


def _and_sons(words: list[Word], end: int) -> int:
    """Past "& fils", "et Cie", "and Sons" behind the name of a firm."""
    for step in (1, 2):
        place = end + step - 1
        if place < len(words) and words[place].key in _SONS and words[place].gap in {" ", " & "}:
            joint = words[place].gap == " & " if step == 1 else words[place - 1].key in {"et", "and"}
            return place + 1 if joint else end
    return end


def _past_object(words: list[Word], place: int, first: int) -> int:
    """Past what a club is for: "club de pétanque de Nontron", "association des arméniens de la Drôme"."""
    if first == place + 1 or words[place].key not in _WITH_OBJECT:
        return first
    here = first
    while here < len(words) - 1 and here - first < 5 and words[here].gap in {" ", ""} and words[here].text.islower():
        here += 1
    return here if here < len(words) and words[here].capital and words[here - 1].key in PLACE_INSIDE else first


def _before_form(words: list[Word], place: int) -> Iterator[Found]:
    first = place
    while (
        first
        and place - first < 5
        and words[first].gap in {" ", "-", " & ", ", ", "'s "}
        and (
            proper(words[first - 1])
            or words[first - 1].key in {"and", "et"}
            or (words[first - 1].kept and words[first - 1].telling)
        )
    ):
        first -= 1
    while first < place and words[first].key in SMALL:
        first += 1
    if first < place:
        yield Found(words[first].start, words[place].end, 0.85, "a name and a form of firm")


def _workplace(words: list[Word], place: int) -> Iterator[Found]:
    first = place + 1
    steps = 0
    while (
        first < len(words)
        and words[first].key in _AT
        and words[first].text.islower()
        and words[first].gap in {" ", ""}
        and steps < 3
    ):
        first += 1
        steps += 1
    if (
        first >= len(words)
        or (steps == 0 and words[first].gap not in {": ", " : "})
        or words[first].gap not in {" ", "", ": ", " : ", ' "', " «", " « "}
    ):
        return
    word = words[first]
    if not proper(word) or word.phrase or gazetteer.kept_kind(word.text) or word.key in SMALL:
        return
    yield Found(word.start, words[run_of(words, first) - 1].end, 0.68, "where somebody works")
