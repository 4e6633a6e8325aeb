"""Somebody brings a one-time code to the private chat: their account becomes the member's whom it was made for.

Wrong, used and expired codes, and codes tried too often, get one answer: a guess must teach nothing. The journal knows which.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.journal import AccountLinked, JoinRefused
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Line
from bot.domain.roster import TO_JOIN, Joining, Status
from bot.handlers.context import Context
from bot.handlers.private import private
from bot.handlers.tries import MOST
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText

_ANSWERS = {Joining.JOINED: "answer.joined", Joining.ALREADY: "answer.joined_already"}


async def join(context: Context, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
    """Welcome them as anybody in the private chat, then try the code ("" where what they typed can be none)."""
    await private(context, person, name, lang)
    async with context.store.begin() as unit:
        ended = await _ended(context, unit, person, code)
    return Answer(Line(_ANSWERS.get(ended, "answer.not_joined"), lang))


async def _ended(context: Context, unit: UnitOfWork, person: PersonRef, code: str) -> Joining:
    owner = await unit.roster.member_of(person)
    if owner is not None and owner.status is Status.ACTIVE:
        return Joining.ALREADY
    now, account = context.clock.now(), unit.people.fingerprint(person)
    tries = context.tries.take(account, now)
    if tries > MOST:
        if tries == MOST + 1:  # one entry for a spell: whoever keeps trying must not fill the journal
            await _refuse(unit, person, Joining.TOO_MANY, now)
        return Joining.TOO_MANY
    ended, member_id = await _redeemed(unit, person, code, now)
    if ended is not Joining.JOINED:
        await _refuse(unit, person, ended, now)
        return ended
    context.tries.forget(account)
    linked = AccountLinked(at=now, member=member_id, channel=person.channel, account=account, how="code")
    await unit.journal.append(linked)
    return ended


async def _redeemed(unit: UnitOfWork, person: PersonRef, code: str, now: datetime) -> tuple[Joining, str]:
    if not code:
        return Joining.WRONG, ""
    ended, member_id = await unit.invitations.redeem(code, TO_JOIN, now)
    if ended is Joining.JOINED and not await unit.roster.link(person, member_id, now):
        return Joining.EXPIRED, ""  # made for somebody who left meanwhile
    return ended, member_id


async def _refuse(unit: UnitOfWork, person: PersonRef, why: Joining, now: datetime) -> None:
    account = unit.people.fingerprint(person)
    await unit.journal.append(JoinRefused(at=now, channel=person.channel, account=account, code=why.value))
