"""Processor time, so that a busy machine decides nothing, with an end for what would never end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType

LIMIT = 1.0
"""Seconds of processor time after which a run is ended, far beyond any bound that a test sets."""


class _TooLong(Exception):
    """The timer rang. The matcher of `re` looks for signals while it backtracks, so even there it can be ended."""


def least(run: Callable[[], object], bound: float, runs: int = 3) -> float:
    """Seconds of processor time of the quickest of `runs` runs; no further run once one is within `bound`."""
    best = LIMIT
    for _ in range(runs):
        best = min(best, _once(run))
        if best <= bound or best == LIMIT:
            break
    return best


def _once(run: Callable[[], object]) -> float:
    """Seconds of processor time of one run, `LIMIT` at most. Only in the main thread, where signals arrive."""
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    start = time.process_time()
    try:
        run()
    except _TooLong:
        return LIMIT
    else:
        return min(LIMIT, time.process_time() - start)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _TooLong
