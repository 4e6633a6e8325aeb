"""A volunteer's private word is carried out: about cases (list, open, invite, join, close, merge, leave), to compose, the Code.

Each asks `access.allowed` in the transaction that acts. Who is refused and who names a case that does not exist get the
same answer: whether a case exists is nobody's business but its members'.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases import Case, CaseStatus, How
from bot.domain.messages import PersonRef
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Answer, Button, Line, Opaque
from bot.domain.papers import PaperKind
from bot.domain.roster import TO_SHARE, Joining, shown_code
from bot.handlers.access import Action, Target, allowed
from bot.handlers.cases import (
    close_case,
    join_case,
    leave_case,
    mark_deceased,
    merge_cases,
    open_case,
    share_case,
)
from bot.handlers.codes import redeem, refuse
from bot.handlers.consent import ask_consent
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.disclosure.beginning import begin, of_case
from bot.handlers.disclosure.leading import lead
from bot.handlers.fields import ask_field
from bot.handlers.handing_out import hand_out, note_copy_offered, note_explained
from bot.handlers.looking import GOOD_FOR_MINUTES, make_look
from bot.handlers.private import private
from bot.handlers.rounds.joining import join_round, leave_round, list_rounds
from bot.handlers.sheets import GOOD_FOR_MINUTES as PAGE_MINUTES
from bot.handlers.sheets import blank_page
from bot.handlers.urgent import urgent
from bot.ports.store import Conflict, UnitOfWork
from redaction import Lang, RawText

Change = Callable[[Context, UnitOfWork, str, str], Awaitable[None]]

_CODE_GOOD_FOR = timedelta(days=7)
"""How long a code to join a case can be used."""
_MOST_NAMED = 20
"""Cases that one answer lists."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what."""

    by: PersonRef
    name: RawText
    who: str
    order: Order
    lang: Lang

    def say(self, key: str, *words: str, **counts: int | datetime) -> Answer:
        return Answer(Line(key, self.lang, {**counts, **({"words": Opaque(*words)} if words else {})}))


async def carry_out(context: Context, by: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
    """The answer to an order, for whoever gave it alone."""
    await private(context, by, name, lang)
    async with context.store.read() as unit:
        asked = Asked(by, name, await unit.roster.who(by), order, lang)
    return await _DOES[order.verb](context, asked)


async def _list(context: Context, asked: Asked) -> Answer:
    async with context.store.read() as unit:
        cases = await unit.cases.of_member(asked.who)
    if not cases:
        return asked.say("answer.no_cases")
    shown = [case.reference for case in cases[-_MOST_NAMED:]]
    return asked.say("answer.my_cases", *shown, count=len(cases))


async def _open(context: Context, asked: Asked) -> Answer:
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.CASE_OPEN, asked.by):
            return asked.say("answer.not_allowed")
        case = await open_case(context, unit, asked.who)
    return asked.say("answer.case_opened", case.reference)


async def _invite(context: Context, asked: Asked) -> Answer:
    async with context.store.begin() as unit:
        case = await _case(unit, asked, Action.CASE_INVITE)
        if case is None:
            return asked.say("answer.no_such_case")
        until = context.clock.now() + _CODE_GOOD_FOR
        code = await unit.invitations.make(TO_SHARE, case.case_id, asked.who, until)
    return asked.say("answer.case_invited", shown_code(code), until=until)


async def _join(context: Context, asked: Asked) -> Answer:
    async with context.store.begin() as unit:
        ended, case_id = await redeem(context, unit, asked.by, asked.order.code, TO_SHARE)
        case_id = await unit.cases.home(case_id)
        invited = Target(case_id=case_id, invited=ended is Joining.JOINED)
        if not await allowed(unit, Action.CASE_JOIN, asked.by, invited):
            if ended is Joining.JOINED:  # the case was closed meanwhile
                await refuse(context, unit, asked.by, Joining.EXPIRED)
            return asked.say("answer.case_not_joined")
        case = await unit.cases.case(case_id)
        byline = context.detector.byline(asked.name)
        fresh, notes = await join_case(context, unit, case, asked.who, How.INVITED, byline)
        if not fresh:
            return asked.say("answer.case_joined_already", case.reference)
        count = len(await unit.cases.members(case_id))
    for note in notes:
        await deliver(context, note)
    return asked.say("answer.case_joined", case.reference, count=count)


async def _close(context: Context, asked: Asked) -> Answer:
    async with context.store.begin() as unit:
        case = await _case(unit, asked, Action.CASE_CLOSE)
        if case is None or not await close_case(context, unit, case.case_id, asked.who):
            return asked.say("answer.no_such_case")
    return asked.say("answer.case_closed", case.reference, until=context.clock.now() + context.rules.keep_closed)


async def _changed(context: Context, asked: Asked, action: Action, change: Change, told: str) -> Answer:
    """What is done to a case by one call, and told in one line."""
    async with context.store.begin() as unit:
        case = await _case(unit, asked, action)
        if case is None:
            return asked.say("answer.no_such_case")
        await change(context, unit, case.case_id, asked.who)
    return asked.say(told, case.reference)


async def _shut(context: Context, asked: Asked) -> Answer | None:
    """The person said no. A member is told so; nobody else learns that there is such a case."""
    async with context.store.read() as unit:
        case = await _case(unit, asked, Action.CASE_USE)
        if case is None or not (await unit.case_notices.of(case.case_id)).names_stay_shut:
            return None
    return asked.say("answer.consent_shut", case.reference)


async def _share(context: Context, asked: Asked) -> Answer:
    return await _shut(context, asked) or await _changed(
        context, asked, Action.CASE_SHARE, share_case, "answer.case_shared"
    )


async def _who_is(context: Context, asked: Asked) -> Answer:
    """A link to the page that shows it; whoever may not learns no more than that the bot shows nothing."""
    base = context.rules.pages
    if base is None:
        return asked.say("answer.no_pages")
    if instead := await _which(context, asked) or await _shut(context, asked):
        return instead
    async with context.store.begin() as unit:
        case = await _case(unit, asked, Action.WHO_IS)
        token = await make_look(context, unit, case, asked.order.pseudonym, asked.who) if case else None
    if case is None or token is None:
        return asked.say("answer.nothing_to_show")
    line = Line("answer.look", asked.lang, {"words": Opaque(case.reference), "minutes": GOOD_FOR_MINUTES})
    return Answer(line, page=f"{base}/look/{token}")


async def _compose(context: Context, asked: Asked) -> Answer:
    """A link to an empty page to write on."""
    base = context.rules.pages
    if base is None:
        return asked.say("answer.compose_here")
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.COMPOSE, asked.by):
            return asked.say("answer.not_allowed")
        path = await blank_page(context, unit, asked.by, asked.name, asked.lang)
    return replace(asked.say("answer.compose", minutes=PAGE_MINUTES), page=f"{base}{path}")


async def _console(context: Context, asked: Asked) -> Answer:
    """A link to the console, for whom it is for; nobody else learns more than that it is not for them."""
    async with context.store.begin() as unit:
        return await lead(context, unit, asked.by, asked.lang)


async def _urgent(context: Context, asked: Asked) -> Answer:
    return await urgent(context, asked.by, asked.lang, *asked.order.cases[:1])


async def _details(context: Context, asked: Asked) -> Answer:
    if not asked.order.cases:
        return await begin(context, asked.by, asked.lang)
    return await of_case(context, asked.by, asked.order.cases[0], asked.lang)


async def _hand_out(context: Context, asked: Asked, kind: PaperKind) -> Answer:
    return hand_out(context, kind, asked.order.lang, asked.lang)


async def _note(context: Context, asked: Asked) -> Answer:
    """What was done about the Code for the person of a case, and what they said."""
    async with context.store.begin() as unit:
        case = await _case(unit, asked, Action.CASE_TELL)
        if case is None:
            return asked.say("answer.no_such_case")
        if asked.order.verb is Verb.CONSENT:
            return await ask_consent(context, unit, case, asked.lang)
        if asked.order.verb is Verb.COPY_OFFERED:
            return await note_copy_offered(context, unit, case, asked.who, asked.lang)
        return await note_explained(context, unit, case, asked.who, asked.order.lang or asked.lang, asked.lang)


async def _which(context: Context, asked: Asked) -> Answer | None:
    """Several open cases of theirs have somebody of that name: which is asked, never guessed."""
    if asked.order.cases:
        return None
    async with context.store.read() as unit:
        mine = [one for one in await unit.cases.of_member(asked.who) if one.status is CaseStatus.OPEN]
        having = [one for one in mine if (await unit.cases.memory(one.case_id))[0].named(asked.order.pseudonym)]
    if len(having) < _BOTH:
        return None
    buttons = [
        Button("who_is", f"{one.reference}/{asked.order.pseudonym}", Opaque(one.reference))
        for one in having[-_MOST_NAMED:]
    ]
    return replace(asked.say("answer.which_case"), buttons=tuple(buttons))


async def _speak(context: Context, asked: Asked) -> Answer:
    lang = asked.order.lang or asked.lang
    async with context.store.begin() as unit:
        await unit.people.speaks(asked.by, lang, chosen=True)
    return Answer(Line("answer.language", lang))


async def _ask(context: Context, asked: Asked) -> Answer:
    if context.rules.pages is None:
        return asked.say("answer.no_pages")
    if not asked.order.cases or asked.order.reason is None:
        return asked.say("answer.ask_how")
    async with context.store.read() as unit:
        case = await unit.cases.referred(asked.order.cases[0])
    if case is None:
        return asked.say("answer.nothing_to_ask")
    return await ask_field(context, asked.by, asked.name, case, asked.order.pseudonym, asked.order.reason, asked.lang)


async def _leave(context: Context, asked: Asked) -> Answer:
    async with context.store.begin() as unit:
        case = await _case(unit, asked, Action.CASE_LEAVE)
        if case is None:
            return asked.say("answer.no_such_case")
        left = await leave_case(context, unit, case.case_id, asked.who)
    return asked.say("answer.case_left" if left else "answer.case_left_orphan", case.reference)


async def _merge(context: Context, asked: Asked) -> Answer:
    if len(asked.order.cases) != _BOTH:
        return asked.say("answer.merge_names_two")
    async with context.store.read() as unit:
        one, into = [await unit.cases.referred(reference) for reference in asked.order.cases]
        if one is None or into is None or one == into or not await _may_merge(unit, asked, one, into):
            return asked.say("answer.no_such_case")
    try:
        merged = await merge_cases(context, one, into, asked.who, lambda unit: _may_merge(unit, asked, one, into))
    except Conflict:
        return asked.say("answer.try_again")
    if merged is None:
        return asked.say("answer.no_such_case")
    pairs, notes = merged
    for note in notes:
        await deliver(context, note)
    changed = [pseudonym for pair in pairs if pair[0] != pair[1] for pseudonym in pair]
    if not changed:
        return asked.say("answer.cases_merged", into.reference)
    slots = {"words": Opaque(into.reference), "changes": Opaque(*changed[: 2 * _MOST_NAMED])}
    return Answer(Line("answer.cases_merged_renamed", asked.lang, slots))


async def _may_merge(unit: UnitOfWork, asked: Asked, one: Case, into: Case) -> bool:
    return await allowed(unit, Action.CASE_MERGE, asked.by, Target(case_id=one.case_id, into=into.case_id))


async def _help(_: Context, asked: Asked) -> Answer:
    return asked.say("answer.case_help")


_BOTH = 2
_DOES: dict[Verb, Callable[[Context, Asked], Awaitable[Answer]]] = {
    Verb.LIST: _list,
    Verb.OPEN: _open,
    Verb.INVITE: _invite,
    Verb.JOIN: _join,
    Verb.CLOSE: _close,
    Verb.MERGE: _merge,
    Verb.DECEASED: lambda context, asked: _changed(
        context, asked, Action.CASE_CLOSE, mark_deceased, "answer.case_deceased"
    ),
    Verb.LEAVE: _leave,
    Verb.SHARE: _share,
    Verb.WHO_IS: _who_is,
    Verb.ASK: _ask,
    Verb.LANGUAGE: _speak,
    Verb.COMPOSE: _compose,
    Verb.CONSOLE: _console,
    Verb.URGENT: _urgent,
    Verb.DETAILS: _details,
    Verb.CODE: lambda context, asked: _hand_out(context, asked, PaperKind.CODE),
    Verb.NOTICE: lambda context, asked: _hand_out(context, asked, PaperKind.NOTICE),
    Verb.MY_NOTICE: lambda context, asked: _hand_out(context, asked, PaperKind.VOLUNTEERS),
    Verb.EXPLAINED: _note,
    Verb.COPY_OFFERED: _note,
    Verb.CONSENT: _note,
    Verb.ROUNDS: lambda context, asked: list_rounds(context, asked.by, asked.lang),
    Verb.ROUND_JOIN: lambda context, asked: join_round(context, asked.by, asked.order.round, asked.lang),
    Verb.ROUND_LEAVE: lambda context, asked: leave_round(context, asked.by, asked.order.round, asked.lang),
    Verb.HELP: _help,
}


async def _case(unit: UnitOfWork, asked: Asked, action: Action) -> Case | None:
    """The case that is meant, if they may: the one that is named, else the only open one that is theirs."""
    if asked.order.cases:
        case = await unit.cases.referred(asked.order.cases[0])
    else:
        mine = [one for one in await unit.cases.of_member(asked.who) if one.status is CaseStatus.OPEN]
        case = mine[0] if len(mine) == 1 else None
    if case is None or not await allowed(unit, action, asked.by, Target(case_id=case.case_id, purpose=case.purpose)):
        return None
    return case
