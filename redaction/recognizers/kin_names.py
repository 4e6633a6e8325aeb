"""PERSON after a kin word or a word of naming: "her son Declan", "sa femme Solange", "mum is Maeve", "s'appelle Noé"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import end_of_name, is_clear_given, is_unknown, may_be_name
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import KIN, LINKS, NAMED
from redaction.recognizers.word import Word

_GAPS = {" ", ", ", " (", ": ", " : ", ' "', " «", " '", " « ", " - "}


_LOOSE = frozenset({"name", "names", "nom", "noms", "dit", "dite", "named"})
"""Words of naming that also name things: an everyday word after them is no name."""


class KinNameRecognizer(NameRecognizer):
    """A name that stands beside the word for who they are."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words[:-1]):
            if word.key in KIN or word.key in NAMED:
                yield from self._beside(words, place)

    def _beside(self, words: list[Word], place: int) -> Iterator[Found]:
        first = place + 1
        if words[place].key in KIN:
            first = _past_links(words, first)
        if first >= len(words) or words[first].gap not in _GAPS:
            return
        name = words[first]
        if _named(name, words[place]):
            end = end_of_name(words, first)
            yield Found(name.start, words[end - 1].end, 0.9 if name.capital else 0.75, "beside a kin word")


def _past_links(words: list[Word], place: int) -> int:
    """Past "is", "c'est", "s'appelle", "called" when they part the kin word from the name."""
    for _ in range(3):
        if place < len(words) and words[place].key in LINKS or (place < len(words) and words[place].key in {"c'", "s'"}):
            place += 1
    return place


def _named(name: Word, cue: Word) -> bool:
    if not may_be_name(name) or name.key in KIN or name.key in NAMED or name.text.startswith("I'") or (name.upper and not name.shouted and len(name.text) < 4):
        return False
    plain = "," not in name.gap
    if name.capital and not name.shouted:
        if gazetteer.is_given(name.key) or (cue.key in NAMED - _LOOSE and plain and name.gap != " ("):
            return True
        return plain and not name.opens and not gazetteer.is_everyday(name.key)
    return plain and (is_clear_given(name) or (cue.key in NAMED - {"dit", "dite", "appelle", "born"} and is_unknown(name)))
