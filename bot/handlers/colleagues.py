"""Display names of the colleagues that the bot has met, in memory.

The redaction layer keeps them in greetings and signatures; reading them sealed for each message would cost more than
the detection.
"""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.ports.store import Store
from redaction import RawText


class Colleagues:
    def __init__(self) -> None:
        self._names: dict[PersonRef, str] = {}
        self._earlier: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Colleagues, {len(self._names)} met>"

    async def load(self, store: Store) -> None:
        """Read the names of everybody met before this start."""
        async with store.read() as unit:
            self._earlier = await unit.people.names()

    def names(self) -> frozenset[str]:
        return self._earlier | frozenset(self._names.values())

    def knows(self, person: PersonRef, name: RawText) -> bool:
        """Whether the account was met in this run under just this name."""
        return self._names.get(person) == name.expose()

    def add(self, person: PersonRef, name: RawText) -> None:
        self._names[person] = name.expose()
