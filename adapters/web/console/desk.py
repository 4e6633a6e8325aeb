"""What the console's pages ask of the core, in one hand. A new page adds its own port here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports.breaches import BreachDesk
from bot.ports.console import Door, RosterDesk, Visits
from bot.ports.disclosing import Disclosing
from bot.ports.journal import JournalReading


@dataclass(frozen=True, slots=True)
class Desk:
    door: Door
    visits: Visits
    roster: RosterDesk
    requests: Disclosing
    journal: JournalReading
    breaches: BreachDesk
