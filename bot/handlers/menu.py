"""Four buttons instead of a dozen commands: ask colleagues, my cases, the Code, urgent. Every order about cases has its button.

Each press says what the same order in words says (`orders.py`), and asks `access.allowed` there.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Case, Purpose
from bot.domain.consents import consent_line
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Answer, Button, Line, Opaque, Press
from bot.domain.papers import PaperKind
from bot.handlers.access import Action, Target, allowed
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.handing_out import code_line, hand_out
from bot.handlers.orders import carry_out
from bot.handlers.permission import permit_buttons
from bot.ports.store import UnitOfWork, Wiped
from redaction import Family

_MOST_CASES, _MOST_PEOPLE = 10, 8
_OF_A_CASE = (
    *(Verb.INVITE, Verb.SHARE, Verb.EXPLAINED, Verb.COPY_OFFERED, Verb.CONSENT),
    *(Verb.CLOSE, Verb.LEAVE, Verb.DECEASED),
)
_ASKED_TWICE = frozenset({Verb.CLOSE, Verb.LEAVE, Verb.DECEASED})
"""What cannot be undone with another tap."""
CASE_ACTIONS = (
    "case_open",
    *(f"case_{verb}" for verb in _OF_A_CASE),
    *(f"case_{verb}_sure" for verb in _ASKED_TWICE),
)


async def ask(press: Press) -> Answer:
    """How to ask colleagues."""
    return Answer(Line("answer.menu_ask", press.lang), buttons=(Button("menu_call", "menu"),))


async def call(context: Context, press: Press) -> Answer:
    """What was said on the telephone: on a page that asks for its parts, where there are pages; else in one message."""
    if context.rules.pages is not None:
        answer = await carry_out(context, press.by, press.by_name, Order(Verb.COMPOSE), press.lang)
        return replace(answer, page=f"{answer.page}?call") if answer.page else answer
    return Answer(Line("answer.menu_call", press.lang))


async def the_code(context: Context, press: Press) -> Answer:
    """The Code, to read and to hand on."""
    return hand_out(context, PaperKind.CODE, None, press.lang)


async def of_case(context: Context, press: Press) -> Answer:
    """What can be done with one case of theirs. `subject`: its reference."""
    async with context.store.read() as unit:
        case = await unit.cases.referred(press.subject)
        target = Target(case_id=case.case_id) if case else Target()
        if case is None or not await allowed(unit, Action.CASE_USE, press.by, target):
            return Answer(Line("answer.no_such_case", press.lang))
        notice = await unit.case_notices.of(case.case_id)
        people = [] if notice.names_stay_shut else await _people(unit, case)
    reference = case.reference
    shareable = case.purpose is Purpose.GUIDANCE and not notice.names_stay_shut
    offered = [verb for verb in _OF_A_CASE if verb is not Verb.SHARE or shareable]
    buttons = (
        *(Button("who_is", f"{reference}/{person}", Opaque(f"[{person}]")) for person in people),
        *(Button(f"case_{verb}", reference) for verb in offered),
    )
    told = {"told": code_line(notice, press.lang), "consent": consent_line(notice.consent, press.lang)}
    return Answer(Line("answer.case_menu", press.lang, {"words": Opaque(reference), **told}), buttons=buttons)


async def do(context: Context, press: Press) -> Answer:
    """An order by its button: "case_open", "case_close" with the reference, "case_close_sure"."""
    name = press.action.removeprefix("case_")
    verb = Verb(name.removesuffix("_sure"))
    cases = (press.subject,) if verb is not Verb.OPEN else ()
    if verb in _ASKED_TWICE and not name.endswith("_sure"):
        sure = Button(f"case_{verb}_sure", press.subject, Opaque(press.subject))
        return Answer(Line(f"answer.case_{verb}_sure", press.lang, {"words": Opaque(press.subject)}), buttons=(sure,))
    answer = await carry_out(context, press.by, press.by_name, Order(verb, cases), press.lang)
    return replace(answer, ended=verb in _ASKED_TWICE)


async def who_is(context: Context, press: Press) -> Answer:
    """`subject`: a case and a pseudonym: "C-7K2P4/Person A"."""
    reference, pseudonym = press.subject.split("/")
    order = Order(Verb.WHO_IS, (reference,), pseudonym=pseudonym)
    return await carry_out(context, press.by, press.by_name, order, press.lang)


async def console(context: Context, press: Press) -> Answer:
    """A link to the console."""
    return await carry_out(context, press.by, press.by_name, Order(Verb.CONSOLE), press.lang)


async def cases(context: Context, press: Press) -> Answer:
    """Their open cases, one button each, and one that opens another; and what is theirs beside cases."""
    async with context.store.read() as unit:
        shown = await cases_of(unit, press.by)
        now = context.clock.now()
        undone = [case for case in shown if not (await unit.case_notices.of(case.case_id)).complete(now)]
    buttons = [Button("case_menu", case.reference, Opaque(case.reference)) for case in shown[-_MOST_CASES:]]
    line = Line("answer.menu_cases" if shown else "answer.menu_no_cases", press.lang, {"count": len(shown)})
    todo = [case.reference for case in undone if not case.deceased][-_MOST_CASES:]
    if todo and context.papers is not None:
        line = Line("answer.menu_cases_to_do", press.lang, {"count": len(shown), "words": Opaque(*todo)})
    return Answer(line, buttons=(*buttons, Button("case_open", "new"), *permit_buttons(context, press.by)))


async def _people(unit: UnitOfWork, case: Case) -> list[str]:
    """Pseudonyms of the people of a case whose members may look at them, those mentioned last first."""
    if case.purpose is not Purpose.CO_WORKING:
        return []
    try:
        memory, _ = await unit.cases.memory(case.case_id)
    except Wiped:
        return []
    known = sorted(memory.of(Family.PERSON), key=lambda one: -one.seen)
    return [one.pseudonym(memory.lang or "en").strip("[]") for one in known[:_MOST_PEOPLE]]
