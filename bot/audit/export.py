"""The journal as JSON lines, for a trustee or for a check on another machine.

The first line says what the file is, how many entries follow and whose signature they bear; then one entry a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.audit.chain import Link

_FORM = 1
_line = json.JSONEncoder(sort_keys=True).encode
_FIELDS = {"seq": int, "at": str, "kind": str, "body": dict, "prev": str, "hash": str, "signature": str}


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file holds. `key`: the public key it names, "" if none; `promised`: how many entries its first line tells of."""

    links: list[Link]
    key: str
    promised: int


def export_lines(links: Sequence[Link], key: str) -> Iterator[str]:
    """The file, line by line."""
    yield json.dumps({"entrenous_journal": _FORM, "entries": len(links), "key": key})
    for link in links:
        yield _line({name: getattr(link, name) for name in _FIELDS})


def read_export(path: Path) -> Exported:
    """An exported file again, its entries in its order. A line that is no entry becomes one that cannot be sound.

    Raises `OSError`.
    """
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = [line for line in file if line.strip()]
    key, promised = _heading(lines[0]) if lines else ("", 0)
    links = [_link(line, number) for number, line in enumerate(lines[1:], 1)]
    return Exported(links, key, promised)


def _heading(line: str) -> tuple[str, int]:
    try:
        fields = json.loads(line)
        if fields["entrenous_journal"] == _FORM:
            return str(fields["key"]), int(fields["entries"])
    except (ValueError, TypeError, KeyError):
        pass
    return "", 0


def _link(line: str, number: int) -> Link:
    try:
        fields = json.loads(line)
        if {name: type(value) for name, value in fields.items()} == _FIELDS:
            return Link(**fields)
    except (ValueError, AttributeError):
        pass
    return Link(seq=-number, at="", kind="", body={}, prev="", hash="")
