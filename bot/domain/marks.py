"""How a text is set: bold, a list's code, a quote; which part of a poll it is. Marks follow their words through a redaction and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from redaction import HiddenSpan


class Style(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SPOILER = "spoiler"
    """Hidden until somebody presses it."""
    CODE = "code"
    PRE = "pre"
    QUOTE = "quote"
    FOLDED_QUOTE = "folded_quote"
    DESCRIPTION = "description"
    """This and the next three: the parts of a poll (`bot.domain.polls`)."""
    QUESTION = "question"
    OPTION = "option"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Mark:
    """`start` and `end` are Python character offsets of the text that it belongs to."""

    start: int
    end: int
    style: Style


def carried(marks: Iterable[Mark], spans: Sequence[HiddenSpan]) -> tuple[Mark, ...]:
    """Marks of a text as those of its redacted version. A mark that touches a hidden detail covers its whole pseudonym.

    `spans` are sorted and apart.
    """
    edges = _Edges([(span.start, span.end, len(span.pseudonym)) for span in spans])
    return edges.moved(marks)


def carried_back(marks: Iterable[Mark], spans: Sequence[HiddenSpan]) -> tuple[Mark, ...]:
    """The inverse: marks of a redacted text as those of the text that it was made of."""
    grown = [0, *accumulate(len(span.pseudonym) - (span.end - span.start) for span in spans)]
    starts = [span.start + before for span, before in zip(spans, grown, strict=False)]
    edges = _Edges(
        [(start, start + len(span.pseudonym), span.end - span.start) for start, span in zip(starts, spans, strict=True)]
    )
    return edges.moved(marks)


class _Edges:
    """Places that are replaced: (start, end, length of what stands there then)."""

    def __init__(self, places: Sequence[tuple[int, int, int]]) -> None:
        self._places = places

    def moved(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        found = (replace(mark, start=self._start(mark.start), end=self._end(mark.end)) for mark in marks)
        return tuple(mark for mark in found if mark.start < mark.end)

    def _start(self, point: int) -> int:
        """A mark that begins inside a place begins where it begins."""
        grown = 0
        for start, end, length in self._places:
            if end > point:
                return min(point, start) + grown if start < point else point + grown
            grown += length - (end - start)
        return point + grown

    def _end(self, point: int) -> int:
        """A mark that ends inside a place ends where it ends."""
        grown = 0
        for start, end, length in self._places:
            if start >= point:
                break
            grown += length - (end - start)
            if end > point:
                return end + grown
        return point + grown
