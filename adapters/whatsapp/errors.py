"""What Meta's error codes mean to us. Pure; the texts of errors go no further than pywa.

(developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes)

    131047                              more than 24 hours since they wrote: CLOSED
    4, 80007, 130429, 131048, 131056    too many, too fast: RETRY
    1, 2, 131000, 131016, 131057, 5xx   theirs, passing: RETRY
    0, 3, 10, 190, 200-299              the token or its rights: FAILED, and at the start ChannelRefused
    131026                              they have no WhatsApp, or do not want us: FAILED
    anything else                       FAILED under its number
"""

from __future__ import annotations

from bot.domain.outgoing import Effect, Outcome

WINDOW = "window"
"""They did not write for 24 hours."""
UNAUTHORIZED = "unauthorized"

_TOKEN = frozenset({0, 3, 10, 190, *range(200, 300)})
_FAST: dict[int, float | None] = {4: 60.0, 80007: 60.0, 130429: None, 131048: 60.0, 131056: 6.0, 133016: 60.0}
"""Seconds to wait: for one pair of numbers Meta allows a message every six seconds (…/whatsapp/throughput)."""
_PASSING = frozenset({1, 2, 131000, 131016, 131057, 133004})
_NAMES = {131026: "undeliverable", 131049: "not_wanted", 131050: "not_wanted", 368: "restricted", 131031: "restricted"}


def effect_of(code: int, status: int = 400, *, passing: bool = False) -> Effect:
    """How a call ended that Meta refused with `code`; `passing`: Meta says that it would pass."""
    if code == 131047:
        return Effect(Outcome.CLOSED, code=WINDOW)
    if code in _FAST:
        return Effect(Outcome.RETRY, retry_after=_FAST[code], code="flood")
    if code in _TOKEN:
        return Effect(Outcome.FAILED, code=UNAUTHORIZED)
    if passing or code in _PASSING or status >= 500 or status == 429:
        return Effect(Outcome.RETRY, code="server_error")
    return Effect(Outcome.FAILED, code=_NAMES.get(code, f"meta_{code}"))


def effect_of_status(code: str) -> Effect:
    """The same, of a message that Meta took and gave up later."""
    return effect_of(int(code)) if code.isascii() and code.isdigit() else Effect(Outcome.FAILED, code="not_delivered")
