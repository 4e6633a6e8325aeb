"""What the console's form hands to the core, for stories that begin or go on in a chat."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.disclosure_wish import Particulars, Wish
from bot.domain.proof import Deed, SignedIn, Typed
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.disclosure.asking import ask
from bot.handlers.disclosure.deciding import approve
from bot.handlers.disclosure.viewing import open_view
from bot.ports.disclosing import Done
from redaction import RawText
from tests.bot.handlers.disclosure.board import answers, consent


async def asked(context: Context, by: str, reference: str, field: str = "Person_A") -> str:
    """`by` asks to look at `field` themself, somebody being in danger; the request's id, once everybody is told."""
    now, ground = context.clock.now(), context.grounds["person_in_danger"]
    async with context.store.read() as unit:
        case = await unit.cases.referred(reference)
    assert case is not None
    particulars = Particulars(
        addressee=RawText("the SAMU"),
        reasons={field: RawText("they must ring the door")},
        answers=answers(ground, now),
        consent=consent(ground),
        instead=RawText("there is no time"),
    )
    wish = Wish(ground.ground_id, case.case_id, by, now + timedelta(days=1), particulars)
    return await told(context, await ask(context, by, wish))


async def opened(context: Context, by: str, other: str, disclosure_id: str) -> None:
    """`other` agrees and `by` opens it; whoever is told of that is told."""
    await told(
        context, await approve(context, Typed(other, context.clock.now(), Deed.APPROVE, disclosure_id), disclosure_id)
    )
    await told(context, await open_view(context, SignedIn(by, context.clock.now()), disclosure_id))


async def told(context: Context, done: Done) -> str:
    assert done.happened, done
    for note in done.notes:
        await deliver_of_entry(context, note)
    return done.disclosure_id
