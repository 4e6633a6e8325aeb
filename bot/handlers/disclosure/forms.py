"""A form that is handed in twice, by a second tap or a page that is loaded again, does what it does once.

What came of it is kept in the transaction that does it, so that it holds after a restart too; for a day, longer than any page
of the console stays open.
"""

from __future__ import annotations

from datetime import timedelta

from bot.handlers.context import Context
from bot.ports.disclosing import Done
from bot.ports.forms import Answered
from bot.ports.store import UnitOfWork

KEPT_FOR = timedelta(days=1)
_LONGEST = 40


async def handed_in(unit: UnitOfWork, who: str, once: str) -> Done | None:
    """What came of the form when this person handed it in before; None where they did not, or it has no name."""
    found = await unit.forms.answered(who, once[:_LONGEST]) if once else None
    return Done(found.line, happened=True, disclosure_id=found.about) if found else None


async def keep_form(context: Context, unit: UnitOfWork, who: str, once: str, done: Done) -> Done:
    """Remember what came of it; one that did nothing, for a mistake in it, can be handed in again."""
    if once and done.happened:
        await unit.forms.keep(who, once[:_LONGEST], Answered(done.line, done.disclosure_id), context.clock.now())
    return done
