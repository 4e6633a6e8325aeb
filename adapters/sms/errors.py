"""What Twilio's error codes mean to us. Pure. (twilio.com/docs/api/errors).

21610                         they wrote STOP: CLOSED
21211, 21217, 21614           not a number that takes texts: FAILED
20003, 20005, 20403           the token, or the account: FAILED, and at the start ChannelRefused
20429, 429, 14107, 5xx        too fast, or theirs: RETRY
20009, 20404                  of a record: not finished yet, gone
anything else                 FAILED under its number
"""

from __future__ import annotations

from bot.domain.outgoing import Effect, Outcome

STOPPED = "stopped"
UNAUTHORIZED = "unauthorized"
_NOT_A_NUMBER = frozenset({21211, 21217, 21614, 21408})
_TOKEN = frozenset({20003, 20005, 20006, 20403})
_FAST = frozenset({20429, 14107, 30022})


def effect_of(code: int | None, status: int) -> Effect:
    """How a call ended that Twilio refused."""
    if code == 21610:
        return Effect(Outcome.CLOSED, code=STOPPED)
    if code in _TOKEN or status in (401, 403):
        return Effect(Outcome.FAILED, code=UNAUTHORIZED)
    if code in _FAST or status == 429:
        return Effect(Outcome.RETRY, code="flood")
    if status >= 500:
        return Effect(Outcome.RETRY, code="server_error")
    if code in _NOT_A_NUMBER:
        return Effect(Outcome.FAILED, code="not_a_number")
    return Effect(Outcome.FAILED, code=f"twilio_{code or status}")
