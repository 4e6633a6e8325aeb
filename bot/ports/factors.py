"""Second factors, and the sessions of the console.

Who reads what is kept can come in nowhere: the secret is sealed, tokens and codes can only be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.factor import Lock
from redaction import Lang


@dataclass(frozen=True, slots=True)
class Factor:
    """`salt`: of the recovery codes. `last_step`: the latest half minute whose code was accepted."""

    who: str
    secret: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    enrolled_at: datetime
    last_step: int


class Factors(Protocol):
    async def of(self, who: str) -> Factor | None: ...

    async def enrol(self, factor: Factor, recovery: Sequence[str]) -> None:
        """In the place of whatever they had before, recovery codes too. `recovery`: hashes."""

    async def accept(self, who: str, step: int) -> bool:
        """Use up a step: False where it, or a later one, was used before."""

    async def use_recovery(self, who: str, hashed: str, now: datetime) -> bool:
        """Use a code up; False where it is none of theirs or was used before."""

    async def recovery_left(self, who: str) -> int: ...

    async def forget(self, who: str) -> bool:
        """Delete secret and codes; False where there were none."""

    async def lock(self, who: str) -> Lock: ...

    async def keep_lock(self, who: str, lock: Lock) -> None: ...


class Stage(StrEnum):
    """How far a session has come. It changes its token with its stage, so that none that was known before is good after."""

    CODE = "code"
    """The link was used; the code is still to come."""
    ENROL = "enrol"
    """The same, and the first code of a new telephone is to come."""
    IN = "in"


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """One browser. `secret`: what a new telephone is being given, at `ENROL`."""

    who: str
    stage: Stage
    lang: Lang
    started_at: datetime
    seen_at: datetime
    secret: bytes | None = field(default=None, repr=False)
    recovering: bool = False
    """A code on paper brought them to `ENROL`."""


class ConsoleSessions(Protocol):
    async def begin(self, session: ConsoleSession) -> str:
        """A new session's token, which is kept nowhere: only its keyed fingerprint is."""

    async def of(self, token: str) -> ConsoleSession | None: ...

    async def all_of(self, who: str) -> list[ConsoleSession]:
        """Those that are signed in, oldest first; some may be over already by their age."""

    async def seen(self, token: str, now: datetime) -> None: ...

    async def speak(self, token: str, lang: Lang) -> None: ...

    async def end(self, token: str) -> bool: ...

    async def end_all(self, who: str) -> int:
        """How many of them were signed in."""

    async def forget_before(self, moment: datetime) -> None:
        """Delete those that nobody used since."""
