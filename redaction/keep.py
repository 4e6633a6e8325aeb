"""Colleagues' names that stay: where a message greets somebody or is signed, and nowhere else.

A volunteer called Sue may greet a colleague called Rose while they speak about a client called Rose; so a name that
the case knows as a client's is hidden even there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from redaction.folding import fold

_GREETING = re.compile(
    r"(?:^|[\n.!?,;:)\u2026-])[ ]*(?:"
    r"(?:hi|hiya|hello|hey|dear|morning|good (?:morning|evening|afternoon)|evening|afternoon|thanks|thank you|thx|ta|cheers"
    r"|bonjour|bjr|bonsoir|coucou|cc|salut|chere?s?|merci|ok|yes|no|oui|non|ah|oh|well done|bravo|sorry|desole?e?)"
    r"(?: (?:again|so much|very much|a lot|lots|beaucoup|bien|encore|a toi|mille fois|to|a|all|dear|ma|mon|for that))*"
    r"[ ,]+(?:[a-z][\w'-]* (?:and|et|&) |[a-z][\w'-]*, ?)*)$"
)
_CLOSING = re.compile(
    r"\b(?:regards|wishes|love|thanks|thank you|cheers|yours|sincerely|merci|cordialement|amities|amicalement|bises"
    r"|bisous|bientot|affectueusement|salutations|journee|soiree|xx?)\W*$"
)
_SIGN_OFF = re.compile(r"^[\W_]*+(?:x+|xoxo|\bcsf\b[^\n]*+)?[\W_]*$")


class Colleagues:
    """The roster's display names, and where in a text one of them may stand in clear."""

    def __init__(self, names: Iterable[str], clients: frozenset[str]) -> None:
        folded = {fold(name).strip() for name in names}
        given = {name.split()[0] for name in folded if name}
        self._names = (folded | given) - clients - {""}

    def keeps(self, text: str, start: int, end: int) -> bool:
        """Whether the name at `start` to `end` is a colleague's in a greeting or a signature."""
        if fold(text[start:end]) not in self._names:
            return False
        return _greets(text, start) or _signs(text, start, end)


def _greets(text: str, start: int) -> bool:
    return bool(_GREETING.search(fold(text[max(0, start - 60) : start])))


def _signs(text: str, start: int, end: int) -> bool:
    """The name stands alone on the last line, or right after a closing word at the very end."""
    if not _SIGN_OFF.match(fold(text[end:])):
        return False
    before = text[:start].rstrip(" -\u2014,")
    alone = not before or before.endswith("\n")
    return alone or bool(_CLOSING.search(fold(before[-40:])))
