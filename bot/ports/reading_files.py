"""Pictures and documents, read and made anew, as the handlers see it: in a process of its own, in bounded time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.domain.files import CleanFile
from redaction import Lang, RawBytes, RawText, Redaction


class NotRead(Exception):
    """A file cannot be read or made anew, so the message goes back. `code`: one of `redaction.files.limits.Unreadable.WHY`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OpenFiles(Protocol):
    """The files of one message."""

    @property
    def texts(self) -> tuple[RawText, ...]:
        """What each of them says."""

    async def write(self, redactions: Sequence[Redaction], lang: Lang) -> tuple[CleanFile, ...]:
        """New files, of which each shows its text as `redactions` has it. Raises `NotRead`."""


class FileReader(Protocol):
    def open(self, files: Sequence[RawBytes]) -> AbstractAsyncContextManager[OpenFiles]:
        """Read them all, or none. Raises `NotRead` on entering."""
