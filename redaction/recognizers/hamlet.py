"""LOCATION by its cue alone: "hameau de Kerfiac", "just outside Lanquais", "nr Gourin", "in Cesson", "à Molières"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import is_role
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import LONG_TITLES, SHORT_TITLES
from redaction.recognizers.place_cues import HAMLET, PLACE_INSIDE, PLACE_ONLY
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_TITLES = SHORT_TITLES | LONG_TITLES


class HamletRecognizer(NameRecognizer):
    """Small places are in no list; the word before them tells."""

    FAMILY = "LOCATION"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words[:-1]):
            if word.text == "Chez" and word.telling and proper(words[place + 1]) and words[place + 1].joined:
                yield Found(word.start, words[run_of(words, place + 1) - 1].end, 0.7, "a hamlet called after a family")
            if word.key in HAMLET or word.key in PLACE_ONLY:
                yield from self._after(words, place)

    def _after(self, words: list[Word], place: int) -> Iterator[Found]:
        first = place + 1
        while (
            first < len(words) - 1 and words[first].key in {"de", "d'", "du", "des", "of"} and words[first].gap == " "
        ):
            first += 1
        if words[first].gap not in {" ", ""} or not proper(words[first]) or words[first].phrase:
            return
        end = run_of(words, first)
        strong = words[place].key in HAMLET
        if end > first and _place_like(words[first:end], strong):
            yield Found(words[first].start, words[end - 1].end, 0.75 if strong else 0.66, "after a word of place")


def _place_like(run: list[Word], strong: bool) -> bool:
    body = [word for word in run if word.key not in PLACE_INSIDE]
    if not body or len(body[0].text) < 3 or any(word.upper and len(word.text) < 6 for word in body):
        return False
    if is_role(body[0]) and (len(body) == 1 or body[0].key in _TITLES):
        return False
    if gazetteer.kept_kind(" ".join(word.text for word in run)) or all(word.kept for word in body):
        return False
    if strong:
        return not (len(body) == 1 and gazetteer.is_given(body[0].key) and run[0].key not in PLACE_INSIDE)
    known = [word for word in body if gazetteer.is_word(word.key) or gazetteer.is_given(word.key)]
    return len(known) < len(body) or (
        len(run) > 1 and run[0].key in {"saint", "sainte", "st", "ste", "la", "le", "les", "l'"}
    )
