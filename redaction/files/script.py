"""A document as blocks of text, and the same as one text in which details are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from redaction.result import HiddenSpan

LEFT_OUT = "[image laissée de côté / picture left out]"
"""Stands where a document had a picture."""

_BETWEEN = "\n"
_HEADER = re.compile(r"[^\d@]{1,40}")


class Look(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph:
    text: str
    look: Look = Look.PARAGRAPH


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, repr=False)
class Script:
    """The blocks of a document, and the one text in which details are looked for.

    `text`: all of it, each cell of a table behind the heading of its column, so that a name alone in a cell is known for
    one. `places`: where each piece of the blocks stands in it, in their order; the rest is put in between.
    """

    blocks: tuple[Block, ...]
    text: str
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Script:
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        length = 0
        for before, piece in _pieces(blocks):
            parts += [before, piece]
            places.append((length + len(before), length + len(before) + len(piece)))
            length += len(before) + len(piece)
        return cls(tuple(blocks), "".join(parts), tuple(places))

    def redacted(self, spans: Sequence[HiddenSpan]) -> tuple[Block, ...]:
        """The blocks with pseudonyms. What is hidden across two pieces has its pseudonym in the first one."""
        said: set[int] = set()
        new = iter([self._piece(start, end, spans, said) for start, end in self.places])
        return tuple(_renewed(block, new) for block in self.blocks)

    def _piece(self, start: int, end: int, spans: Sequence[HiddenSpan], said: set[int]) -> str:
        out, position = [], start
        for number, span in enumerate(spans):
            if span.start < end and start < span.end:
                out.append(self.text[position : max(position, span.start)])
                out.append("" if number in said else span.pseudonym)
                said.add(number)
                position = max(position, min(end, span.end))
        return "".join([*out, self.text[position:end]])


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as the printer of papers reads them; a row is a line."""
    marks = {Look.HEADING: "## ", Look.ITEM: "- ", Look.PARAGRAPH: ""}
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [_plain(" | ".join(row)) for row in block.rows]
        else:
            lines.append(marks[block.look] + _plain(block.text))
    return "\n\n".join(line for line in lines if line.strip())


def _plain(text: str) -> str:
    """One line, which no mark of the printer begins."""
    return re.sub(r"^[#*\-]+\s+", "– ", " ".join(text.split()))


def _renewed(block: Block, new: Iterator[str]) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(next(new), block.look)
    return Table(tuple(tuple(next(new) for _ in row) for row in block.rows))


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Each piece of text with what stands before it."""
    for number, block in enumerate(blocks):
        gap = _BETWEEN if number else ""
        if isinstance(block, Paragraph):
            yield gap, block.text
        else:
            yield from _cells(block, gap)


def _cells(table: Table, gap: str) -> Iterator[tuple[str, str]]:
    first = table.rows[0] if table.rows else ()
    heads = first if len(table.rows) > 1 and all(_HEADER.fullmatch(cell.strip()) for cell in first if cell) else ()
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            head = heads[column].strip() if number and column < len(heads) else ""
            before = gap if not (number or column) else _BETWEEN
            yield before + (f"{head}: " if head and cell.strip() else ""), cell
