"""Pictures of letters: what was read in them for sure is shown again, but for details, which are black; all else is grey.

So a face, a signature, handwriting, a stamp, a QR code or a photograph never goes out: nothing is shown that was not read.
The new picture is made of new pixels; nothing of the old file (place, camera, thumbnail) is in it.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from redaction.files.boxes import blacked
from redaction.files.limits import Limits, Unreadable
from redaction.files.ocr import Word, as_text, read_words, turned
from redaction.files.pixels import dark, flattened, patches, skew, turned_by
from redaction.result import HiddenSpan

_LONGEST = 2600
_SMALLEST = 1400
_WHITE, _GREY = 255, 190
_FEWEST = 12
"""Letters that are read for sure; with fewer it is no picture of a text."""
_MOST_UNSURE = 0.35
_MOST_UNREAD = 0.8


class Picture:
    """`redaction.files.reading.Readable`."""

    kind = "png"

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._page = Page(_decoded(data, limits), limits)
        self.text = self._page.text

    def write(self, spans: list[HiddenSpan]) -> bytes:
        out = io.BytesIO()
        self._page.covered(spans, 0).save(out, "PNG", optimize=True)
        return out.getvalue()


class Page:
    """One picture, upright and level, with the words that were read in it for sure. Raises `Unreadable`."""

    def __init__(self, image: Any, limits: Limits) -> None:
        self._image, found = _read(image, limits.sure)
        self._words = [word for word in found if word.sure >= limits.sure and word.letters]
        if self.letters < _FEWEST:
            raise Unreadable("nothing")
        if not _well_read(found, limits.sure):
            raise Unreadable("unsure")
        self._ink = dark(self._image)
        if self._unread_share() > _MOST_UNREAD:
            raise Unreadable("unsure")
        self.text, self._places = as_text(self._words)

    @property
    def letters(self) -> int:
        return sum(word.letters for word in self._words)

    def covered(self, spans: list[HiddenSpan], offset: int) -> Any:
        """A new picture. `spans` count from `offset` characters before this page's text."""
        from PIL import Image, ImageDraw

        new = Image.new("L", self._image.size, _WHITE)
        draw = ImageDraw.Draw(new)
        for box in patches(self._ink, [_box(word) for word in self._words]):
            draw.rectangle(box, fill=_GREY)
        for word in self._words:
            box = _box(word)
            new.paste(self._image.crop(box), box[:2])
        here = [(span.start - offset, span.end - offset) for span in spans]
        return blacked(new, self._words, self.text, self._places, here)

    def _unread_share(self) -> float:
        """Of what is dark in the picture, how much is not in a word that was read."""
        import numpy

        ink = self._ink.copy()
        total = int(numpy.count_nonzero(ink))
        for left, top, right, bottom in map(_box, self._words):
            ink[max(0, top) : bottom, max(0, left) : right] = 0
        return int(numpy.count_nonzero(ink)) / total if total else 1.0


def _box(word: Word) -> tuple[int, int, int, int]:
    """With the edge that letters have beyond what Tesseract measures."""
    edge = 1 + word.height // 12
    return word.left - edge, word.top - edge, word.right + edge, word.top + word.height + edge


def _decoded(data: bytes, limits: Limits) -> Any:
    """Its size is known, and bounded, before it is decoded."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is lower
        try:
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            if image.width * image.height > limits.pixels:
                raise Unreadable("bomb")
            if getattr(image, "n_frames", 1) > 1:
                raise Unreadable("kind")
            upright = ImageOps.exif_transpose(image)
            flat = Image.new("RGB", upright.size, (255, 255, 255))
            shown = upright.convert("RGBA")
            flat.paste(shown, mask=shown.getchannel("A"))
        except Image.DecompressionBombError:
            raise Unreadable("bomb") from None
        except (OSError, SyntaxError, ValueError):
            raise Unreadable("damaged") from None
    return flat


def _read(image: Any, sure: int) -> tuple[Any, list[Word]]:
    """Upright, level, of a size at which Tesseract reads best; and what it reads."""
    image = flattened(_sized(image))
    level = turned_by(image, skew(image))
    words = read_words(level)
    if not _well_read(words, sure) and (angle := turned(image)):
        image = image.rotate(-angle, expand=True)
        level = turned_by(image, skew(image))
        words = max(words, read_words(level), key=lambda found: _good(found, sure))
    return level, words


def _well_read(words: list[Word], sure: int) -> bool:
    """Whether enough letters were read, and most of them for sure."""
    good = _good(words, sure)
    return good >= max(_FEWEST, (1 - _MOST_UNSURE) * sum(word.letters for word in words))


def _good(words: list[Word], sure: int) -> int:
    return sum(word.letters for word in words if word.sure >= sure)


def _sized(image: Any) -> Any:
    from PIL import Image

    longest = max(image.size)
    scale = _LONGEST / longest if longest > _LONGEST else 2.0 if longest < _SMALLEST else 1.0
    if scale == 1.0:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)
