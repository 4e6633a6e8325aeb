"""What was understood of a voice note, and whether it may be relied upon. Pure; the engine is in `serve.py`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Protocol

LANGUAGES = ("en", "fr")
_LEAST_OURS = 0.5
"""How likely English and French must be together: what is said in another language gives words that nobody said."""
_MOST_REPEATED = 2.4
"""How well its text may be packed: the engine, at a loss, says one thing again and again (Whisper's own threshold)."""


class Segment(Protocol):
    """A stretch of speech, as faster-whisper tells of it. `avg_logprob`: mean logarithm of how sure it was of each word piece."""

    start: float
    end: float
    text: str
    avg_logprob: float
    compression_ratio: float


class Unheard(Exception):
    """No words that may be relied upon. `code`: one of `WHY`; names a sentence of the wording (`voice_why.<code>`)."""

    WHY = ("too_big", "too_long", "damaged", "nothing", "unsure", "language", "memory", "time", "engine")

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def language_of(likely: Mapping[str, float]) -> str:
    """Which of ours is spoken. `likely`: how likely each language is. Raises `Unheard`."""
    ours = {lang: likely.get(lang, 0.0) for lang in LANGUAGES}
    if sum(ours.values()) < _LEAST_OURS:
        raise Unheard("language")
    return max(ours, key=lambda lang: ours[lang])


def relied_upon(segments: Iterable[Segment], sure: float) -> str:
    """The words. `sure`: how sure the engine has to be on average, 0 to 1. Raises `Unheard`."""
    heard = [segment for segment in segments if segment.text.strip()]
    seconds = sum(segment.end - segment.start for segment in heard)
    if not heard or seconds <= 0:
        raise Unheard("nothing")
    mean = sum(segment.avg_logprob * (segment.end - segment.start) for segment in heard) / seconds
    if math.exp(mean) < sure or any(segment.compression_ratio > _MOST_REPEATED for segment in heard):
        raise Unheard("unsure")
    return " ".join(segment.text.strip() for segment in heard)
