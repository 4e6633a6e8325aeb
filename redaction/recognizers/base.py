"""What every recognizer of a format shares: find spans in a line, hand them over as Presidio results."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from redaction.recognizers.cues import fold

LANGUAGE = "xx"
"""Our one language: every recognizer sees every line, since volunteers mix English and French in one sentence."""

SURE = 0.95
"""A check digit that holds, or a keyword and the right shape."""
STRONG = 0.85
"""A keyword, or a shape that hardly anything else has."""
GOOD = 0.6
"""Enough to hide."""
WEAK = 0.4
"""A shape without any cue: dropped at the default operating point of 0.5."""

KIND = "kind"
"""Key of `RecognizerResult.recognition_metadata` under which the subtype of an ID stands ("nir", "iban", ...)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One detail in a line: character offsets, how sure we are, and which rule said so (never the value itself)."""

    start: int
    end: int
    score: float
    why: str
    kind: str | None = None


class FormatRecognizer(EntityRecognizer):
    """Base of the recognizers that know a format: subclasses say `FAMILY` and `find`.

    `find` is given the folded line (see `cues.fold`: same length, so offsets agree) and the line as written,
    for rules to which capitals matter.
    """

    FAMILY: ClassVar[str]
    name: str

    def __init__(self, supported_language: str = LANGUAGE) -> None:
        super().__init__(
            supported_entities=[self.FAMILY], supported_language=supported_language, name=type(self).__name__
        )

    def load(self) -> None:
        """Nothing to load: formats are rules, not models."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every detail of this family in `text`, as Presidio results. Presidio's analysis artefacts are not used."""
        if entities and self.FAMILY not in entities:
            return []
        return [self._result(found) for found in self.find(fold(text), text)]

    @abstractmethod
    def find(self, folded: str, text: str) -> Iterator[Found]:
        """The details in one line. `folded` is `text` without capitals and accents, offset for offset."""

    def _result(self, found: Found) -> RecognizerResult:
        explanation = AnalysisExplanation(
            recognizer=self.name, original_score=found.score, textual_explanation=found.why
        )
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        if found.kind:
            metadata[KIND] = found.kind
        return RecognizerResult(
            entity_type=self.FAMILY,
            start=found.start,
            end=found.end,
            score=found.score,
            analysis_explanation=explanation,
            recognition_metadata=metadata,
        )
