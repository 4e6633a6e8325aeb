"""Several texts that are read as one: what somebody wrote, and what stands in the files that came with it.

So a person is the same person in all of them, and is known in the one by what the other tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from redaction.result import HiddenSpan, Redaction
from redaction.text import RawText, RedactedText, mint_redacted

_JOINT = "\n\n"


def joined(texts: Sequence[RawText]) -> RawText:
    """The texts, one after the other."""
    return RawText(_JOINT.join(text.expose() for text in texts))


def parted(redaction: Redaction, texts: Sequence[RawText]) -> tuple[Redaction, ...]:
    """The redaction of each of `texts`, from that of all of them `joined`."""
    return tuple(
        Redaction(_replaced(text.expose(), spans), spans, redaction.lang)
        for text, spans in zip(texts, _spans(redaction, texts), strict=True)
    )


def _spans(redaction: Redaction, texts: Sequence[RawText]) -> Iterator[tuple[HiddenSpan, ...]]:
    """In offsets of each text; what reaches over a joint is hidden on both of its sides."""
    start = 0
    for text in texts:
        end = start + len(text)
        yield tuple(
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in redaction.spans
            if span.start < end and start < span.end
        )
        start = end + len(_JOINT)


def _replaced(text: str, spans: Sequence[HiddenSpan]) -> RedactedText:
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], span.pseudonym]
        position = span.end
    return mint_redacted("".join([*parts, text[position:]]))
