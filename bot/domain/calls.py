"""A note of a call: what was said on the telephone, in four parts that become one text like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

PARTS = ("who", "when", "said", "asked")
"""Wording keys: `call.<part>` is asked, `call.<part>_head` stands before the answer, `call.<part>_help` says what helps to leave names out."""
NEEDED = "said"
WORDS = frozenset({"call", "note of a call", "appel", "note d'appel", "note d’appel"})
"""What somebody writes who wants to make one, in small letters."""


def as_one_text(parts: Mapping[str, str], head: Callable[[str], str], title: str) -> str:
    """The parts that something was written in, each after its head; "" where what was said is missing."""
    if not parts.get(NEEDED, "").strip():
        return ""
    return "\n".join(
        [title, *(f"{head(f'{part}_head')} {parts[part].strip()}" for part in PARTS if parts.get(part, "").strip())]
    )
