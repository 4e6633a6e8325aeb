"""What has to be known before a text is read: the case's memory, and what must or must not be hidden in it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cases import Purpose
from bot.domain.messages import Composed
from bot.handlers.context import Context
from bot.handlers.words import plain_words
from bot.ports.store import UnitOfWork
from redaction import CaseMemory, Keep, RawText
from redaction.bygone import possible_names


@dataclass(frozen=True, slots=True, repr=False)
class Ready:
    """`version` of the memory, so that what is learnt can be kept (`Cases.remember`)."""

    memory: CaseMemory
    version: int
    keep: Keep


async def prepare(
    context: Context,
    unit: UnitOfWork,
    text: RawText,
    case_id: str | None,
    wishes: Composed,
    mentions: tuple[tuple[int, int], ...] = (),
) -> Ready:
    """For a text of that case, or of a new one. Raises `Wiped` where the case's key is destroyed."""
    memory, version = await unit.cases.memory(case_id) if case_id else (CaseMemory(), 0)
    purpose = (await unit.cases.case(case_id)).purpose if case_id else wishes.purpose
    for value in plain_words(wishes.show):
        memory.clear(value)
    keep = Keep(
        colleagues=context.colleagues.names(),
        mentions=mentions,
        bygone=await _bygone(context, unit, text),
        hide=plain_words(wishes.hide),
        apart=plain_words(wishes.apart),
        blur=Purpose.OWN_SUPPORT in (purpose, wishes.purpose),
    )
    return Ready(memory, version, keep)


async def _bygone(context: Context, unit: UnitOfWork, text: RawText) -> frozenset[str]:
    """Full names in the text whose case is over."""
    if not context.rules.keep_names:
        return frozenset()
    possible = possible_names(text)
    kept = await unit.cases.kept(possible.values())
    return frozenset(name for name, key in possible.items() if key in kept)
