"""Files that may go to colleagues: made anew by us, under a name of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from redaction import HiddenSpan, RedactedBytes


class FileKind(StrEnum):
    """What it is; the value is the ending of its name."""

    PICTURE = "png"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "txt"
    CSV = "csv"


CONTENT_TYPES = {
    FileKind.PICTURE: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A redacted picture or document. `number` counts those of one message, from 1: it is all that its name tells.

    `hidden`: what is hidden in it; offsets count in the text that was read in the file that came in, which nobody keeps.
    """

    kind: FileKind
    number: int
    data: RedactedBytes
    hidden: tuple[HiddenSpan, ...] = ()

    @property
    def name(self) -> str:
        """`picture-1.png`, `document-2.pdf`."""
        stem = "picture" if self.kind is FileKind.PICTURE else "document"
        return f"{stem}-{self.number}.{self.kind}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]
