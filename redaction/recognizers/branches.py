"""ORG by a chain and its town: "Intermarché de Trémoulac", "Decathlon Brive", "the Lidl in Eymet" stays two things."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.folding import vocabulary
from redaction.recognizers.base import Found
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_CHAINS = vocabulary(
    "intermarche leclerc carrefour auchan lidl aldi decathlon ikea picard monoprix casino spar vival cora netto bricomarche castorama"
    " leroy-merlin jardiland truffaut conforama darty fnac boulanger action gifi norauto speedy afflelou krys"
    " tesco sainsbury's waitrose boots asda morrisons argos currys wickes"
)
"""Alone they name nobody; with a town they are where somebody works or was seen."""


class BranchRecognizer(NameRecognizer):
    """One shop of a chain, by the town behind it."""

    FAMILY = "ORG"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words[:-1]):
            if word.key in _CHAINS and word.capital:
                first = place + 1
                if words[first].key in {"de", "d'", "du"} and words[first].gap == " " and first + 1 < len(words):
                    first += 1
                end = run_of(words, first) if words[first].gap in {" ", ""} and proper(words[first]) else first
                if end > first and gazetteer.is_place(text[words[first].start : words[end - 1].end]):
                    yield Found(word.start, words[end - 1].end, 0.8, "a chain and its town")
