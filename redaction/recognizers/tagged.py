"""Every family, by the tagger that the NLP engine ran over the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from redaction.families import Family
from redaction.folding import vocabulary
from redaction.recognizers.base import LANGUAGE
from redaction.resolve import NAMELIKE
from redaction.tagger import FAMILIES, Reading

NAME = "TaggedRecognizer"
LEAST = 0.12
"""Below this probability a word is not even proposed; what is proposed is decided in `redaction/decision.py`."""

_PARTS = 0.6
"""From this probability on, a detail that begins where another goes on is another one: "Mary Paul"."""

_ABBREVIATED = vocabulary("st ste dr mr mrs ms jr sr pr prof mme mlle mgr wm chas geo jas thos cl hop pol clin gal av")
"""What a stop may follow inside a name."""

_ALONE = 0.5
"""What one small letter needs: "d" may be Mme D., but lists and formulas are full of them."""


class TaggedRecognizer(EntityRecognizer):
    """Reads the artefacts of our own NLP engine; without a reading in them it finds nothing."""

    def __init__(self, supported_language: str = LANGUAGE) -> None:
        super().__init__(
            supported_entities=[family.value for family in Family], supported_language=supported_language, name=NAME
        )

    def load(self) -> None:
        """Nothing to load: the engine holds the model."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Runs of words that one family is likely in, as Presidio results of the families in `entities` (all when empty)."""
        reading: Reading | None = getattr(nlp_artifacts, "reading", None)
        if reading is None or not len(reading.starts):
            return []
        return [
            self._result(family, start, end, score)
            for family, start, end, score in _runs(text, reading)
            if (not entities or family in entities) and (score >= _ALONE or not _one_small_letter(text[start:end]))
        ]

    def _result(self, family: Family, start: int, end: int, score: float) -> RecognizerResult:
        return RecognizerResult(
            entity_type=family.value,
            start=start,
            end=end,
            score=score,
            analysis_explanation=AnalysisExplanation(
                recognizer=NAME, original_score=score, textual_explanation="how its words stand in the sentence"
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: NAME,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def _one_small_letter(words: str) -> bool:
    return len(words) == 1 and words.islower()


def _runs(text: str, reading: Reading) -> Iterator[tuple[Family, int, int, float]]:
    most = reading.inside.max(axis=0).tolist()
    likely = [number for number, chance in enumerate(most) if chance >= LEAST]
    if not likely:
        return
    best = reading.inside.argmax(axis=1).tolist()
    starts, ends = reading.edges
    rows = reading.rows
    for number in likely:
        family = FAMILIES[number]
        run: list[int] = []
        words: dict[int, bool] = {}
        for place, row in enumerate(rows):
            chance = row[number]
            if chance < LEAST or (best[place] != number and chance <= 2 * LEAST):
                continue
            words[place] = any(map(str.isalnum, text[starts[place] : ends[place]]))
            if run and (run[-1] < place - 1 or _begins(text, reading, run, place, words, number)):
                yield from _told(run, words, reading, family, number)
                run = []
            run.append(place)
        yield from _told(run, words, reading, family, number)


def _begins(text: str, reading: Reading, run: list[int], place: int, words: Mapping[int, bool], number: int) -> bool:
    """Whether the word at `place` begins another detail than the `run` before it. `words`: which of them tell something."""
    if not words[place]:
        return False
    return bool(reading.begins[place, number] > _PARTS) or _parted(text, reading, run, place, words, FAMILIES[number])


def _parted(text: str, reading: Reading, run: list[int], place: int, words: Mapping[int, bool], family: Family) -> bool:
    """Whether a line, a sentence or a dash ends between a run and the word at `place`, which no name goes on over."""
    last = next((before for before in reversed(run) if words[before]), None)
    if last is None or family not in NAMELIKE:
        return False
    starts, ends = reading.edges
    gap = text[ends[last] : starts[place]]
    if "\n" in gap or " - " in gap:
        return True
    before = text[starts[last] : ends[last]]
    return gap == ". " and len(before) > 1 and before.lower() not in _ABBREVIATED


def _told(
    run: list[int], words: Mapping[int, bool], reading: Reading, family: Family, number: int
) -> Iterator[tuple[Family, int, int, float]]:
    """A run without the marks at its edges; as likely as the mean of its words."""
    places = [place for place in run if words[place]]
    if places:
        score = sum(reading.rows[place][number] for place in places) / len(places)
        starts, ends = reading.edges
        yield family, starts[places[0]], ends[places[-1]], min(score, 1.0)
