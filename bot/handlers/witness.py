"""The daily witness goes out, to each trustee by itself, until the mail server takes it; at once when somebody was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.audit.witness import witness_subject, witness_text
from bot.domain.journal import WitnessFailed, WitnessSent
from bot.domain.witness import Witness
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.ports.witness import LastWitness, Mailer, Witnesses
from bot.ports.wording import Wording

log = structlog.get_logger(__name__)

_DAILY = timedelta(hours=24)
_SAID_AGAIN = timedelta(hours=6)
"""A failure that goes on is tried again each time and journalled anew only after so long."""


@dataclass(frozen=True, slots=True)
class WitnessRound:
    """What the round to the trustees needs."""

    store: Store
    records: Witnesses
    mailer: Mailer
    wording: Wording
    clock: Clock


async def send_due(round_: WitnessRound) -> None:
    """Send to each trustee who had none for a day, or none since a case's key was destroyed or an identity opened."""
    now = round_.clock.now()
    witness = await round_.records.take(now)
    for trustee in range(1, round_.mailer.trustees + 1):
        last = await round_.records.last(trustee)
        if _due(witness, last, now):
            await _send(round_, trustee, witness, last)


def _due(witness: Witness, last: LastWitness, now: datetime) -> bool:
    daily = last.sent_at is None or now - last.sent_at >= _DAILY
    return daily or len(witness.gone) > last.destroyed or witness.opened > last.entries


async def _send(round_: WitnessRound, trustee: int, witness: Witness, last: LastWitness) -> None:
    text = witness_text(witness, round_.wording)
    code = await round_.mailer.send(trustee, witness_subject(witness), text)
    now = round_.clock.now()
    said = bool(last.said_at and last.code == code and now - last.said_at < _SAID_AGAIN)
    if not code or not said:
        await _journal(round_, trustee, witness, code, now)
    if code:  # after it is kept: whoever reads the log finds it in the status too
        log.warning("witness_failed", trustee=trustee, code=code)


async def _journal(round_: WitnessRound, trustee: int, witness: Witness, code: str, now: datetime) -> None:
    async with round_.store.begin() as unit:
        if code:
            await unit.journal.append(WitnessFailed(at=now, trustee=trustee, code=code))
        else:
            sent = WitnessSent(at=now, trustee=trustee, entries=witness.entries, destroyed=len(witness.gone))
            await unit.journal.append(sent)
