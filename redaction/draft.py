"""A text on its way: some of its details hidden already, its plain form, and what the tagger read in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from redaction.normalise import Plain, Range, normalise
from redaction.operators import Replacer
from redaction.result import HiddenSpan
from redaction.tagger import Reading


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """`incoming` with `spans` hidden, which gives `text`; `plain` and `reading` are those of `text`.

    Spans are sorted, do not overlap, and have offsets of the incoming text.
    """

    incoming: str
    plain: Plain
    reading: Reading | None
    spans: Sequence[HiddenSpan] = ()
    replaced: str | None = None

    @property
    def text(self) -> str:
        """The text with pseudonyms in it."""
        return self.incoming if self.replaced is None else self.replaced

    def hiding(self, spans: Sequence[HiddenSpan], replacer: Replacer, *, read: bool = True) -> Draft:
        """This draft, of which nothing is hidden yet, with `spans` hidden; without a reading where `read` is false.

        Its words keep what was read in them. Read anew among pseudonyms they would cost the tagger's time twice, and on
        our texts most of what it then found was not there: "Dr" without its name, "Mr" before a bracket.
        """
        text = replacer.replace(self.incoming, spans)
        draft = Draft(self.incoming, normalise(text), None, spans, text)
        if self.reading is None or not read:
            return draft
        return Draft(self.incoming, draft.plain, self.reading.moved(list(self._places(draft))), spans, text)

    def _places(self, later: Draft) -> Iterator[Range | None]:
        """Where each word that was read stands in a later draft's plain form; None where it is hidden."""
        assert self.reading is not None
        left = iter([*later.spans, None])
        span = next(left)
        moved = 0  # by the spans before the word, as `out` counts it
        for start, end in zip(*self.reading.edges, strict=True):
            first, last = self.plain.incoming(start, end)
            while span and span.end <= first:
                moved += len(span.pseudonym) - (span.end - span.start)
                span = next(left)
            yield None if span and span.start < last else later.plain.plain(first + moved, last + moved)

    def hidden(self, span: HiddenSpan) -> str:
        """What a span hides."""
        return self.incoming[span.start : span.end]

    def out(self, position: int) -> int:
        """An offset of the incoming text, in `text`. Exact for characters outside the spans."""
        moved = 0
        for span in self.spans:
            if span.end > position:
                break
            moved += len(span.pseudonym) - (span.end - span.start)
        return position + moved

    def back(self, position: int) -> int:
        """An offset of `text`, in the incoming text. Exact for characters outside the spans."""
        moved = 0
        for span in self.spans:
            if span.start + moved + len(span.pseudonym) > position:
                break
            moved += len(span.pseudonym) - (span.end - span.start)
        return position - moved
