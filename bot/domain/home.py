"""What somebody sees when they open the bot's own page on a platform: their cases, and where each was spoken of last."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.messages import MessageRef
from bot.domain.outgoing import Button, Opaque
from redaction import Lang


@dataclass(frozen=True, slots=True)
class CaseAtHome:
    """`latest`: the last post of the case that stands; None where there is none."""

    reference: Opaque
    latest: MessageRef | None


@dataclass(frozen=True, slots=True)
class AtHome:
    """The whole page. `lang`: to speak with them; `menu`: the buttons above; `cases`: the latest first."""

    lang: Lang
    menu: tuple[Button, ...]
    cases: tuple[CaseAtHome, ...]
