"""OpenDocument texts (OASIS ODF 1.3): what they show is read; a new one is made with nothing else in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from redaction.files.limits import Limits, Unreadable, open_zip, read_entry
from redaction.files.script import LEFT_OUT, Block, Look, Paragraph, Script, Table
from redaction.files.word import legal
from redaction.files.xml import Element, parsed
from redaction.result import HiddenSpan

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _DRAW, _STYLE = (_NAMES % name for name in ("text", "table", "office", "drawing", "style"))
_NOT_SHOWN = {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"}
_MOST_REPEATED = 500


class OpenDocument:
    """`redaction.files.reading.Readable`."""

    kind = "odt"

    def __init__(self, data: bytes, limits: Limits) -> None:
        with open_zip(data, limits) as archive:
            content = read_entry(archive, "content.xml", limits)
            styles = read_entry(archive, "styles.xml", limits)
            manifest = read_entry(archive, "META-INF/manifest.xml", limits) or b""
        if b"encryption-data" in manifest:
            raise Unreadable("locked")
        if content is None:
            raise Unreadable("damaged")
        body = parsed(content).find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise Unreadable("damaged")
        blocks = list(_blocks(body))
        if styles is not None:
            blocks += _edges(parsed(styles))
        self._script = Script.of(blocks)
        self.text = self._script.text

    def write(self, spans: list[HiddenSpan]) -> bytes:
        return _made(self._script.redacted(spans))


def _edges(styles: Element) -> list[Block]:
    """What stands at the head and the foot of the pages."""
    edges = [edge for name in ("header", "footer") for edge in styles.iter(f"{_STYLE}{name}")]
    return [block for edge in edges for block in _blocks(edge) if isinstance(block, Table) or block.text.strip()]


def _blocks(node: Element, look: Look = Look.PARAGRAPH) -> Iterator[Block]:
    for child in node:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield Paragraph("".join(_words(child)), Look.HEADING if child.tag == f"{_TEXT}h" else look)
            yield from _boxes(child)
        elif child.tag == f"{_TEXT}list":
            yield from _blocks(child, Look.ITEM)
        elif child.tag == f"{_TABLE}table":
            yield Table(tuple(_row(row) for row in child.iter(f"{_TABLE}table-row")))
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child, look)


def _boxes(paragraph: Element) -> Iterator[Block]:
    """Text boxes and notes that hang on a paragraph."""
    for kind in (f"{_DRAW}text-box", f"{_TEXT}note-body"):
        for box in paragraph.iter(kind):
            yield from _blocks(box)


def _row(row: Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        text = "\n".join("".join(_words(one)) for one in cell.iter(f"{_TEXT}p"))
        repeated = cell.get(f"{_TABLE}number-columns-repeated") or "1"
        times = int(repeated) if repeated.isdecimal() and text else 1
        cells += [text] * min(times, _MOST_REPEATED)
    return tuple(cells)


def _words(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}s"):
            yield {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(str(child.tag), " ")
        elif child.tag == f"{_DRAW}frame":
            yield LEFT_OUT if child.find(f"{_DRAW}text-box") is None else ""
        elif child.tag not in _NOT_SHOWN and child.tag != f"{_TEXT}note":
            yield from _words(child)
        yield child.tail or ""


def _made(blocks: tuple[Block, ...]) -> bytes:
    from odf import table, text
    from odf.opendocument import OpenDocumentText

    document: Any = OpenDocumentText()
    for block in blocks:
        if isinstance(block, Table):
            made = table.Table()
            made.addElement(table.TableColumn(numbercolumnsrepeated=max([1, *map(len, block.rows)])))
            for row in block.rows:
                line = table.TableRow()
                for words in row:
                    cell = table.TableCell()
                    cell.addElement(text.P(text=legal(words)))
                    line.addElement(cell)
                made.addElement(line)
            document.text.addElement(made)
        elif block.look is Look.HEADING:
            document.text.addElement(text.H(outlinelevel=2, text=legal(block.text)))
        else:
            bullet = "• " if block.look is Look.ITEM else ""
            document.text.addElement(text.P(text=bullet + legal(block.text)))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()
