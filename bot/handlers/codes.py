"""A one-time code is tried. Wrong, used and expired codes, and codes tried too often, get one answer; the journal knows which."""

from __future__ import annotations

from bot.domain.journal import JoinRefused
from bot.domain.messages import PersonRef
from bot.domain.roster import Joining
from bot.handlers.context import Context
from bot.handlers.tries import MOST
from bot.ports.store import UnitOfWork


async def redeem(context: Context, unit: UnitOfWork, person: PersonRef, code: str, kind: str) -> tuple[Joining, str]:
    """JOINED and what the code is for; else why not, and "". `code` is "" where what they typed can be none."""
    now, account = context.clock.now(), unit.people.fingerprint(person)
    tries = context.tries.take(account, now)
    if tries > MOST:
        if tries == MOST + 1:  # one entry for a spell: whoever keeps trying must not fill the journal
            await refuse(context, unit, person, Joining.TOO_MANY)
        return Joining.TOO_MANY, ""
    ended, subject = await unit.invitations.redeem(code, kind, now) if code else (Joining.WRONG, "")
    if ended is Joining.JOINED:
        context.tries.forget(account)
    else:
        await refuse(context, unit, person, ended)
    return ended, subject


async def refuse(context: Context, unit: UnitOfWork, person: PersonRef, why: Joining) -> None:
    """Journal that a code was not good."""
    account = unit.people.fingerprint(person)
    refused = JoinRefused(at=context.clock.now(), channel=person.channel, account=account, code=why.value)
    await unit.journal.append(refused)
