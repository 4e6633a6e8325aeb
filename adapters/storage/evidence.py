"""All that a check of the live journal goes by, as of one moment: the entries, the public key, the requests they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.storage.store import SealedStore, SealedUnit
from bot.audit.chain import Link
from bot.audit.replay import BROKEN, Kept
from bot.ports.disclosures import Tampered


@dataclass(frozen=True, slots=True)
class Evidence:
    """`key`: the bot's public key, hex; `kept`: every request in the database, by id."""

    links: list[Link] = field(repr=False)
    key: str
    kept: Mapping[str, Kept] = field(repr=False)


async def read_evidence(store: SealedStore) -> Evidence:
    """Read it in one transaction, so that a bot that goes on writing changes nothing between two parts of it."""
    async with store.read() as unit:
        links = await unit.journal.links()
        kept = {one: await _kept(unit, one) for one in await unit.disclosures.every()}
        return Evidence(links, unit.public_key, kept)


async def _kept(unit: SealedUnit, disclosure_id: str) -> Kept:
    try:
        record = await unit.disclosures.get(disclosure_id)
    except Tampered:
        record = None
    texts = await unit.disclosures.commitments(record) if record else None
    return Kept(record, texts, await _file(unit, disclosure_id))


async def _file(unit: SealedUnit, disclosure_id: str) -> str:
    try:
        breach = await unit.breaches.of(disclosure_id)
    except Tampered:
        return BROKEN
    return breach.state.value if breach else ""
