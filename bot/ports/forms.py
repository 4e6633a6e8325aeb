"""Forms that were handed in, so that none does twice what it does, even where the bot was restarted in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.outgoing import Line


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody was told who handed a form in. `about`: the request that came of it, "" for none."""

    line: Line
    about: str = ""


class Forms(Protocol):
    """`who` handed it in; `name`: what the form is called, drawn when it was shown."""

    async def answered(self, who: str, name: str) -> Answered | None:
        """None where it was not handed in yet."""

    async def keep(self, who: str, name: str, answered: Answered, now: datetime) -> None:
        """Keep it, in the transaction that does what the form asks."""

    async def forget_before(self, moment: datetime) -> None: ...
