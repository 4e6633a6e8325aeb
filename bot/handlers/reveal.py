"""Decrypts named details of a case for somebody outside of it. Only `bot/handlers/disclosure/viewing.py` may call it.

`make check` holds that; who may look, and that it is journalled, is that file's to see to.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.ports.looks import Shown
from bot.ports.store import UnitOfWork
from redaction import DESTROYED, RawText


async def reveal(unit: UnitOfWork, case_id: str, fields: Iterable[str]) -> tuple[Shown, ...]:
    """Every way in which each of `fields` ("Person_A") was written, oldest first; of nothing else. Raises `Wiped`."""
    memory, _ = await unit.cases.memory(case_id)
    named = [memory.named(field.replace("_", " ")) for field in fields]
    lang = memory.lang or "en"
    return tuple(
        Shown(one.pseudonym(lang), RawText(form))
        for one in named
        if one is not None and one.family not in DESTROYED
        for form in one.forms
    )
