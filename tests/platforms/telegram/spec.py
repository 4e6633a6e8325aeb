"""Checks a bot's request against the published description of the Bot API (its JSON form).

The description lies outside the project, so it may be absent; then nothing is checked and `Spec.known` is False.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "specs/telegram/bot-api-10.0.json"


class Upload:
    """A file that came with a multipart request."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content


def shared() -> Path:
    """The folder of shared material: beside the repository, or where `ENTRENOUS_SHARED` says."""
    beside = Path(__file__).parents[3].parent / "shared"
    return Path(os.environ.get("ENTRENOUS_SHARED", beside))


@dataclass(slots=True)
class Spec:
    """What the Bot API takes: methods and types with their fields."""

    methods: Mapping[str, Any] = field(default_factory=dict)
    types: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Spec:
        path = shared() / FILE
        if not path.exists():
            return cls()
        described = json.loads(path.read_text(encoding="utf-8"))
        return cls(described["methods"], described["types"])

    @property
    def known(self) -> bool:
        return bool(self.methods)

    def problems(self, method: str, arguments: Mapping[str, Any]) -> list[str]:
        """Everything that the description does not allow, in words; values are never quoted."""
        if not self.known:
            return []
        if method not in self.methods:
            return [f"no such method: {method}"]
        return self._fields(method, self.methods[method].get("fields", []), arguments)

    def problems_in(self, what: str, type_name: str, value: Mapping[str, Any]) -> list[str]:
        """The same for a value of one of the API's types, such as a recorded Message."""
        return self._fields(what, self.types[type_name].get("fields", []), value)

    def _fields(self, where: str, fields: list[Any], given: Mapping[str, Any]) -> list[str]:
        known = {each["name"]: each for each in fields}
        found = [f"{where}: no such argument: {name}" for name in given if name not in known]
        found += [
            f"{where}: {name} is required" for name, each in known.items() if each["required"] and name not in given
        ]
        found += [
            f"{where}: {name} is not {' or '.join(known[name]['types'])}"
            for name, value in given.items()
            if name in known and not self._fits(value, known[name]["types"])
        ]
        return found

    def _fits(self, value: Any, types: list[str]) -> bool:
        return any(self._is(value, each) for each in types)

    def _is(self, value: Any, name: str) -> bool:
        if name.startswith("Array of "):
            return isinstance(value, list) and all(self._is(each, name.removeprefix("Array of ")) for each in value)
        if name in _PLAIN:
            return _PLAIN[name](value)
        described = self.types[name]
        if described.get("subtypes"):
            return any(self._is(value, each) for each in described["subtypes"])
        return isinstance(value, dict) and not self._fields(name, described.get("fields", []), value)


def _is_integer(value: Any) -> bool:
    if isinstance(value, str):
        return value.removeprefix("-").isdigit()
    return isinstance(value, int) and not isinstance(value, bool)


_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "InputFile": lambda value: isinstance(value, (str, Upload)),
}


def decode(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as a form carries them, back in their types: what reads as JSON is JSON, except in texts."""
    return {name: _decoded(name, value) for name, value in fields.items()}


_TEXTS = frozenset(
    {"text", "caption", "question", "title", "address", "first_name", "last_name", "phone_number", "url"}
)
_TEXTS |= {"vcard", "callback_query_id", "secret_token", "file_id", "parse_mode", "username"}
_TEXTS |= {"description", "explanation"}


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
