"""Black boxes over what is hidden, drawn by presidio-image-redactor.

Its engine reads, analyses and draws in one go. Here the words were read before, and what is hidden in them was decided with
the case's memory, in another process; so it is given both. Which box a detail stands in is told by where it stands in the
text: Presidio's own search by words loses a detail that is part of a word, or that follows another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redaction.files.ocr import Word

_HIDDEN = "HIDDEN"
_BLACK = 0


def blacked(
    image: Any, words: Sequence[Word], text: str, places: Sequence[tuple[int, int]], hidden: Sequence[tuple[int, int]]
) -> Any:
    """`image` with every word black that any of `hidden` (offsets in `text`) touches."""
    from presidio_analyzer import RecognizerResult
    from presidio_image_redactor import OCR, ImageAnalyzerEngine, ImageRedactorEngine
    from presidio_image_redactor.entities import ImageRecognizerResult

    class Decided:
        def analyze(self, text: str, **_: Any) -> list[RecognizerResult]:
            return [RecognizerResult(_HIDDEN, start, end, 1.0) for start, end in hidden]

    class ReadBefore(OCR):
        def perform_ocr(self, image: object, **_: Any) -> dict[str, list[Any]]:
            return {"text": [word.text for word in words], "conf": [word.sure for word in words]}

        @staticmethod
        def get_text_from_ocr_dict(
            ocr_result: dict[str, list[Any]],  # noqa: ARG004
            separator: str = " ",  # noqa: ARG004
        ) -> str:
            return text

    class ByPlace(ImageAnalyzerEngine):
        @staticmethod
        def map_analyzer_results_to_bounding_boxes(
            text_analyzer_results: list[RecognizerResult],
            ocr_result: Any,  # noqa: ARG004, here and below: the names are Presidio's
            text: str,  # noqa: ARG004
            allow_list: list[str],  # noqa: ARG004
        ) -> list[ImageRecognizerResult]:
            return [
                ImageRecognizerResult(_HIDDEN, start, end, 1.0, *_black_box(word))
                for word, (start, end) in zip(words, places, strict=True)
                if any(one.start < end and start < one.end for one in text_analyzer_results)
            ]

    decided: Any = Decided()
    engine = ImageRedactorEngine(ByPlace(analyzer_engine=decided, ocr=ReadBefore()))
    return engine.redact(image, fill=_BLACK)


def _black_box(word: Word) -> tuple[int, int, int, int]:
    """Left, top, width and height, with a margin: nothing of a letter's edge may be left to guess from."""
    edge = 3 + word.height // 6
    return word.left - edge, word.top - edge, word.width + 2 * edge, word.height + 2 * edge
