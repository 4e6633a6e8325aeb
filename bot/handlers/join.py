"""Somebody brings a one-time code to the private chat: their account becomes the member's whom it was made for."""

from __future__ import annotations

from bot.domain.journal import AccountLinked
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Line
from bot.domain.roster import TO_JOIN, Joining, Status
from bot.handlers.code import greet_now
from bot.handlers.codes import redeem, refuse
from bot.handlers.context import Context
from bot.handlers.private import private
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText

_ANSWERS = {Joining.JOINED: "answer.joined", Joining.ALREADY: "answer.joined_already"}


async def join(context: Context, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
    """Welcome them as anybody in the private chat, then try the code ("" where what they typed can be none)."""
    await private(context, person, name, lang)
    async with context.store.begin() as unit:
        ended = await _ended(context, unit, person, code)
    if ended is Joining.JOINED:
        await greet_now(context, person, lang)
    return Answer(Line(_ANSWERS.get(ended, "answer.not_joined"), lang))


async def _ended(context: Context, unit: UnitOfWork, person: PersonRef, code: str) -> Joining:
    owner = await unit.roster.member_of(person)
    if owner is not None and owner.status is Status.ACTIVE:
        return Joining.ALREADY
    ended, member_id = await redeem(context, unit, person, code, TO_JOIN)
    if ended is not Joining.JOINED:
        return ended
    now, account = context.clock.now(), unit.people.fingerprint(person)
    if not await unit.roster.link(person, member_id, now):  # made for somebody who left meanwhile
        await refuse(context, unit, person, Joining.EXPIRED)
        return Joining.EXPIRED
    linked = AccountLinked(at=now, member=member_id, channel=person.channel, account=account, how="code")
    await unit.journal.append(linked)
    return ended
