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
    LINK = "link"
    """Words under which an address lies, which follows them as `ADDRESS`: so it is read like all else."""
    ADDRESS = "address"
    LOST = "lost"
    """The address of a link that goes, for what is hidden in it or above it."""
    MENTION = "mention"
    """Calls a colleague."""


ADDRESSES = frozenset({Style.ADDRESS, Style.LOST})
BEFORE_ADDRESS = " ("
"""An address stands in brackets behind the words of its link."""

_CUT = "cut"
"""Of what was an address once and cannot be one again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`start` and `end` are Python character offsets of the text that it belongs to.

    `to`: the account that a `MENTION` calls, if its words do not tell the platform; where a `LINK` leads, once its address is
    taken out of the text (`linked`).
    """

    start: int
    end: int
    style: Style
    to: str = ""


def carried(marks: Iterable[Mark], spans: Sequence[HiddenSpan]) -> tuple[Mark, ...]:
    """Marks of a text as those of its redacted version. A mark that touches a hidden detail covers its whole pseudonym.

    Nobody is called by a name that is hidden, and no link stays under hidden words or leads to a hidden detail.
    `spans` are sorted and apart.
    """
    edges = _Edges([(span.start, span.end, len(span.pseudonym)) for span in spans])
    return edges.moved(_that_hold(tuple(marks), spans))


def _that_hold(marks: Sequence[Mark], spans: Sequence[HiddenSpan]) -> Iterable[Mark]:
    touched = {mark for mark in marks if any(span.start < mark.end and mark.start < span.end for span in spans)}
    without = {mark.end for mark in touched if mark.style is Style.LINK}
    for mark in marks:
        if mark.style in ADDRESSES and (mark in touched or mark.start in without):
            yield from _lost(mark, spans)
        elif not (mark.style is Style.MENTION and mark in touched):
            yield mark


def _lost(address: Mark, spans: Sequence[HiddenSpan]) -> Iterable[Mark]:
    """The address goes, but for what a span hides together with words around it: that stands in the text."""
    start, end = address.start, address.end
    for span in spans:
        if span.start < start < span.end:
            start = min(span.end, end)
        if span.start < end < span.end:
            end = max(span.start, start)
    whole = (start, end) == (address.start, address.end) and address.to != _CUT
    if start < end:
        yield Mark(start, end, Style.LOST, "" if whole else _CUT)


def mentions(marks: Iterable[Mark]) -> tuple[tuple[int, int], ...]:
    """The ranges in which colleagues are called."""
    return tuple((mark.start, mark.end) for mark in marks if mark.style is Style.MENTION)


def lost_links(marks: Iterable[Mark]) -> bool:
    """Whether a link had to go."""
    return any(mark.style is Style.LOST for mark in marks)


def linked(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """`text` without the addresses that follow its links, and its marks, in which each `LINK` tells where it leads."""
    marks = tuple(marks)
    addresses = sorted((mark for mark in marks if mark.style in ADDRESSES), key=lambda mark: mark.start)
    leads = {mark.start: text[mark.start : mark.end] for mark in addresses if mark.style is Style.ADDRESS}
    shown = [
        replace(mark, to=leads[mark.end][len(BEFORE_ADDRESS) : -1]) if mark.style is Style.LINK else mark
        for mark in marks
        if mark.style not in ADDRESSES and not (mark.style is Style.LINK and mark.end not in leads)
    ]
    edges = _Edges([(mark.start, mark.end, 0) for mark in addresses])
    for mark in reversed(addresses):
        text = text[: mark.start] + text[mark.end :]
    return text, edges.moved(shown)


def carried_back(marks: Iterable[Mark], spans: Sequence[HiddenSpan]) -> tuple[Mark, ...]:
    """The inverse: marks of a redacted text as those of the text that it was made of."""
    grown = [0, *accumulate(len(span.pseudonym) - (span.end - span.start) for span in spans)]
    starts = [span.start + before for span, before in zip(spans, grown, strict=False)]
    edges = _Edges(
        [(start, start + len(span.pseudonym), span.end - span.start) for start, span in zip(starts, spans, strict=True)]
    )
    back = edges.moved(marks)
    whole = {mark for mark in back if mark.style is Style.LOST and mark.to != _CUT}
    return tuple(replace(mark, style=Style.ADDRESS) if mark in whole else mark for mark in back)


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
