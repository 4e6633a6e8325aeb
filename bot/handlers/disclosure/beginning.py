"""A request begins in a private chat: which case, on which ground, which details, without a value; then on to the console.

The order is the policy's (clause C15): what can be done without asking is said first. Nothing is kept between the steps:
each button holds what was chosen so far, and each step asks again whether they may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cases import reference_in
from bot.domain.disclosure_wish import MOST_FIELDS, VaultField
from bot.domain.grounds import Effect, Ground
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Opaque, Press
from bot.handlers.access import Action
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.disclosure.leading import lead
from bot.handlers.disclosure.offering import grounds_for, offer_of
from bot.ports.disclosing import Offer
from bot.ports.store import UnitOfWork
from redaction import Lang

_MOST_CASES, _MOST_SHOWN = 10, 24
FORM = "ask"
"""The page of the console whose form goes on with what was chosen: "ask/C-7K2P4/person_in_danger/Person_A-phone_1"."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a button holds: "C-7K2P4/0/3/0.2" is the first ground, and of three details the first and the third."""

    reference: str
    ground: int
    count: int
    fields: tuple[int, ...] = ()

    @classmethod
    def read(cls, subject: str) -> _Chosen:
        """Raises `ValueError`."""
        reference, ground, count, fields = subject.split("/")
        return cls(reference, int(ground), int(count), tuple(int(one) for one in fields.split(".") if one))

    def __str__(self) -> str:
        return f"{self.reference}/{self.ground}/{self.count}/{'.'.join(map(str, self.fields))}"

    def turned(self, field: int) -> _Chosen:
        """With one more chosen, or one less."""
        left = {*self.fields} ^ {field}
        return _Chosen(self.reference, self.ground, self.count, tuple(sorted(left)))


async def may_ask(context: Context, unit: UnitOfWork, by: PersonRef) -> bool:
    """Whether somebody may ask on any ground, about a case that is nobody's own burden."""
    return bool(await grounds_for(context, unit, await unit.roster.who(by), Action.REQUEST_DISCLOSURE))


async def begin(context: Context, by: PersonRef, lang: Lang) -> Answer:
    """Which case; whoever may not ask is told whom to turn to."""
    async with context.store.read() as unit:
        if not await may_ask(context, unit, by):
            return Answer(Line("answer.details_whom", lang))
        cases = (await cases_of(unit, by))[-_MOST_CASES:]
    buttons = tuple(Button("details_case", case.reference, Opaque(case.reference)) for case in cases)
    return Answer(Line("answer.details_which", lang), buttons=buttons)


async def of_case(context: Context, by: PersonRef, reference: str, lang: Lang) -> Answer:
    """What can be done about the case without asking, then the grounds on which they may ask."""
    offered = await _offered(context, by, reference)
    if isinstance(offered, Line):
        return Answer(Line(offered.key, lang))
    counted = {"count": len(offered.redacted), "listeners": offered.listeners}
    numbers = {ground_id: number for number, ground_id in enumerate(context.grounds)}
    fitting = [ground for ground in offered.grounds if offered.orphaned or ground.effect is Effect.LOOK]
    buttons = tuple(
        Button("details_ground", f"{offered.reference}/{numbers[ground.ground_id]}", Line(f"ground.{ground.ground_id}"))
        for ground in fitting
    )
    return Answer(Line("answer.details_ground", lang, {"words": Opaque(offered.reference), **counted}), buttons=buttons)


async def on_ground(context: Context, press: Press) -> Answer:
    """The details of the case, to be ticked; where a listener is named, the console at once. `subject`: "C-7K2P4/0"."""
    reference, number = press.subject.split("/")
    offered = await _offered(context, press.by, reference)
    if isinstance(offered, Line):
        return Answer(Line(offered.key, press.lang))
    return await _shown(context, press, offered, _Chosen(offered.reference, int(number), len(offered.fields)))


async def tick(context: Context, press: Press) -> Answer:
    """What is chosen now. `subject`: as `_Chosen` reads it, after the press."""
    chosen = _Chosen.read(press.subject)
    offered = await _offered(context, press.by, chosen.reference)
    if isinstance(offered, Line):
        return Answer(Line(offered.key, press.lang))
    if chosen.count != len(offered.fields):  # the case learnt of somebody meanwhile: shown anew
        chosen = _Chosen(chosen.reference, chosen.ground, len(offered.fields))
    return await _shown(context, press, offered, chosen)


async def go_on(context: Context, press: Press) -> Answer:
    """To the console's form with what was chosen; nothing is asked of anybody before it is handed in there."""
    chosen = _Chosen.read(press.subject)
    offered = await _offered(context, press.by, chosen.reference)
    if isinstance(offered, Line):
        return Answer(Line(offered.key, press.lang))
    fields = _named(offered, chosen)
    if chosen.count != len(offered.fields) or len(fields) > MOST_FIELDS:
        return await tick(context, press)
    return await _led(context, press, offered, _ground(context, offered, chosen), fields)


async def _offered(context: Context, by: PersonRef, reference: str) -> Offer | Line:
    """What there is to choose from, or what they are told instead."""
    named = reference_in(reference)
    async with context.store.read() as unit:
        who, may = await unit.roster.who(by), await may_ask(context, unit, by)
    if not may:
        return Line("answer.details_whom")
    offered = await offer_of(context, who, named) if named else None
    return offered or Line("answer.no_such_case")


async def _shown(context: Context, press: Press, offered: Offer, chosen: _Chosen) -> Answer:
    ground = _ground(context, offered, chosen)
    if ground.effect is Effect.NAME_LISTENER:
        return await _led(context, press, offered, ground, [])
    numbered = list(enumerate(offered.fields))[-_MOST_SHOWN:]
    ticks = tuple(
        Button(
            "detail_not" if number in chosen.fields else "detail", str(chosen.turned(number)), Opaque(field.pseudonym)
        )
        for number, field in numbered
    )
    many = len(chosen.fields) > MOST_FIELDS
    on = (Button("details_go", str(chosen)),) if chosen.fields and not many else ()
    about = {"ground": Line(f"ground.{ground.ground_id}"), "about": Line(f"ground.{ground.ground_id}_about")}
    key = "answer.details_many" if many else "answer.details_tick" if offered.fields else "answer.details_none"
    return Answer(Line(key, press.lang, {"words": Opaque(offered.reference), **about}), buttons=(*ticks, *on))


async def _led(context: Context, press: Press, offered: Offer, ground: Ground, fields: Sequence[VaultField]) -> Answer:
    chosen = ["-".join(field.name for field in fields)] if fields else []
    to = "/".join([FORM, offered.reference, ground.ground_id, *chosen])
    async with context.store.begin() as unit:
        return await lead(context, unit, press.by, press.lang, to)


def _named(offered: Offer, chosen: _Chosen) -> list[VaultField]:
    return [field for number, field in enumerate(offered.fields) if number in chosen.fields]


def _ground(context: Context, offered: Offer, chosen: _Chosen) -> Ground:
    """Raises `IndexError` for one that is not there, or not theirs."""
    ground = list(context.grounds.values())[chosen.ground]
    if chosen.ground < 0 or ground.ground_id not in {one.ground_id for one in offered.grounds}:
        raise IndexError(chosen.ground)
    return ground
