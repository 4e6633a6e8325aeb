"""Voice notes, turned into words, as the handlers see it: on this machine, in a process of its own, in bounded time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from redaction import Lang, RawBytes, RawText


class NotHeard(Exception):
    """No words that may be relied upon. `code`: one of `adapters.speech.hearing.Unheard.WHY`; names a sentence (`voice_why.<code>`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What somebody said, as far as it was understood, and the language that they spoke."""

    text: RawText
    lang: Lang

    def __repr__(self) -> str:
        return "<Heard>"


class Listener(Protocol):
    async def listen(self, voice: RawBytes) -> Heard:
        """Raises `NotHeard`."""
