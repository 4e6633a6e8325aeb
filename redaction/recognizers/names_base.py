"""What the recognizers of names share: they read a line as words and give back spans of one family."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from redaction.recognizers.base import FormatRecognizer, Found
from redaction.recognizers.word import Word
from redaction.recognizers.wordlist import words_of

_SHARED = "name_words"


def shared_words(text: str, nlp_artifacts: Any) -> list[Word]:
    """The words of `text`; they are kept with the artefacts of this one analysis and die with them."""
    known: tuple[str, list[Word]] | None = getattr(nlp_artifacts, _SHARED, None)
    if known is not None and known[0] == text:
        return known[1]
    words = words_of(text)
    if nlp_artifacts is not None:
        setattr(nlp_artifacts, _SHARED, (text, words))
    return words


class NameRecognizer(FormatRecognizer):
    """Base of the recognizers that look at words instead of formats: subclasses say `FAMILY` and `among`."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every name of this family in `text`. The words are cut once for all recognizers that get one `nlp_artifacts`."""
        if entities and self.FAMILY not in entities:
            return []
        return [self._result(found) for found in self.among(shared_words(text, nlp_artifacts), text)]

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from self.among(words_of(text), text)

    @abstractmethod
    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        """The names of this family among the words of one text."""
