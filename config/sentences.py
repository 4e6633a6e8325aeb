"""Loads the sentences of `wording/en.toml` and `wording/fr.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.outgoing import Day, Line
from redaction import Family, Lang

_FOLDER = Path(__file__).parent / "wording"
LANGUAGES: tuple[Lang, ...] = ("en", "fr")


@cache
def sentences(lang: Lang) -> Mapping[str, str]:
    """All sentences of one language under dotted keys (`notice.held`)."""
    tables = tomllib.loads((_FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}


class TomlWording:
    """`bot.ports.Wording` over the two files. Raises `KeyError` for a key that does not exist.

    `more`: sentences that an association's own grounds bring with them (`config/grounds.py`).
    """

    def __init__(self, timezone: str = "Europe/Paris", more: Mapping[Lang, Mapping[str, str]] | None = None) -> None:
        self._zone = ZoneInfo(timezone)
        self._said = {lang: {**sentences(lang), **(more or {}).get(lang, {})} for lang in LANGUAGES}

    def render(self, line: Line) -> str:
        languages = (line.lang,) if line.lang else LANGUAGES
        return "\n".join(self._sentence(line, lang) for lang in languages)

    def label(self, action: str, lang: Lang) -> str:
        return self._said[lang][f"button.{action}"]

    def kind(self, family: Family, lang: Lang) -> str:
        return self._said[lang][f"kind.{family}"]

    def _sentence(self, line: Line, lang: Lang) -> str:
        slots = {name: self._show(value, lang) for name, value in line.slots.items()}
        return self._said[lang][line.key].format(**slots)

    def _show(self, value: Any, lang: Lang) -> str:
        if isinstance(value, Line):
            return self._sentence(value, lang)
        if isinstance(value, Day):
            return value.at.astimezone(self._zone).strftime("%d/%m/%Y")
        if isinstance(value, datetime):
            return value.astimezone(self._zone).strftime("%d/%m %H:%M")
        return str(value)
