"""Blocks of a paper -> lines at their places on A4 pages. Pure. Lengths in points, 72 to the inch, from the lower left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.pdf.helvetica import printable, width
from bot.domain.papers import Block, Style

PAGE = (595.28, 841.89)
_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, 72.0, 72.0, 72.0
_BULLET = "• "


@dataclass(frozen=True, slots=True)
class Look:
    """How blocks of one style look. `before`: the gap above. `indent`: of every line, from the left edge of the text."""

    size: float
    leading: float
    before: float
    bold: bool = False
    indent: float = 0.0


LOOKS = {
    Style.TITLE: Look(18, 23, 0, bold=True),
    Style.HEADING: Look(13, 17, 15, bold=True),
    Style.PARAGRAPH: Look(11, 15, 7),
    Style.ITEM: Look(11, 15, 4, indent=14),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One line. `block`: number of the block that it belongs to."""

    page: int
    x: float
    y: float
    text: str
    look: Look
    block: int


def lay_out(blocks: Iterable[Block]) -> list[Placed]:
    """Every line of every block. A heading never stands last on its page."""
    placed: list[Placed] = []
    page, y = 0, PAGE[1] - _TOP
    for number, block in enumerate(blocks):
        look = LOOKS[block.style]
        y -= look.before if placed else 0
        room = look.leading * (3 if look.bold else 1)
        for line, x in _lines(block, look):
            if y - room < _BOTTOM:
                page, y = page + 1, PAGE[1] - _TOP
            y -= look.leading
            room = look.leading
            placed.append(Placed(page, x, y, line, look, number))
    return placed


def _lines(block: Block, look: Look) -> Iterator[tuple[str, float]]:
    """The lines of one block with where they start; an item's bullet hangs to the left of its words."""
    left = _LEFT + look.indent
    for number, line in enumerate(wrap(printable(block.text), PAGE[0] - left - _RIGHT, look)):
        if block.style is Style.ITEM and number == 0:
            yield _BULLET + line, left - width(_BULLET, look.size, bold=look.bold)
        else:
            yield line, left


def wrap(text: str, room: float, look: Look) -> Iterator[str]:
    """`text` cut at spaces into lines of at most `room` points; a word that is longer stands alone. No-break spaces hold."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer, look.size, bold=look.bold) > room:
            yield line
            longer = word
        line = longer
    yield line
