"""Opaque ids. They stand in the engine's tables and in the journal, so they tell nothing but their order."""

from __future__ import annotations

import secrets

CODE_ALPHABET = "23456789CDFGHJKMPQRTVWXY"
"""Of references and codes: no vowels, so that none is a word, and nothing that looks alike."""


class EntryIds:
    """Ids that sort by time of arrival: 12 digits of milliseconds, 4 of a counter, 6 random characters.

    The engine orders work within a second by workflow id on Python before 3.12, so arrival order must show in the id.
    """

    def __init__(self) -> None:
        self._last = (0, 0)

    def next(self, milliseconds: int) -> str:
        """The next id at `milliseconds` since the epoch; never smaller than the one before."""
        last_ms, count = self._last
        self._last = (milliseconds, 0) if milliseconds > last_ms else (last_ms, count + 1)
        return f"{self._last[0]:014d}{self._last[1]:04d}{secrets.token_hex(3)}"


def case_reference() -> str:
    """A case's name among people: `C-7K2P4`. No vowels, no letters or digits that look alike."""
    return "C-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(5))


def member_id() -> str:
    """A member's id, short enough to type: `M-4FQ9X`. It is drawn, so it tells neither order nor name."""
    return "M-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(5))


def invitation_code() -> str:
    """A one-time code of 12 characters, 55 bits: not to be guessed at the few tries that an account has."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))


ID_LENGTH = 16


def opaque_id() -> str:
    """A random id of `ID_LENGTH` characters, for cases, consults and notes."""
    return secrets.token_hex(ID_LENGTH // 2)
