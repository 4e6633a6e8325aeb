"""What can be done about a case before anything is opened: read the redacted version, have a message passed on (clause C15).

And which details there are to be opened, by pseudonym and kind, without a value.
"""

from __future__ import annotations

from bot.domain.cases import Purpose
from bot.domain.disclosure_entries import MembersAlerted, MessagePassedOn
from bot.domain.disclosure_wish import VaultField
from bot.domain.grounds import Ground
from bot.domain.outgoing import URGENT, Line, Post
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.telling import aloud, byline_of, tell
from bot.handlers.disclosure.turn import deny, roles_for
from bot.handlers.notes import account_of
from bot.handlers.opening import field_of
from bot.ports.disclosing import Done, Offer
from bot.ports.store import UnitOfWork, Wiped
from redaction import DESTROYED, RawText, RedactedText


async def offer(context: Context, by: str, case_id: str) -> Offer | None:
    """What `by` can do about the case, the least telling first; None where they may ask on no ground, or it is gone."""
    async with context.store.read() as unit:
        try:
            case = await unit.cases.case(await unit.cases.home(case_id))
            fields = await vault_fields(unit, case.case_id)
        except Wiped:
            return None
        grounds = []
        for ground in context.grounds.values():
            roles = roles_for(ground, Action.REQUEST_DISCLOSURE)
            target = Target(case_id=case.case_id, purpose=case.purpose, roles=roles, barred=frozenset())
            if await allowed_who(unit, Action.REQUEST_DISCLOSURE, by, target):
                grounds.append(ground)
        if not grounds:
            return None
        members = await unit.cases.members(case.case_id)
        reached = [member for member in members if await account_of(context, unit, member.who)]
        return Offer(
            case_id=case.case_id,
            reference=case.reference,
            redacted=await _redacted(unit, case.case_id),
            listeners=len(reached),
            grounds=tuple(grounds),
            fields=tuple(fields),
            orphaned=not members,
            at=context.clock.now(),
        )


async def offer_of(context: Context, by: str, reference: str) -> Offer | None:
    """The same for a case that somebody names. Whether there is one, who may not ask is not told; the journal is."""
    async with context.store.read() as unit:
        case = await unit.cases.referred(reference)
    offered = await offer(context, by, case.case_id) if case else None
    if offered is None:
        async with context.store.begin() as unit:
            code = "not_allowed" if case else "no_such_case"
            await deny(context, unit, by, Action.REQUEST_DISCLOSURE, code, "not_yours")
    return offered


async def may(context: Context, by: str) -> frozenset[str]:
    """Which of both they may do on any ground."""
    async with context.store.read() as unit:
        return frozenset(
            [
                action.value
                for action in (Action.REQUEST_DISCLOSURE, Action.BREAK_GLASS)
                for ground in context.grounds.values()
                if await allowed_who(unit, action, by, about_any_case(ground, action))
            ]
        )


def about_any_case(ground: Ground, action: Action) -> Target:
    """Of a case that is nobody's own burden, and in which nobody is complained of."""
    return Target(purpose=Purpose.GUIDANCE, roles=roles_for(ground, action), barred=frozenset())


async def vault_fields(unit: UnitOfWork, case_id: str) -> list[VaultField]:
    """What the case could open. Raises `Wiped` once its key is destroyed."""
    memory, _ = await unit.cases.memory(case_id)
    lang = memory.lang or "en"
    known = [one for one in memory if one.family not in DESTROYED and one.forms]
    return [VaultField(field_of(one.pseudonym("en")), one.pseudonym(lang), one.family) for one in known]


async def _redacted(unit: UnitOfWork, case_id: str) -> tuple[RedactedText, ...]:
    """The case's posts that stand, as colleagues read them."""
    posts = [await unit.posts.content(record.post_id) for record in await unit.posts.standing(case_id)]
    return tuple(post.body for post in posts if isinstance(post, Post))


async def pass_on(context: Context, by: str, case_id: str, message: RawText) -> Done:
    """Have those who support the person tell them something. It is redacted like any text: it passes through a chat."""
    async with context.store.read() as unit:
        try:
            home = await unit.cases.home(case_id)
            purpose = (await unit.cases.case(home)).purpose
        except Wiped:
            return Done(Line("disclosure.gone"))
    said = await aloud(context, home, message)
    async with context.store.begin() as unit:
        if not await allowed_who(unit, Action.PASS_ON, by, Target(case_id=home, purpose=purpose)):
            return await deny(context, unit, by, Action.PASS_ON, "not_allowed", "not_yours")
        if said is None:
            return Done(Line("disclosure.passed_on_unread"))
        to = [member.who for member in await unit.cases.members(home)]
        byline = await byline_of(context, unit, by)
        notes = await tell(context, unit, home, to, "pass_on", home, byline=byline, message=said)
        if not notes:
            return Done(Line("disclosure.passed_on_nobody"))
        passed = MessagePassedOn(at=context.clock.now(), case=home, by=by, reached=len(notes))
        await unit.journal.append(passed)
    return Done(Line("disclosure.passed_on", None, {"count": len(notes)}), happened=True, notes=tuple(notes))


async def alert(context: Context, by: str, case_id: str) -> Done:
    """Those who support the person hear at once that they may be in danger: a sentence of ours, and whom to ring back."""
    async with context.store.begin() as unit:
        try:
            case = await unit.cases.case(await unit.cases.home(case_id))
        except Wiped:
            return Done(Line("disclosure.gone"))
        if not await allowed_who(unit, Action.ALERT, by, Target(case_id=case.case_id, purpose=case.purpose)):
            return await deny(context, unit, by, Action.ALERT, "not_allowed", "not_yours")
        to = [member.who for member in await unit.cases.members(case.case_id) if member.who != by]
        byline, buttons = await byline_of(context, unit, by), dict.fromkeys(to, (URGENT,))
        notes = await tell(context, unit, case.case_id, to, "alert", case.case_id, buttons, byline=byline)
        await unit.journal.append(MembersAlerted(at=context.clock.now(), case=case.case_id, by=by, reached=len(notes)))
    if not notes:
        return Done(Line("disclosure.alerted_nobody"))
    return Done(Line("disclosure.alerted", None, {"count": len(notes)}), happened=True, notes=tuple(notes))
