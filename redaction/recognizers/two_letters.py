"""PERSON by two capitals that act or are spoken to: "KT says", "ring MK", "PJ isn't to drive"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction.folding import vocabulary
from redaction.recognizers.base import Found
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import SMALL, VERBS
from redaction.recognizers.word import Word

_SPOKEN_TO = vocabulary(
    "tell told ring rang ask asked met thanks thank poor hi dear merci dis demande appelle rappelle bonjour"
)
_ACTS = VERBS - vocabulary(
    "is was has had does did do will would est a va sera avait etait ne se s' n' m' lui nous vous me te just still"
)


class TwoLetterRecognizer(NameRecognizer):
    """Volunteers shorten people to two letters; what the keep-list knows as an abbreviation is left alone."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words):
            if (
                word.upper
                and len(word.text) == 2
                and not (word.kept or word.key in SMALL or word.shouted or word.mention)
            ):
                after = words[place + 1] if place + 1 < len(words) else None
                acts = after is not None and after.gap == " " and (after.key in _ACTS or "n't" in after.key)
                told = bool(place) and word.gap == " " and words[place - 1].key in _SPOKEN_TO
                if (acts or told) and not text[word.end : word.end + 1].isdigit():
                    yield Found(word.start, word.end, 0.6, "two capitals that act or are spoken to")
