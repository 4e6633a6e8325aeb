"""How much of a file is read, and why one is not."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

_RATIO = 200
"""A document's XML packs about twenty to one; a bomb packs a thousand to one."""
_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read.

    `size`, `unpacked` in bytes; `pixels` of one picture, before it is decoded; `pages` and `scans` of one PDF, read as text
    and as pictures; `characters` of one file; `sure`: how sure of a word Tesseract has to be, 0 to 100.
    """

    size: int = 20_000_000
    unpacked: int = 60_000_000
    pixels: int = 40_000_000
    pages: int = 40
    scans: int = 6
    characters: int = 40_000
    sure: int = 60


class Unreadable(Exception):
    """A file is not read, so it goes back to its author.

    `code` is one of `WHY` and names a sentence of the wording (`file_why.<code>`); nothing of the file is in it.
    """

    WHY = (
        "kind", "locked", "too_big", "too_long", "bomb", "damaged", "unsure", "nothing", "no_reader", "time", "fetch", "album",
    )  # fmt: skip

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """A document's container, of which no more than `limits.unpacked` can come out. Raises `Unreadable`.

    The sizes that it declares are not believed alone: `read_entry` counts what really comes.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("damaged") from None
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("locked")
    total = sum(entry.file_size for entry in entries)
    packed = any(entry.file_size > _RATIO * max(entry.compress_size, 1000) for entry in entries)
    if len(entries) > _ENTRIES or total > limits.unpacked or packed:
        raise Unreadable("bomb")
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes | None:
    """One entry; None where there is none of that name. Raises `Unreadable`."""
    try:
        with archive.open(name) as source:
            data = source.read(limits.unpacked + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Unreadable("damaged") from None
    if len(data) > limits.unpacked:
        raise Unreadable("bomb")
    return data
