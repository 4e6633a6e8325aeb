"""Which recognizers have anything to look for in a line: all that they need of it is asked for at once.

Asking each of them takes longer than most of those that are asked take to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from presidio_analyzer import EntityRecognizer

from redaction.recognizers.base import FormatRecognizer, count_digits, shared, words_of_line


class Roll:
    """Recognizers, by what they need. Sets of them are whole numbers with a bit for each, which are quickly joined."""

    def __init__(self, recognizers: Iterable[EntityRecognizer]) -> None:
        """`recognizers`: those that are no `FormatRecognizer` are always due."""
        self._all = tuple(recognizers)
        self._wordless = 0
        self._by_word: defaultdict[str, int] = defaultdict(int)
        self._by_digits: defaultdict[int, int] = defaultdict(int)
        for place, one in enumerate(self._all):
            words, digits = (one.NEEDS, one.NEEDS_DIGITS) if isinstance(one, FormatRecognizer) else (frozenset(), 0)
            for word in words:
                self._by_word[word] |= 1 << place
            if not words:
                self._wordless |= 1 << place
            self._by_digits[digits] |= 1 << place

    def due(self, text: str, nlp_artifacts: Any) -> list[EntityRecognizer]:
        """Those that may find something in `text`, in their order. Views of it are shared by way of `nlp_artifacts`."""
        by_word = self._by_word
        worded = self._wordless
        for word in shared(words_of_line, text, nlp_artifacts):
            if word in by_word:
                worded |= by_word[word]
        there = shared(count_digits, text, nlp_artifacts)
        digits = 0
        for least, bits in self._by_digits.items():
            if least <= there:
                digits |= bits
        due = worded & digits
        return [one for place, one in enumerate(self._all) if due >> place & 1]
