"""Arithmetic on pixels: what is dark, how far a page leans, what was left unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Box = tuple[int, int, int, int]
_STEEPEST = 15.0
_SMALL = 700
_NOISE = 12


def flattened(image: Any) -> Any:
    """In greys, the paper white wherever light or shadow falls on it: Tesseract loses lines that run into a shadow."""
    import cv2
    import numpy
    from PIL import Image

    grey = numpy.asarray(image.convert("L"))
    height, width = grey.shape
    scale = _SMALL / max(height, width)
    small = cv2.resize(grey, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, numpy.ones((9, 9), numpy.uint8)), 21)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return Image.fromarray(cv2.divide(grey, numpy.maximum(paper, 1), scale=255))


def dark(image: Any) -> Any:
    """255 where something is written or drawn, whatever light falls on the page; 0 elsewhere. An array of the picture's size."""
    import cv2
    import numpy

    grey = cv2.GaussianBlur(numpy.asarray(image.convert("L")), (3, 3), 0)
    around = max(15, (min(image.size) // 40) | 1)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 15)


def skew(image: Any) -> float:
    """By how many degrees, counter-clockwise, the picture has to be turned for its lines to be level.

    Level lines part the rows of the page into dark and light ones most sharply.
    """
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL))
    ink = dark(small)
    best = max((_sharpness(ink, angle), angle) for angle in _steps(-_STEEPEST, _STEEPEST, 1.0))[1]
    best = max((_sharpness(ink, angle), angle) for angle in _steps(best - 1, best + 1, 0.2))[1]
    return best if abs(best) >= 0.3 else 0.0


def turned_by(image: Any, angle: float) -> Any:
    from PIL import Image

    if not angle:
        return image
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def patches(ink: Any, read: Sequence[Box]) -> list[Box]:
    """Boxes around what is dark and was not read."""
    import cv2
    import numpy

    left = ink.copy()
    for x0, y0, x1, y1 in read:
        left[max(0, y0) : y1, max(0, x0) : x1] = 0
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, numpy.ones((9, 15), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, area in stats[1:] if area > _NOISE * _NOISE]


def _steps(start: float, stop: float, step: float) -> list[float]:
    return [start + number * step for number in range(round((stop - start) / step) + 1)]


def _sharpness(ink: Any, angle: float) -> float:
    import cv2
    import numpy

    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1, dtype=numpy.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())
