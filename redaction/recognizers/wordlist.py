"""A line as words with what surrounds them: the view of a text on which the recognizers of names work."""

from __future__ import annotations

import re

from redaction.casing import is_shouted
from redaction.folding import folded_word
from redaction.recognizers.keeping import mark_kept
from redaction.recognizers.word import Word

_WORD = re.compile(
    r"(?:(?![MND]'[A-ZÀ-Þ])[ldjmtsncLDJMTSNC]|(?:[Qq]|[Ll]ors[Qq]|[Pp]uis[Qq]|[Jj]us[Qq])[Uu])'(?=[^\W\d_])"
    r"|(?!(?<=[^\W\d_]')[sS]\b)[^\W\d_](?:(?!'[sS]\b)['-](?=[^\W\d_])|[^\W\d_]){0,60}"
)
_LONGER = re.compile(r"\b[^\W\d_]{2,}")
_STARTS = re.compile(r"[.!?\n:;>*•…\u2600-\u27bf\U0001f300-\U0001faff]|\s-\s|--")


def words_of(text: str) -> list[Word]:
    """The words of `text` in order. Elided articles (`l'`, `d'`, `qu'`) are words of their own; `'s` is left out."""
    found: list[Word] = []
    shouted = _shouted_lines(text)
    flat = _is_flat(text)
    end = 0
    opens, elided = True, False
    for match in _WORD.finditer(text):
        start, after = match.span()
        surface, gap = match[0], text[end:start]
        opens = end == 0 or (gap != " " and bool(_STARTS.search(gap))) or (opens and elided)
        loud = bool(shouted) and any(low <= start < high for low, high in shouted)
        end = after
        found.append(Word(surface, start, end, folded_word(surface), gap, opens, loud, flat))
        elided = surface[-1] == "'"
    mark_kept(found, text)
    return found


def _is_flat(text: str) -> bool:
    """Whether next to no word begins with a capital: three words of a hundred, single letters and acronyms aside."""
    words = _LONGER.findall(text)
    return len(words) > 5 and sum(word[0].isupper() and not word.isupper() for word in words) <= 0.03 * len(words)


def _shouted_lines(text: str) -> list[tuple[int, int]]:
    """The lines written in capitals."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if is_shouted(line):
            spans.append((start, start + len(line)))
        start += len(line)
    return spans
