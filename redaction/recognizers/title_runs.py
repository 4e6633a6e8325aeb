"""ORG by capitals where none are due on several words in a row: "Jardin de Jade", "Les Voix du Dropt", "Lotus Nails"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.folding import vocabulary
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import is_role
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import GREETINGS, SMALL
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_ARTICLES = vocabulary("le la les l' the au aux chez du de van von el al ben di da st saint")


class TitleRunRecognizer(NameRecognizer):
    """A proper name made of common words: a shop, a house, a club. Which of them, only its place in the line would tell."""

    FAMILY = "ORG"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        place = 0
        while place < len(words):
            end = run_of(words, place) if words[place].telling and proper(words[place]) else place
            run = words[place:end]
            if _title_like(run):
                yield Found(run[0].start, run[-1].end, 0.56, "several common words with capitals")
            place = max(end, place + 1)


def _title_like(run: list[Word]) -> bool:
    body = [word for word in run if word.capital and word.key not in SMALL]
    article = bool(run) and run[0].capital and run[0].key in _ARTICLES
    if len(body) < (1 if article else 2) or any(_spoils(word) for word in body):
        return False
    if gazetteer.is_given(body[0].key) or not gazetteer.is_word(body[0].key):
        return False
    return not gazetteer.is_kept(" ".join(word.text for word in run))


def _spoils(word: Word) -> bool:
    return word.kept or word.phrase or is_role(word) or word.upper or len(word.text) < 3 or word.key in GREETINGS
