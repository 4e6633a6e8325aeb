"""Loads the grounds of `grounds.yaml`, or of the association's own file. Says what is wrong with one before anybody asks on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.domain.grounds import Effect, Excluded, Ground, Question, QuestionKind, Review
from bot.domain.roster import Role
from config.sentences import LANGUAGES, sentences
from redaction import Lang

FILE = Path(__file__).parent / "grounds.yaml"
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_VERSION = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:+_-")
_MOST_DAYS = 366
_NEEDED = frozenset({"source", "ask", "approve", "view", "consent"})
_MAY = frozenset(
    {"questions", "excluded", "tell_members", "waits_days", "longest_days", "effect", "break_glass", "words"}
)
_E = TypeVar("_E", bound=StrEnum)


class BadGrounds(Exception):
    """The file of grounds cannot be used. Says where in it and what is wrong."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds by id, in the file's order, and the sentences that an own file brings: `ground.<id>`, `question.<id>_<question>`."""

    version: str
    of: Mapping[str, Ground]
    words: Mapping[Lang, Mapping[str, str]]


def load_grounds(file: Path | None = None) -> Grounds:
    """The grounds of `file`, or ours. Raises `BadGrounds`."""
    file = file or FILE
    table = _mapping(_read(file), file.name)
    _only(table, {"version", "grounds"}, set(), file.name)
    version = table["version"]
    if not isinstance(version, str) or not 0 < len(version) <= 40 or set(version) - _VERSION:
        raise BadGrounds(
            f"{file.name}, version", 'needed: letters, digits, . : + _ -, in quotation marks, as "2026-11"'
        )
    tables = _mapping(table["grounds"], f"{file.name}, grounds")
    if not tables:
        raise BadGrounds(f"{file.name}, grounds", "there is none")
    found = {name: _Reader(f"{file.name}, {name}").ground(name, version, one) for name, one in tables.items()}
    words: dict[Lang, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for name, ground in found.items():
        for lang in LANGUAGES:
            words[lang] |= dict(_words(ground, tables[name].get("words", {}), lang, f"{file.name}, {name}"))
    return Grounds(version, found, words)


def _read(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        raise BadGrounds(file.name, "cannot be read as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadGrounds(f"{file.name}, line {mark.line + 1}" if mark else file.name, "is no YAML") from None


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadGrounds(where, "needed: names with what belongs to them")
    return value


def _only(
    table: Mapping[str, Any], needed: set[str] | frozenset[str], may: set[str] | frozenset[str], where: str
) -> None:
    for key in table.keys() - needed - may:
        raise BadGrounds(where, f"{_told(key)} is unknown; there are {', '.join(sorted(needed | may))}")
    for key in sorted(needed - table.keys()):
        raise BadGrounds(where, f"{key} is missing")


def _told(key: str) -> str:
    return key if len(key) <= 40 and key.isprintable() else "a name"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one ground; `where` begins each complaint."""

    where: str

    def ground(self, name: str, version: str, value: Any) -> Ground:
        self._id(name, "the name of a ground")
        table = _mapping(value, self.where)
        _only(table, _NEEDED, _MAY, self.where)
        approve, view = self._part(table, "approve", "count"), self._part(table, "view", "minutes")
        return Ground(
            ground_id=name,
            version=version,
            source=self._texts(table["source"]),
            ask=self._roles(table["ask"], "ask"),
            approve=self._roles(approve["roles"], "approve"),
            approvals=self._number(approve["count"], "approve.count", 1, 5),
            view=self._roles(view["roles"], "view"),
            view_minutes=self._number(view["minutes"], "view.minutes", 1, 120),
            questions=tuple(self._questions(table.get("questions", {}))),
            excluded=self._several(table.get("excluded", []), Excluded, "excluded"),
            consent_sought=self._one(table["consent"], {"sought": True, "not_needed": False}, "consent"),
            tell_after_days=self._number(table.get("tell_members", 0), "tell_members", 0, _MOST_DAYS),
            waits_days=self._number(table.get("waits_days", 7), "waits_days", 1, 60),
            longest_days=self._number(table.get("longest_days", 30), "longest_days", 1, _MOST_DAYS),
            effect=self._one(table.get("effect", "look"), {one.value: one for one in Effect}, "effect"),
            review=self._review(table),
        )

    def _part(self, table: Mapping[str, Any], key: str, number: str) -> dict[str, Any]:
        part = _mapping(table[key], f"{self.where}, {key}")
        _only(part, {"roles", number}, set(), f"{self.where}, {key}")
        return part

    def _review(self, table: Mapping[str, Any]) -> Review | None:
        if "break_glass" not in table:
            return None
        part = _mapping(table["break_glass"], f"{self.where}, break_glass")
        _only(part, {"count", "roles", "hours"}, set(), f"{self.where}, break_glass")
        if table.get("effect", Effect.LOOK) != Effect.LOOK:
            raise self._bad("break_glass", "nobody is made a member of a case without a second person")
        count = self._number(part["count"], "break_glass.count", 1, 5)
        hours = self._number(part["hours"], "break_glass.hours", 1, 168)
        return Review(count, self._roles(part["roles"], "break_glass"), hours)

    def _questions(self, value: Any) -> Iterator[Question]:
        for name, kind in _mapping(value, f"{self.where}, questions").items():
            self._id(name, "the name of a question")
            wanted: Any = True
            if isinstance(kind, dict):
                _only(kind, {"kind"}, {"wanted"}, f"{self.where}, {name}")
                kind, wanted = kind["kind"], kind.get("wanted", True)  # noqa: PLW2901 - the long form of the same
            wanted = self._one(str(wanted), {"True": True, "False": False}, f"{name}.wanted")
            yield Question(name, self._one(kind, {one.value: one for one in QuestionKind}, name), wanted)

    def _roles(self, value: Any, key: str) -> tuple[Role, ...]:
        roles = self._several(value, Role, key)
        if not roles:
            raise self._bad(key, "names no role")
        if Role.ADMINISTRATOR in roles:
            raise self._bad(key, "an administrator runs the bot and may open nothing through it")
        return roles

    def _several(self, value: Any, kind: type[_E], key: str) -> tuple[_E, ...]:
        if not isinstance(value, list):
            raise self._bad(key, "needed: a list in square brackets")
        return tuple(dict.fromkeys(self._one(one, {each.value: each for each in kind}, key) for one in value))

    def _one(self, value: Any, choices: Mapping[str, Any], key: str) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise self._bad(key, f"needed: {', '.join(choices)}")
        return choices[value]

    def _number(self, value: Any, key: str, least: int, most: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._bad(key, f"needed: a whole number from {least} to {most}")
        return value

    def _texts(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            raise self._bad("source", "needed: a list of the articles and clauses that it comes from")
        return tuple(value)

    def _id(self, name: str, what: str) -> None:
        if not 0 < len(name) <= 40 or set(name) - _WORD:
            raise self._bad(_told(name), f"{what} has lower-case letters, digits and _, 40 at most")

    def _bad(self, key: str, what: str) -> BadGrounds:
        return BadGrounds(f"{self.where}, {key}", what)


def _words(ground: Ground, own: Any, lang: Lang, where: str) -> Iterator[tuple[str, str]]:
    """The sentences of a ground: its own, where the file brings them, else ours. Every one must be there, in both languages."""
    tables = _mapping(own, f"{where}, words")
    _only(tables, set(), set(LANGUAGES), f"{where}, words")
    given = _mapping(tables.get(lang, {}), f"{where}, words, {lang}")
    keys = {"name": f"ground.{ground.ground_id}", "about": f"ground.{ground.ground_id}_about"}
    keys |= {one.question_id: f"question.{ground.ground_id}_{one.question_id}" for one in ground.questions}
    _only(given, set(), set(keys), f"{where}, words, {lang}")
    for name, key in keys.items():
        said = given.get(name) or sentences(lang).get(key)
        if not isinstance(said, str) or not said.strip() or "{" in said:
            raise BadGrounds(f"{where}, words, {lang}", f"a sentence is missing for {name}")
        yield key, said
