"""How long detection may take, and what is done when there is none."""

from __future__ import annotations

import re

from redaction import RawText

QUEUE_SECONDS = 30.0
"""How long a message waits for its turn before it is withheld."""

_CHARACTERS_PER_SECOND = 4000
_LONG_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){6,}")


def seconds_for(text: RawText, short: float) -> float:
    """Seconds that one message may take: `short`, and one more for each 4,000 characters."""
    return short + len(text) / _CHARACTERS_PER_SECOND


def strike_long_numbers(text: RawText) -> RawText:
    """`text` with every run of seven or more digits struck: what is left when no detector runs."""
    return RawText(_LONG_NUMBER.sub("[…]", text.expose()))
