"""The journal as JSON lines, for a trustee or for a check on another machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bot.audit.chain import Link


def export_line(link: Link) -> str:
    """One entry as one line of JSON."""
    return json.dumps(asdict(link), sort_keys=True)


def read_export(path: Path) -> Iterator[Link]:
    """The entries of an exported file, in its order. A line that is no entry becomes one that cannot be sound."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(filter(str.strip, file), 1):
            try:
                fields = json.loads(line)
                yield Link(**fields)
            except (ValueError, TypeError):
                yield Link(seq=-number, at="", kind="", body={}, prev="", hash="")
