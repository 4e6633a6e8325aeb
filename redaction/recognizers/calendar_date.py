"""Calendar dates with a day: "14 March", "12/03/2024", "6/06", "le 3 mai", "the twenty second of january", "Thurs 11th".

Grammar and traps: `dates`. A date of birth is a date too; `birth_date` claims it with a higher score.
"""

from __future__ import annotations

from collections.abc import Iterator

from redaction.recognizers.base import Found
from redaction.recognizers.dates import DateSpan, DateSpanRecognizer


class CalendarDateRecognizer(DateSpanRecognizer):
    """Finds dates that name a day; bare months, years and weekdays stay."""

    FAMILY = "DATE"

    def among(self, dates: list[DateSpan], folded: str) -> Iterator[Found]:
        for span in dates:
            yield Found(span.start, span.end, span.score, span.why)
