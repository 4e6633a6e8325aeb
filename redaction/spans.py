"""Places of hidden details in the text that came in: apart from one another, and clear of mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from redaction.resolve import Range
from redaction.result import HiddenSpan


def clear_of(span: Range, mentions: Sequence[Range]) -> Range:
    """`span` without the invisible characters at its edges that belong to a mention."""
    start, end = span
    for first, last in mentions:
        if first <= start < last:
            start = min(last, end)
        if first < end <= last:
            end = max(first, start)
    return start, end


def apart(spans: list[HiddenSpan]) -> list[HiddenSpan]:
    """Spans that met on the way back (in one link, or with a zero-width character between them) do not overlap.

    Of two in one link the first stands for the whole link.
    """
    final: list[HiddenSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        start = max(span.start, final[-1].end) if final else span.start
        if start < span.end:
            final.append(replace(span, start=start))
    return final
