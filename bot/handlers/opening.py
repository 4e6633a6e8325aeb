"""A member looks at what was hidden: the original while it is kept, or what a pseudonym stands for. Journalled, each time.

For members of the case alone, and only where the person was shared in order to be helped by several (policy clause C3);
disclosure to others goes by grounds and second persons, elsewhere.
"""

from __future__ import annotations

import re

from bot.domain.case_entries import IdentityViewed
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork, Wiped
from redaction import DESTROYED, RawText
from redaction.wording import told_in


class NotAllowed(PermissionError):
    """Who asked is no member. `str()` tells nothing."""


async def original_of(context: Context, unit: UnitOfWork, entry_id: str, who: str) -> RawText:
    """The text of a redacted message as it was written, identity numbers struck. Raises `NotAllowed`, `Wiped`."""
    entry = await unit.inbox.entry(entry_id)
    if entry.case_id is None:
        raise Wiped(entry_id)
    case_id = await unit.cases.home(entry.case_id)
    if not await allowed_who(unit, Action.SEE_ORIGINAL, who, Target(case_id=case_id)):
        raise NotAllowed
    text = await unit.inbox.original(entry_id)
    viewed = IdentityViewed(at=context.clock.now(), case=case_id, who=who, field=f"entry:{entry_id}")
    await unit.journal.append(viewed)
    return text


def field_of(pseudonym: str) -> str:
    """How the journal calls what a pseudonym of either language stands for: "Person_A", "phone_1"."""
    return re.sub(r"[^A-Za-z0-9]+", "_", told_in("en", f"[{pseudonym.strip('[]')}]").strip("[]").split(",")[0])


async def values_of(context: Context, unit: UnitOfWork, case_id: str, pseudonym: str, who: str) -> tuple[RawText, ...]:
    """Every way in which the person or thing was written, oldest first; nothing for a pseudonym that the case never gave.

    For somebody who was allowed to, in this transaction. Raises `Wiped` once the key is destroyed.
    """
    memory, _ = await unit.cases.memory(case_id)
    known = memory.named(pseudonym)
    if known is None or known.family in DESTROYED:
        return ()
    field = field_of(known.pseudonym("en"))
    await unit.journal.append(IdentityViewed(at=context.clock.now(), case=case_id, who=who, field=field))
    return tuple(RawText(form) for form in known.forms)
