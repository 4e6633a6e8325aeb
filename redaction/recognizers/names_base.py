"""What the recognizers of names share: they read a line as words and give back spans of one family."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from redaction.recognizers.base import FormatRecognizer, Found, shared
from redaction.recognizers.word import Word
from redaction.recognizers.wordlist import words_of


class NameRecognizer(FormatRecognizer):
    """Base of the recognizers that look at words instead of formats: subclasses say `FAMILY` and `among`."""

    def look(self, text: str, nlp_artifacts: Any) -> Iterator[Found]:
        return self.among(shared(words_of, text, nlp_artifacts), text)

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from self.among(words_of(text), text)

    @abstractmethod
    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        """The names of this family among the words of one text."""
