"""What every recognizer of a format shares: find spans in a line, hand them over as Presidio results."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from redaction.recognizers.cues import fold, words_in

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

_SHARED = "shared"
_DIGIT = re.compile(r"\d")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """One detail in a line: character offsets, how sure we are, and which rule said so (never the value itself)."""

    start: int
    end: int
    score: float
    why: str
    kind: str | None = None


def shared(view: Callable[[str], T], text: str, nlp_artifacts: Any) -> T:
    """`view(text)`, made once for all recognizers that get one `nlp_artifacts`: it is kept with them and dies with them."""
    known: dict[tuple[Callable[[str], Any], str], T] | None = getattr(nlp_artifacts, _SHARED, None)
    if known is None:
        known = {}
        if nlp_artifacts is not None:
            setattr(nlp_artifacts, _SHARED, known)
    if (view, text) not in known:
        known[view, text] = view(text)
    return known[view, text]


def count_digits(text: str) -> int:
    """How many digits there are in `text`."""
    return len(_DIGIT.findall(text))


def words_of_line(text: str) -> frozenset[str]:
    """The words and digits of `text` folded (see `cues.words_in`), as a view that is shared."""
    return words_in(fold(text))


class FormatRecognizer(EntityRecognizer):
    """Base of the recognizers that know a format: subclasses say `FAMILY` and `find`.

    `find` is given the folded line (see `cues.fold`: same length, so offsets agree) and the line as written,
    for rules to which capitals matter.
    """

    FAMILY: ClassVar[str]
    NEEDS_DIGITS: ClassVar[int] = 0
    """A text with fewer digits has no such detail, and need not be looked through."""
    NEEDS: ClassVar[frozenset[str]] = frozenset()
    """Words and digits (see `cues.words_in`) of which one must be there, for the same reason; where empty, none need."""
    name: str

    def __init__(self, supported_language: str = LANGUAGE) -> None:
        super().__init__(
            supported_entities=[self.FAMILY], supported_language=supported_language, name=type(self).__name__
        )

    def load(self) -> None:
        """Nothing to load: formats are rules, not models."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every detail of this family in `text`, as Presidio results. Views of it are shared by way of `nlp_artifacts`."""
        if entities and self.FAMILY not in entities:
            return []
        if self.NEEDS_DIGITS and shared(count_digits, text, nlp_artifacts) < self.NEEDS_DIGITS:
            return []
        if self.NEEDS and self.NEEDS.isdisjoint(shared(words_of_line, text, nlp_artifacts)):
            return []
        return [self._result(found) for found in self.look(text, nlp_artifacts)]

    def look(self, text: str, nlp_artifacts: Any) -> Iterator[Found]:
        """The details in `text`, found in a view of it that is shared with the other recognizers."""
        return self.find(shared(fold, text, nlp_artifacts), text)

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


class WordyRecognizer(FormatRecognizer):
    """Base of those whose patterns need words or digits, each its own: subclasses say `FAMILY` and `within`."""

    def look(self, text: str, nlp_artifacts: Any) -> Iterator[Found]:
        words = shared(words_of_line, text, nlp_artifacts)
        return self.within(shared(fold, text, nlp_artifacts), text, words)

    def find(self, folded: str, text: str) -> Iterator[Found]:
        return self.within(folded, text, words_in(folded))

    @abstractmethod
    def within(self, folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
        """The details in one line. `words`: its words and digits, see `cues.words_in`."""
