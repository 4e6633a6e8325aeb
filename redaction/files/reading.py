"""A file -> its text; the text's hidden details -> a new file. Runs in a process of its own (`serve.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from redaction.files.kinds import kind_of
from redaction.files.limits import Limits, Unreadable
from redaction.files.opendocument import OpenDocument
from redaction.files.pdf import read_pdf
from redaction.files.pictures import Picture
from redaction.files.plain import PlainText
from redaction.files.word import WordDocument
from redaction.result import HiddenSpan


class Readable(Protocol):
    """`kind`: of the new file, by the ending of its name. `text`: everything that it shows."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...

    def write(self, spans: list[HiddenSpan]) -> bytes | str:
        """The new file without what `spans` (offsets in `text`, sorted, apart) hide; a `str` is a paper still to be printed."""


_READERS: dict[str, Callable[[bytes, Limits], Readable]] = {
    "picture": Picture,
    "pdf": read_pdf,
    "docx": WordDocument,
    "odt": OpenDocument,
    "text": lambda data, _: PlainText(data),
}


def read(data: bytes, limits: Limits) -> Readable:
    """Raises `Unreadable`."""
    if len(data) > limits.size:
        raise Unreadable("too_big")
    found = _READERS[kind_of(data)](data, limits)
    if len(found.text) > limits.characters:
        raise Unreadable("too_long")
    if not found.text.strip():
        raise Unreadable("nothing")
    return found
