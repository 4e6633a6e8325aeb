"""Loads the exercises of `exercises/en.toml` and `exercises/fr.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.exercises import Exercise, Exercises
from config.sentences import LANGUAGES, sentences
from redaction import Lang

FOLDER = Path(__file__).parent / "exercises"
_LABEL = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
"""A button is called by the key of its label, so that it is called what it is called on the page."""


class BadExercise(Exception):
    """An exercise that cannot be used. Says in which file, which one, and what is wrong."""


def load_exercises(folder: Path = FOLDER) -> Exercises:
    """All exercises, in the order of their files. Raises `BadExercise`."""
    return {lang: _of(folder / f"{lang}.toml", lang) for lang in LANGUAGES}


def _of(file: Path, lang: Lang) -> tuple[Exercise, ...]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["exercise"]
    exercises = tuple(_exercise(file, lang, table) for table in tables)
    ids = [exercise.id for exercise in exercises]
    if twice := [one for one in ids if ids.count(one) > 1]:
        raise BadExercise(f"{file.name}, {twice[0]}: two exercises have this id")
    return exercises


def _exercise(file: Path, lang: Lang, table: Mapping[str, Any]) -> Exercise:
    try:
        return Exercise(**{name: _value(value, lang) for name, value in table.items()})
    except (KeyError, TypeError, ValueError) as fault:  # a field or a sentence does not exist; a value cannot be used
        raise BadExercise(f"{file.name}, {table.get('id', '?')}: {fault}") from None


def _value(value: Any, lang: Lang) -> Any:
    if isinstance(value, list):
        return tuple(_value(one, lang) for one in value)
    return _LABEL.sub(lambda found: sentences(lang)[found[1]], value) if isinstance(value, str) else value
