"""Offsets before and after replacing: where a character of the incoming text stands once spans are hidden."""

from __future__ import annotations

from collections.abc import Sequence

from redaction.result import HiddenSpan


class Shift:
    """Maps offsets over a set of replacements. Exact for characters outside the spans."""

    def __init__(self, spans: Sequence[HiddenSpan]) -> None:
        self._spans = spans

    def out(self, position: int) -> int:
        """An offset of the incoming text, in the text with pseudonyms."""
        moved = 0
        for span in self._spans:
            if span.end > position:
                break
            moved += len(span.pseudonym) - (span.end - span.start)
        return position + moved

    def back(self, position: int) -> int:
        """An offset of the text with pseudonyms, in the incoming text."""
        moved = 0
        for span in self._spans:
            if span.start + moved + len(span.pseudonym) > position:
                break
            moved += len(span.pseudonym) - (span.end - span.start)
        return position - moved
