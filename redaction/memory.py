"""What one case already knows: which value has which pseudonym."""

from __future__ import annotations

from redaction.families import Family


class CaseMemory:
    """The pseudonyms of one case, in order of appearance. Holds real names: seal it, never log it.

    `dump()` and `load()` turn it into bytes and back, for the vault.
    """

    def __init__(self) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return "<CaseMemory>"

    def dump(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def load(cls, data: bytes) -> CaseMemory:
        raise NotImplementedError


__all__ = ["CaseMemory", "Family"]
