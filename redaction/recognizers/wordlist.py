"""A line as words with what surrounds them: the view of a text on which the recognizers of names work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from redaction.folding import fold

_WORD = re.compile(
    r"(?:[ldjmtsncLDJMTSNC]|(?:[Qq]|[Ll]ors[Qq]|[Pp]uis[Qq]|[Jj]us[Qq])[Uu])'(?=[^\W\d_])"
    r"|[^\W\d_](?:(?!'[sS]\b)['-](?=[^\W\d_])|[^\W\d_]){0,60}"
)
_STARTS = re.compile(r"[.!?\n:;\"«»“”(\[>*•…\u2600-\u27bf\U0001f300-\U0001faff]|^\s*$|\s-\s|--")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: where it stands, its folded key, how it is written, and what stands before it."""

    text: str
    start: int
    end: int
    key: str
    gap: str
    """Everything between the word before and this one."""
    opens: bool
    """Whether it opens a sentence, a line, a quotation or a bracket, where a capital tells nothing."""
    shouted: bool
    """Whether its whole line is in capitals, where a capital tells nothing either."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def joined(self) -> bool:
        """Whether nothing but one space or hyphen parts it from the word before."""
        return self.gap in {" ", "-", "\u00a0"}

    @property
    def telling(self) -> bool:
        """Whether its capital says that it is a proper name: a capital where none is due."""
        return self.capital and not self.opens and not self.shouted


def words_of(text: str) -> list[Word]:
    """The words of `text` in order. Elided articles (`l'`, `d'`, `qu'`) are words of their own; `'s` is left out."""
    found: list[Word] = []
    shouted = _shouted_lines(text)
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        opens = not found or bool(_STARTS.search(gap)) or (found[-1].opens and found[-1].text.endswith("'"))
        loud = any(low <= match.start() < high for low, high in shouted)
        found.append(Word(match[0], match.start(), match.end(), fold(match[0]), gap, opens, loud))
        end = match.end()
    return found


def _shouted_lines(text: str) -> list[tuple[int, int]]:
    """The lines written in capitals: at least two words, nine letters of ten in upper case."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        letters = [char for char in line if char.isalpha()]
        if len(letters) > 9 and " " in line.strip() and sum(map(str.isupper, letters)) > 0.85 * len(letters):
            spans.append((start, start + len(line)))
        start += len(line)
    return spans
