"""What a platform sends, made fit for the journal and the store."""

from __future__ import annotations

import re

_UNUSUAL = re.compile(r"[^a-z0-9_]")


def slug(name: object) -> str:
    """A platform's own name of something: only the usual letters of such names are trusted, and 40 of them."""
    return _UNUSUAL.sub("", str(name).lower())[:40] or "unnamed"


def sound(text: str) -> str:
    """`text` without halves of characters, which JSON may hold and no database: one could never be stored. Same length."""
    return text.encode("utf-8", "replace").decode("utf-8")
