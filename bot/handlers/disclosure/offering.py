"""What can be done about a case before anything is opened: read the redacted version, have a message passed on (clause C15).

And which details there are to be opened, by pseudonym and kind, without a value.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.alerting import LOOKED_BACK, Alerted, TooMany, too_many
from bot.domain.cases import Case, Purpose
from bot.domain.disclosure_entries import MembersAlerted, MessagePassedOn
from bot.domain.disclosure_wish import VaultField
from bot.domain.grounds import Ground
from bot.domain.outgoing import URGENT, Line, Post
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.forms import handed_in, keep_form
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
        grounds = await grounds_for(context, unit, by, Action.REQUEST_DISCLOSURE, case)
        if not grounds:
            return None
        members = await unit.cases.members(case.case_id)
        reached = [member for member in members if await account_of(context, unit, member.who)]
        return Offer(
            case_id=case.case_id,
            reference=case.reference,
            redacted=await _redacted(unit, case.case_id),
            listeners=len(reached),
            grounds=grounds,
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
    both = (Action.REQUEST_DISCLOSURE, Action.BREAK_GLASS)
    async with context.store.read() as unit:
        return frozenset([action.value for action in both if await grounds_for(context, unit, by, action)])


async def grounds_for(
    context: Context, unit: UnitOfWork, by: str, action: Action, case: Case | None = None
) -> tuple[Ground, ...]:
    """Those on which somebody may do it: about `case`, or about one that is nobody's own burden. Nobody is complained of yet."""
    case_id, purpose = (case.case_id, case.purpose) if case else (None, Purpose.GUIDANCE)
    found = []
    for ground in context.grounds.values():
        target = Target(case_id=case_id, purpose=purpose, roles=roles_for(ground, action), barred=frozenset())
        if await allowed_who(unit, action, by, target):
            found.append(ground)
    return tuple(found)


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


async def pass_on(context: Context, by: str, case_id: str, message: RawText, once: str = "") -> Done:
    """Have those who support the person tell them something. It is redacted like any text: it passes through a chat."""
    async with context.store.read() as unit:
        try:
            home = await unit.cases.home(case_id)
            purpose = (await unit.cases.case(home)).purpose
        except Wiped:
            return Done(Line("disclosure.gone"))
    said = await aloud(context, home, message)
    async with context.store.begin() as unit:
        if before := await handed_in(unit, by, once):
            return before
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
        done = Done(Line("disclosure.passed_on", None, {"count": len(notes)}), happened=True, notes=tuple(notes))
        return await keep_form(context, unit, by, once, done)


async def alert(context: Context, by: str, case_id: str, once: str = "") -> Done:
    """Those who support the person hear at once that they may be in danger: a sentence of ours, and whom to ring back.

    Where they heard so often that one more tells them nothing, whoever alerts is told that, and since when.
    """
    async with context.store.begin() as unit:
        if before := await handed_in(unit, by, once):
            return before
        try:
            case = await unit.cases.case(await unit.cases.home(case_id))
        except Wiped:
            return Done(Line("disclosure.gone"))
        if not await allowed_who(unit, Action.ALERT, by, Target(case_id=case.case_id, purpose=case.purpose)):
            return await deny(context, unit, by, Action.ALERT, "not_allowed", "not_yours")
        if many := await _too_many(unit, case.case_id, by, context.clock.now()):
            denied = await deny(context, unit, by, Action.ALERT, f"alerted_{many.about}", f"alerted_{many.about}")
            return replace(denied, line=replace(denied.line, slots={"count": many.count, "at": many.again_at}))
        to = [member.who for member in await unit.cases.members(case.case_id) if member.who != by]
        byline, buttons = await byline_of(context, unit, by), dict.fromkeys(to, (URGENT,))
        notes = await tell(context, unit, case.case_id, to, "alert", case.case_id, buttons, byline=byline)
        await unit.journal.append(MembersAlerted(at=context.clock.now(), case=case.case_id, by=by, reached=len(notes)))
        if not notes:
            return Done(Line("disclosure.alerted_nobody"))
        done = Done(Line("disclosure.alerted", None, {"count": len(notes)}), happened=True, notes=tuple(notes))
        return await keep_form(context, unit, by, once, done)


async def _too_many(unit: UnitOfWork, case_id: str, by: str, now: datetime) -> TooMany | None:
    """Counted from the journal, so that a restart forgives nothing."""
    entries = await unit.journal.since(MembersAlerted.kind, now - LOOKED_BACK)
    sent = [
        Alerted(datetime.fromisoformat(one.at), str(one.body.get("case")), str(one.body.get("by"))) for one in entries
    ]
    return too_many(sent, case_id, by, now)
