"""What `Authentication-Results` says (RFC 8601), and of whom. Pure.

Read by ourselves: the one parser that is published refuses what large providers write (`dmarc=pass action=none …`), and with
it every mail of theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 8000
_SAYS = re.compile(r"\s*([a-z][\w-]*)(?:/\d+)?\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL | re.ASCII)
_PROPERTY = re.compile(r'\b([a-z]+\.[\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s"]+)', re.IGNORECASE | re.ASCII)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();"]|[^();"\\]+|\\', re.DOTALL)
"""A quotation, an escaped letter, what divides, and what stands between; a lone quotation mark is a quotation without end."""
_SERVER = re.compile(r"\s*([^\s;]+)(?:\s+1)?\s*$")


class Garbled(ValueError):
    """A line with a comment or a quotation that does not end."""


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """`dkim=pass header.d=example.org`: `method`, `result`, and its properties, all in lower case."""

    method: str
    result: str
    about: dict[str, str]


def server_of(line: str) -> str:
    """The name of the server that wrote a line, in lower case; "" where it gives none."""
    found = _SERVER.match(_parts(line)[0])
    return found[1].lower() if found and "=" not in found[1] else ""


def results_in(line: str) -> list[Result]:
    """What it found, in its order. Raises `Garbled`."""
    found: list[Result] = []
    for part in _parts(line)[1:]:
        if said := _SAYS.fullmatch(part):
            about = {name.lower(): value.strip('"').lower() for name, value in _PROPERTY.findall(said[3])}
            found.append(Result(said[1].lower(), said[2].lower(), about))
    return found


def _parts(line: str) -> list[str]:
    """The line between its semicolons, without comments; a semicolon in a quotation is none."""
    parts: list[list[str]] = [[]]
    depth = 0
    for piece in _PIECE.findall(line[:_LONGEST]):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth -= 1
        elif piece == ";" and depth == 0:
            parts.append([])
        elif depth == 0:
            parts[-1].append(piece)
        if depth < 0 or (piece == '"' and depth == 0):
            raise Garbled
    if depth:
        raise Garbled
    return ["".join(part) for part in parts]
