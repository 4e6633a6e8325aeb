"""Words that Tesseract reads in a picture, English and French, with the boxes that they stand in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redaction.files.limits import Unreadable

LANGUAGES = ("eng", "fra")
_FULL = 0.75
_OFTEN_WRONG = 20.0


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """One word. Lengths in pixels; `sure`: 0 to 100. `line` and `paragraph` are numbers of the page's own."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sure: float
    line: tuple[int, ...]
    paragraph: tuple[int, ...]

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def letters(self) -> int:
        return sum(char.isalnum() for char in self.text)


def read_words(image: Any) -> list[Word]:
    """In reading order. Raises `Unreadable` where Tesseract or a language of it is missing."""
    import pytesseract
    from presidio_image_redactor import ImageAnalyzerEngine, TesseractOCR

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        found = TesseractOCR().perform_ocr(image, lang="+".join(LANGUAGES), config="--psm 3")
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError):
        raise Unreadable("no_reader") from None
    found = ImageAnalyzerEngine.remove_space_boxes(found)
    columns = ("text", "left", "top", "width", "height", "conf", "block_num", "par_num", "line_num")
    return [
        Word(text, left, top, width, height, float(sure), (block, par, line), (block, par))
        for text, left, top, width, height, sure, block, par, line in zip(*(found[c] for c in columns), strict=True)
    ]


def turned(image: Any) -> int:
    """By how many degrees, clockwise, the picture has to be turned to stand upright; 0 where Tesseract cannot tell."""
    import pytesseract

    try:
        found = pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError:
        return 0
    return int(found["rotate"]) if float(found["orientation_conf"]) > 1 else 0


def as_text(words: Sequence[Word]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words as one text, and where each stands in it.

    A full line goes on in the next one; a short one (an address) ends.
    """
    ends: dict[tuple[int, ...], int] = {}
    for word in words:
        ends[word.line] = max(ends.get(word.line, 0), word.right)
    widest: dict[tuple[int, ...], int] = {}
    starts: dict[tuple[int, ...], int] = {}
    for word in words:
        widest[word.paragraph] = max(widest.get(word.paragraph, 0), word.right)
        starts[word.paragraph] = min(starts.get(word.paragraph, word.left), word.left)
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    last: Word | None = None
    for word in words:
        gap = _gap(last, word, ends, widest, starts)
        places.append((length + len(gap), length + len(gap) + len(word.text)))
        parts += [gap, word.text]
        length = places[-1][1]
        last = word
    return "".join(parts), tuple(places)


def _gap(
    last: Word | None,
    word: Word,
    ends: dict[tuple[int, ...], int],
    widest: dict[tuple[int, ...], int],
    starts: dict[tuple[int, ...], int],
) -> str:
    if last is None:
        return ""
    if last.paragraph != word.paragraph:
        return "\n\n"
    if last.line == word.line:
        return " "
    left = starts[last.paragraph]
    full = ends[last.line] - left >= _FULL * (widest[last.paragraph] - left)
    return " " if full and not last.text.endswith((".", "!", "?", ":")) and last.paragraph == word.paragraph else "\n"
