"""Words that somebody wants hidden or shown: cut out of a text, compared, taken from what they wrote. Never written down."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redaction import HiddenSpan, RawText

_BETWEEN = re.compile(r"\s*[,;\n]\s*")
_QUOTES = "\"'«»“”‘’ \u00a0."
_MOST = 20


def cut(text: RawText, span: HiddenSpan) -> RawText:
    """What one span of a text hides."""
    return part(text, span.start, span.end)


def part(text: RawText, start: int, end: int) -> RawText:
    return RawText(text.expose()[start:end])


def words_in(text: RawText) -> tuple[RawText, ...]:
    """The words that somebody wrote as an answer to "which?": apart by commas or lines, quotation marks left out."""
    words = (word.strip(_QUOTES) for word in _BETWEEN.split(text.expose()))
    return tuple(RawText(word) for word in words if word)[:_MOST]


def without(words: Iterable[RawText], others: Iterable[RawText]) -> tuple[RawText, ...]:
    """`words` but for those that are among `others`, in capitals or not."""
    said = {_plain(word) for word in others}
    return tuple(word for word in words if _plain(word) not in said)


def stands_in(word: RawText, text: RawText) -> bool:
    return _plain(word) in _plain(text)


def replaced(text: RawText, spans: Iterable[HiddenSpan]) -> RawText:
    """`text` with some of its details replaced by what stands for them."""
    said = text.expose()
    for span in sorted(spans, key=lambda span: -span.start):
        said = said[: span.start] + span.pseudonym + said[span.end :]
    return RawText(said)


def same(one: RawText, other: RawText) -> bool:
    return _plain(one) == _plain(other)


def exactly(one: RawText, other: RawText) -> bool:
    """To the letter."""
    return one.expose() == other.expose()


def goes_on(text: RawText, beginning: RawText) -> bool:
    """Whether it says `beginning`, and more on lines of its own."""
    return text.expose().startswith(f"{beginning.expose()}\n")


def plain_words(words: Iterable[RawText]) -> frozenset[str]:
    """For `redaction.Keep`."""
    return frozenset(word.expose() for word in words)


def _plain(word: RawText) -> str:
    return word.expose().casefold()
