"""Plain text and tables of values (CSV)."""

from __future__ import annotations

import csv
import io

from redaction.files.limits import Unreadable
from redaction.files.script import Block, Paragraph, Script, Table
from redaction.result import HiddenSpan

_DELIMITERS = ",;\t|"
_MOST_CELLS = 20_000


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else as Windows writes it in French and English."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("damaged")


class PlainText:
    """`redaction.files.reading.Readable`: lines, or cells."""

    def __init__(self, data: bytes) -> None:
        text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
        self._delimiter = _delimiter(text)
        blocks: list[Block] = [Paragraph(line) for line in text.split("\n")]
        if self._delimiter:
            blocks = [_table(text, self._delimiter)]
        self._script = Script.of(blocks)
        self.kind = "csv" if self._delimiter else "txt"
        self.text = self._script.text

    def write(self, spans: list[HiddenSpan]) -> bytes:
        blocks = self._script.redacted(spans)
        if not self._delimiter:
            return "\n".join(block.text for block in blocks if isinstance(block, Paragraph)).encode()
        out = io.StringIO()
        for block in blocks:
            if isinstance(block, Table):
                csv.writer(out, delimiter=self._delimiter, lineterminator="\r\n").writerows(block.rows)
        return out.getvalue().encode()


def _delimiter(text: str) -> str | None:
    """What parts the cells, where each of the first rows has as many, and more than two lines of them."""
    rows = [line for line in text.split("\n")[:20] if line.strip()]
    for delimiter in _DELIMITERS:
        counts = {len(row) for row in csv.reader(rows, delimiter=delimiter)}
        if len(rows) > 1 and len(counts) == 1 and min(counts) > 1:
            return delimiter
    return None


def _table(text: str, delimiter: str) -> Table:
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise Unreadable("damaged") from None
    if sum(map(len, rows)) > _MOST_CELLS:
        raise Unreadable("too_long")
    return Table(rows)
