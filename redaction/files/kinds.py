"""What a file is, by what stands in it: a name says what somebody wants it to be."""

from __future__ import annotations

import zipfile
from io import BytesIO

from redaction.files.limits import Unreadable

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An old Word file, and a new one with a password on it (MS-OFFCRYPTO): both lie in a container of this kind."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_TEXT_START = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD = 1024


def kind_of(data: bytes) -> str:
    """`picture`, `pdf`, `docx`, `odt` or `text`. Raises `Unreadable` for everything else."""
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(_OLE):
        raise Unreadable("locked" if _LOCKED in data else "kind")
    if data.startswith(_TEXT_START) or _is_text(data):
        return "text"
    raise Unreadable("kind")


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("damaged") from None
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and b"opendocument.text" in data[:200]:
        return "odt"
    raise Unreadable("kind")


def _is_text(data: bytes) -> bool:
    """No control characters but those of text."""
    return bool(data) and not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in data) and not _is_markup(data)


def _is_markup(data: bytes) -> bool:
    """A page, a drawing, a rich text, a message: what they show is not what stands in them."""
    return data[:_HEAD].lstrip()[:5].lower().startswith((b"<!doc", b"<html", b"<svg", b"<?xml", b"{\\rtf"))
