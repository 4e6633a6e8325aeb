"""Papers that the bot hands out: the Code, the notice for the person supported, the volunteers' own notice.

Their text is the association's, or a template of ours that its settings filled; never anything that somebody wrote here.
It is simple Markdown: `# title`, `## heading`, `- item`, and paragraphs with an empty line between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from redaction import Lang


class PaperKind(StrEnum):
    CODE = "code"
    """The Code of Confidentiality and the Policy: handed to the person supported (clause C7), accepted by volunteers (C4)."""
    NOTICE = "notice"
    """For the person supported: GDPR articles 13 and 14."""
    VOLUNTEERS = "volunteers"
    """The same for volunteers, about what is kept of themselves."""


class Style(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a paper that stands by itself."""

    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one language: its text, and the same as a PDF. `name`: of the file, without its ending."""

    kind: PaperKind
    lang: Lang
    name: str
    text: str
    pdf: bytes = field(repr=False)

    @property
    def file(self) -> str:
        return f"{self.name}.pdf"

    @property
    def title(self) -> str:
        return next((block.text for block in blocks(self.text) if block.style is Style.TITLE), self.name)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which Code it is. `version`: what the association calls it. `mark`: changes with it and with every letter of the text."""

    version: str
    mark: str


_MARKS = (("# ", Style.TITLE), ("## ", Style.HEADING), ("- ", Style.ITEM), ("* ", Style.ITEM))


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a paper in their order. A line that starts none goes on with the one before it."""
    lines: list[str] = []
    style = Style.PARAGRAPH
    for line in [*text.splitlines(), ""]:
        found = next(((mark, of) for mark, of in _MARKS if line.startswith(mark)), None)
        if lines and (found or not line.strip() or style in (Style.TITLE, Style.HEADING)):
            yield Block(style, " ".join(lines))
            lines, style = [], Style.PARAGRAPH
        if found:
            style = found[1]
        if line.strip():
            lines.append(line.removeprefix(found[0] if found else "").strip())


def plain(text: str) -> str:
    """The paper as a chat shows it: no marks, a bullet before each item, an empty line between blocks."""
    shown: list[str] = []
    before = None
    for block in blocks(text):
        gap = "\n" if before in (None, Style.ITEM) and block.style is Style.ITEM else "\n\n"
        shown += [gap if shown else "", f"• {block.text}" if block.style is Style.ITEM else block.text]
        before = block.style
    return "".join(shown)
