"""PERSON after a kin word or a word of naming: "her son Declan", "sa femme Solange", "mum is Maeve", "s'appelle Noé"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import end_of_name, is_clear_given, is_initial, is_unknown, may_be_name
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import KIN, LINKS, NAMED, PARTICLES, SEASONAL, WORD_NAMES_BESIDE_KIN
from redaction.recognizers.word import Word

_GAPS = {" ", ", ", " (", ": ", " : ", ' "', " «", " '", " « ", " - "}

_OF = frozenset({"de", "du", "d'"})
_FAMILY = frozenset({"famille", "family", "nee", "name", "nom", "surname", "called"})
"""Before these words' names "de" is part of the surname."""

_NOUNS = frozenset({"name", "nom", "prenom", "surname"})
"""These may be parted from the name: "her name was Ngozi"."""

_LOOSE = frozenset({"name", "names", "nom", "noms", "dit", "dite", "named"})
"""Words of naming that also name things: an everyday word after them is no name."""


class KinNameRecognizer(NameRecognizer):
    """A name that stands beside the word for who they are."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words[:-1]):
            if word.key in KIN or word.key in NAMED:
                yield from self._beside(words, place, text)

    def _beside(self, words: list[Word], place: int, text: str) -> Iterator[Found]:
        first = place + 1
        if words[place].key in KIN or words[place].key in _NOUNS:
            first = _past_links(words, first)
        if first >= len(words) or words[first].gap not in _GAPS:
            return
        start = first
        while (
            first < len(words) - 1
            and words[first].key in PARTICLES
            and words[first + 1].capital
            and words[first + 1].joined
        ):
            first += 1
        if first > start and words[start].key in _OF and words[place].key not in _FAMILY:
            start = first  # "la femme de Paul": the particle belongs to the kin word
        name = words[first]
        if is_initial(name) and name.text != "M" and text.startswith(".", name.end) and name.joined and first == start:
            yield Found(name.start, name.end, 0.7, "an initial beside a kin word")
        elif _named(name, words[place]):
            end = end_of_name(words, first)
            yield Found(words[start].start, words[end - 1].end, 0.9 if name.capital else 0.75, "beside a kin word")


def _past_links(words: list[Word], place: int) -> int:
    """Past "is", "c'est", "s'appelle", "called" when they part the kin word from the name."""
    limit = min(place + 3, len(words))
    while place < limit and (words[place].key in LINKS or words[place].key in {"c'", "s'"}):
        place += 1
    return place


def plain_gap(name: Word) -> bool:
    """Whether the name follows its cue with nothing but a space."""
    return name.gap == " "


def _named(name: Word, cue: Word) -> bool:
    if name.kept and not name.phrase and name.capital and name.key in SEASONAL:
        return plain_gap(name)
    if (
        not may_be_name(name)
        or name.key in KIN
        or name.key in NAMED
        or name.text.startswith("I'")
        or (name.upper and not name.shouted and len(name.text) < 4)
    ):
        return False
    plain = "," not in name.gap
    if name.capital and not name.shouted:
        if gazetteer.is_given(name.key) or (cue.key in NAMED - _LOOSE and plain and name.gap != " ("):
            return True
        return plain and not name.opens and not gazetteer.is_everyday(name.key)
    if (
        cue.key in KIN - {"petit", "petite", "fille", "garcon"}
        and name.gap == " "
        and name.key in WORD_NAMES_BESIDE_KIN
    ):
        return True
    return plain and (
        is_clear_given(name) or (cue.key in NAMED - {"dit", "dite", "appelle", "born"} and is_unknown(name))
    )
