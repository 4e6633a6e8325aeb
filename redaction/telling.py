"""The words of a redacted text from which somebody chooses the one that was missed, the likeliest first."""

from __future__ import annotations

import re

from redaction import gazetteer, wording
from redaction.text import RedactedText, mint_redacted

_WORD = re.compile(r"[^\W_](?:[\w@.'’-]*[^\W_])?")
_LEAST = 2
_LONGEST = 40


def telling_words(text: RedactedText, most: int = 24) -> tuple[RedactedText, ...]:
    """Up to `most` words, each once: names before numbers before rare words before everyday ones; no pseudonym of ours."""
    own = [(start, end) for start, end, _, _ in wording.ours(text)]
    found: dict[str, int] = {}
    for match in _WORD.finditer(text):
        inside = any(start <= match.start() < end for start, end in own)
        if not inside and _LEAST <= len(match[0]) <= _LONGEST:
            found.setdefault(match[0], len(found))
    ranked = sorted(found, key=lambda word: (_rank(word), found[word]))
    return tuple(mint_redacted(word) for word in ranked[:most])


def _rank(word: str) -> int:
    if word[0].isupper() and not gazetteer.is_word(word.lower()):
        return 0
    if any(char.isdigit() for char in word) or word[0].isupper():
        return 1
    return 3 if gazetteer.is_everyday(word) else 2
