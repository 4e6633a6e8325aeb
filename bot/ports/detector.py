"""The redaction layer as the handlers see it: in its own threads, in bounded time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from redaction import CaseMemory, HiddenSpan, Keep, RawText, RedactedText, Redaction


class Detector(Protocol):
    async def redact(
        self, text: RawText, memory: CaseMemory, keep: Keep, hidden: Sequence[HiddenSpan] = ()
    ) -> tuple[Redaction, CaseMemory]:
        """Hide the details of `text`; with it comes what the case knows now (`memory` itself stays as it is).

        `hidden`: what was hidden in `text` before; it stays so.

        Raises `DetectionFailed`, never anything else.
        """

    async def strike_ids(self, text: RawText) -> RawText:
        """`text` without identity numbers, for giving it back; strikes all long numbers where detection itself is down."""

    def byline(self, name: RawText) -> RedactedText: ...

    async def stop(self) -> None: ...


class DetectionFailed(Exception):
    """The text could not be read safely. `code`: "timeout", "queue_full", "worker_died", or the type of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
