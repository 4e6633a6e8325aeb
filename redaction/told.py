"""What a volunteer said of a message: words to hide wherever they stand in it, and names of somebody new to the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction import wording
from redaction.engine import LANGUAGE
from redaction.families import Family
from redaction.memory import CaseMemory, Known
from redaction.normalise import normalise
from redaction.recognizers.cues import fold

_SCORE = 1.0
_EVERY_FAMILY = [str(family) for family in Family]


class ToldValues(EntityRecognizer):
    """Finds values word for word, in any case and with or without accents: "rose" is found in "la Rose", not in "arrose"."""

    def __init__(self, told: Iterable[tuple[Family, str]], apart: Iterable[str] = ()) -> None:
        plain = ((family, fold(normalise(value).text).strip()) for family, value in told)
        self._told = {value: family for family, value in plain if value}
        self._apart = {fold(normalise(name).text).strip() for name in apart}
        self._new: dict[str, Known] = {}
        super().__init__(supported_entities=_EVERY_FAMILY, supported_language=LANGUAGE)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._told)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every place where one of the values stands as a word of its own."""
        folded = fold(text)
        return [
            RecognizerResult(str(family), start, start + len(value), _SCORE)
            for value, family in self._told.items()
            for start in _places(folded, value)
        ]

    def somebody_else(self, memory: CaseMemory, surface: str) -> Known | None:
        """The person of that name whom the case did not know before this message; None if that was not said of the name."""
        name = fold(surface).strip()
        if name not in self._apart:
            return None
        known = self._new.get(name)
        if known is None:
            known = self._new[name] = memory.add(Family.PERSON, wording.KIND_OF_FAMILY[Family.PERSON])
        memory.mention(known, surface)
        return known

    def means(self, surface: str) -> bool:
        """Whether `surface` is one of the values."""
        return fold(surface).strip() in self._told


@cache
def nothing_told() -> ToldValues:
    """For the usual message, of which nobody said anything."""
    return ToldValues(())


def _places(folded: str, value: str) -> Iterator[int]:
    start = folded.find(value)
    while start >= 0:
        end = start + len(value)
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if not (value[0].isalnum() and before.isalnum()) and not (value[-1].isalnum() and after.isalnum()):
            yield start
        start = folded.find(value, end)
