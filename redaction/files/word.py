"""Word documents (ECMA-376, WordprocessingML): what they show is read; a new one is made with nothing else in it.

Comments, deletions that are tracked, properties, macros and embedded files are not read at all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from redaction.files.limits import Limits, Unreadable, open_zip, read_entry
from redaction.files.script import LEFT_OUT, Block, Look, Paragraph, Script, Table
from redaction.files.xml import Element, parsed
from redaction.result import HiddenSpan

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURES = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_NOT_SHOWN = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr"}
_FURTHER = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_HEADING = re.compile(r"(?i)(?:heading|titre|title|berschrift)")


class WordDocument:
    """`redaction.files.reading.Readable`."""

    kind = "docx"

    def __init__(self, data: bytes, limits: Limits) -> None:
        with open_zip(data, limits) as archive:
            body = read_entry(archive, "word/document.xml", limits)
            further = sorted(name for name in archive.namelist() if _FURTHER.fullmatch(name))
            rest = [read_entry(archive, name, limits) for name in further]
        if body is None:
            raise Unreadable("damaged")
        blocks = list(_blocks(parsed(body)))
        for part in rest:
            blocks += [block for block in _blocks(parsed(part or b"")) if _says(block)]
        self._script = Script.of(blocks)
        self.text = self._script.text

    def write(self, spans: list[HiddenSpan]) -> bytes:
        return _made(self._script.redacted(spans))


def _says(block: Block) -> bool:
    return isinstance(block, Table) or bool(block.text.strip())


def _blocks(node: Element) -> Iterator[Block]:
    """Paragraphs and tables in their order; a text box after the paragraph that it hangs on."""
    for child in node:
        if child.tag == f"{_W}p":
            yield _paragraph(child)
            for box in child.iter(f"{_W}txbxContent"):
                yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            yield Table(tuple(_row(row) for row in child.iter(f"{_W}tr")))
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child)


def _row(row: Element) -> tuple[str, ...]:
    return tuple("\n".join(_text(one) for one in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc"))


def _paragraph(node: Element) -> Paragraph:
    style = node.find(f"{_W}pPr/{_W}pStyle")
    look = Look.PARAGRAPH
    if style is not None and _HEADING.search(style.get(f"{_W}val") or ""):
        look = Look.HEADING
    elif node.find(f"{_W}pPr/{_W}numPr") is not None or (style is not None and "List" in (style.get(f"{_W}val") or "")):
        look = Look.ITEM
    return Paragraph(_text(node), look)


def _text(node: Element) -> str:
    return "".join(_words(node)).strip("\n")


def _words(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
            yield {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}.get(str(child.tag), "\n")
        elif child.tag in _PICTURES:
            yield "" if next(child.iter(f"{_W}txbxContent"), None) is not None else LEFT_OUT
        elif child.tag not in _NOT_SHOWN:
            yield from _words(child)


def _made(blocks: tuple[Block, ...]) -> bytes:
    import docx

    document: Any = docx.Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    styles = {Look.HEADING: "Heading 2", Look.ITEM: "List Bullet", Look.PARAGRAPH: None}
    for block in blocks:
        if isinstance(block, Paragraph):
            document.add_paragraph(legal(block.text), style=styles[block.look])
        elif block.rows:
            _add_table(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=len(table.rows), cols=max(1, *map(len, table.rows)))
    made.style = "Table Grid"
    for number, row in enumerate(table.rows):
        for cell, text in zip(made.rows[number].cells, row, strict=False):
            cell.text = legal(text)


def legal(text: str) -> str:
    """Without characters that XML has no place for."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
