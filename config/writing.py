"""Settings as the text of an `entrenous.toml`, for `entrenous init`. Pure; comments of a file that was read are not kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(data: Mapping[str, Any]) -> str:
    """`data` in TOML 1.0: what stands alone first, then a section for each table. Tables in lists stand inline."""
    return "\n".join([*_entries(data), *_sections(data, ())]) + "\n"


def _entries(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if not isinstance(value, Mapping):
            yield f"{_key(name)} = {_value(value)}"


def _sections(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            path = (*above, _key(name))
            yield from ("", f"[{'.'.join(path)}]", *_entries(value), *_sections(value, path))


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _string(text: str) -> str:
    """A basic string, whose escapes are JSON's but for DEL (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)
