"""What the journal counts, month by month: how much was hidden, how often people had to mend it, what was reported missed.

A rate of missed details comes from sampled review, since what nobody saw nobody reports. Its interval is Wilson's, at 95 %
(E. B. Wilson, 1927, J. Amer. Statist. Assoc. 22), which holds for few and for no misses.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.audit.chain import Link

COUNTED = (
    "message_redacted",
    "message_withheld",
    "message_exposed",
    "detail_reported",
    "message_mended",
    "post_withdrawn",
)
_REVIEWED = "sample_reviewed"
_Z = 1.959964
"""Of the standard normal distribution, for 95 %."""


@dataclass(slots=True)
class Month:
    """Counts by kind of entry; `read` posts of a sample were reviewed, in `missed` of them a detail stood."""

    counts: Counter[str] = field(default_factory=Counter)
    read: int = 0
    missed: int = 0


def by_month(links: Iterable[Link]) -> Mapping[str, Month]:
    """Figures for each month that has any ("2026-11"), oldest first."""
    months: defaultdict[str, Month] = defaultdict(Month)
    for link in links:
        month = link.at[:7]
        if link.kind in COUNTED:
            months[month].counts[link.kind] += 1
        elif link.kind == _REVIEWED:
            months[month].read += int(link.body["read"])
            months[month].missed += int(link.body["missed"])
    return dict(sorted(months.items()))


def interval(missed: int, read: int) -> tuple[float, float]:
    """Wilson's interval for a share, at 95 %; (0, 1) where nothing was read."""
    if read == 0:
        return 0.0, 1.0
    share, square = missed / read, _Z * _Z
    middle = share + square / (2 * read)
    spread = _Z * math.sqrt(share * (1 - share) / read + square / (4 * read * read))
    whole = 1 + square / read
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)
