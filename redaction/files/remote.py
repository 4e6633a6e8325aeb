"""Speaks to the process that reads files (`serve.py`)."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redaction.files.limits import Unreadable
from redaction.remote import frame
from redaction.result import HiddenSpan
from redaction.text import RawBytes, RawText, RedactedBytes, mint_redacted_bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A new file. `kind`: its ending. `paper`: its text, where it is still to be printed; else `data`."""

    kind: str
    data: RedactedBytes | None = None
    paper: str | None = None


def ask_read(files: Sequence[RawBytes]) -> bytes:
    return frame({"files": [base64.b64encode(file.expose()).decode() for file in files]})


def read_texts(body: bytes) -> tuple[RawText, ...]:
    """What the files say. Raises `Unreadable`."""
    return tuple(RawText(text) for text in _answer(body)["texts"])


def ask_write(hidden: Sequence[Sequence[HiddenSpan]]) -> bytes:
    """`hidden`: for each file, sorted, in offsets of its text."""
    return frame({"hidden": [[[s.start, s.end, s.family.value, s.pseudonym] for s in spans] for spans in hidden]})


def read_written(body: bytes) -> tuple[Written, ...]:
    """The new files. Raises `Unreadable`."""
    return tuple(_written(file) for file in _answer(body)["files"])


def printed(data: bytes) -> RedactedBytes:
    """A paper of redacted text that was printed."""
    return mint_redacted_bytes(data)


def _written(file: dict[str, str]) -> Written:
    if "paper" in file:
        return Written(file["kind"], paper=file["paper"])
    return Written(file["kind"], mint_redacted_bytes(base64.b64decode(file["data"])))


def _answer(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(body)
    if "fault" in answer:
        raise Unreadable(answer["fault"])
    return answer
