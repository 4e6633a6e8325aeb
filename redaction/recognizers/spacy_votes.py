"""PERSON, LOCATION, FACILITY and ORG by the votes of two spaCy models, weighed by how the words are written.

Taken as they come, the votes are worth little on chat: on our own 2,848 annotated messages, of what the lists and cues
leave over, sentences' first words marked PERSON are names in 2 to 20 of 100 cases and lower-case words in 4 to 15. With
a capital where none is due and no term of the keep-list, 60 to 97 of 100 are. So a vote counts only for such words;
the scores follow what was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from redaction import gazetteer
from redaction.recognizers.base import LANGUAGE, shared
from redaction.recognizers.given_judgement import is_role
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word
from redaction.recognizers.wordlist import words_of

_NAME = "SpacyVoteRecognizer"
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,60}\]")
_FAMILIES = {"PERSON": "PERSON", "LOCATION": "LOCATION", "FACILITY": "FACILITY", "ORGANIZATION": "ORG"}


class SpacyVoteRecognizer(EntityRecognizer):
    """Reads `Votes` from our own NLP engine; without them it finds nothing."""

    FAMILIES: ClassVar[tuple[str, ...]] = tuple(_FAMILIES.values())

    def __init__(self, supported_language: str = LANGUAGE) -> None:
        super().__init__(supported_entities=list(self.FAMILIES), supported_language=supported_language, name=_NAME)

    def load(self) -> None:
        """Nothing to load: the engine holds the models."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """The votes that stand, as Presidio results of the families in `entities` (all when empty)."""
        words = shared(words_of, text, nlp_artifacts)
        ours = [match.span() for match in _BRACKETED.finditer(text)]
        if not any(_tells(word) and not any(start < word.start < end for start, end in ours) for word in words):
            return []  # no vote would count, so the models need not read
        votes = [vote for vote in getattr(nlp_artifacts, "entities", ()) if vote.label in _FAMILIES]
        found = self._standing(words, votes)
        return [result for result in found if not entities or result.entity_type in entities]

    def _standing(self, words: list[Word], votes: list[Any]) -> Iterator[RecognizerResult]:
        for vote in votes:
            run = _telling_run(words, vote)
            if run:
                agreed = any(o.lang != vote.lang and o.start < vote.end and o.end > vote.start for o in votes)
                yield self._result(_FAMILIES[vote.label], run, agreed)

    def _result(self, family: str, run: list[Word], agreed: bool) -> RecognizerResult:
        score = _score(family, run, agreed)
        why = "two models agree" if agreed else "one model's vote"
        return RecognizerResult(
            entity_type=family,
            start=run[0].start,
            end=run[-1].end,
            score=score,
            analysis_explanation=AnalysisExplanation(recognizer=_NAME, original_score=score, textual_explanation=why),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: _NAME,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def _telling_run(words: list[Word], vote: Any) -> list[Word]:
    """The proper name inside a vote that a capital gives away; empty when there is none."""
    inside = [place for place, word in enumerate(words) if word.start < vote.end and word.end > vote.start]
    for place in inside:
        if _tells(words[place]):
            stop = min(run_of(words, place, person=vote.label == "PERSON"), inside[-1] + 1)
            run = words[place:stop]
            while run and run[-1].key in SMALL:
                run = run[:-1]
            return run
    return []


def _tells(word: Word) -> bool:
    short = len(word.text) < 3 or (word.upper and len(word.text) < 6)
    return word.telling and proper(word) and not (word.kept or short or is_role(word) or word.key in SMALL)


def _score(family: str, run: list[Word], agreed: bool) -> float:
    unknown = any(not gazetteer.is_everyday(word.key) for word in run)
    if family == "ORG" and not unknown:
        return 0.45
    if agreed:
        return 0.63 if unknown else 0.55
    return 0.55 if unknown else 0.52
