"""What somebody writes first to a bot that has no Start button: a word of greeting, or the code that they were given."""

from __future__ import annotations

import re

from bot.domain.roster import code_brought, typed_code

_GREETING = re.compile(
    r"[\W_]*(?:hi|hello|hey|good\s+(?:morning|afternoon|evening)|start|menu|help|"
    r"bonjour|bonsoir|salut|coucou|aide|commencer|démarrer|demarrer)?[\W_]*",
    re.IGNORECASE,
)


def is_greeting(text: str) -> bool:
    """Whether it is a greeting and no more: nothing that colleagues could be asked. An empty text is one."""
    return _GREETING.fullmatch(text[:60]) is not None and len(text) <= 60


def code_in(text: str) -> str | None:
    """The code that somebody brings, with or without a word before it; None where they do not try to join."""
    brought = code_brought(text)
    return brought if brought is not None else typed_code(text) or None
