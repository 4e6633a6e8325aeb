"""The association's papers, as the handlers ask for them."""

from __future__ import annotations

from typing import Protocol

from bot.domain.papers import Edition, Paper, PaperKind
from redaction import Lang


class Papers(Protocol):
    """The Code and the notices, in both languages."""

    @property
    def edition(self) -> Edition:
        """Which Code is to be accepted now."""

    @property
    def notice(self) -> Edition:
        """Which notice a person agrees to now: it changes with every letter of it, in either language."""

    @property
    def renew_months(self) -> int:
        """How many months a training lasts."""

    @property
    def association(self) -> str:
        """How the association is called."""

    @property
    def contact(self) -> str:
        """How people reach whoever answers for data there."""

    def paper(self, kind: PaperKind, lang: Lang) -> Paper: ...
