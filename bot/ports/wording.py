"""Sentences of ours, in both languages."""

from __future__ import annotations

from typing import Protocol

from bot.domain.outgoing import Line
from redaction import Family, Lang


class Wording(Protocol):
    """Looks sentences up in `config/wording/<lang>.toml`. An unknown key is an error in the tests, not on the screen."""

    def render(self, line: Line) -> str:
        """The line in its language; both languages, English first, where `line.lang` is None."""

    def label(self, action: str, lang: Lang) -> str:
        """The label of a button."""

    def kind(self, family: Family, lang: Lang) -> str:
        """A family in words: "a name", "un numéro de téléphone"."""
