"""The decision between what rules and tagger propose: how likely each candidate is a detail, all evidence weighed.

A logistic regression for each group of families, learnt on messages that neither tagger nor rules were made from (see
`training/decide.py`), so that its probabilities mean what they say: an operating point is a line through them.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from redaction import gazetteer
from redaction.casing import CAPITAL, LOWER, OPENING, UNTELLING, UPPER, case_codes
from redaction.families import Family
from redaction.recognizers.tagged import NAME as TAGGER
from redaction.recognizers.word import Word
from redaction.result import OperatingPoint
from redaction.tagger import FAMILIES, MODEL, Reading

GROUPS: Mapping[str, tuple[Family, ...]] = {
    "person": (Family.PERSON,),
    "place": (Family.LOCATION,),
    "house": (Family.FACILITY, Family.ORG),
    "number": (Family.PHONE, Family.EMAIL, Family.ADDRESS, Family.HANDLE, Family.ID, Family.DOB),
    "time": (Family.DATE, Family.AGE),
}
GROUP = {family: name for name, families in GROUPS.items() for family in families}

_CASES = {UNTELLING: "untelling", LOWER: "lower", CAPITAL: "capital", OPENING: "opening", UPPER: "upper"}
_WEIGHED = ("list everyday, lower", "list everyday, untelling", "list everyday, opening", "list kept, all")
"""Ways of writing in which the tagger's word counts for more or less: few everyday words in lower case are names."""

_NUMBER = {family: number for number, family in enumerate(FAMILIES)}
_IS = {family: f"is {family.value}" for family in Family}
_CASE = {code: f"case {name}" for code, name in _CASES.items()}
_MOST = 5.0
"""Beyond these log odds the tagger's sureness counts no further."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What recognizers propose: characters `start` to `end` as a detail of `family`; `by`: recognizer and its score."""

    start: int
    end: int
    family: Family
    by: tuple[tuple[str, float], ...]


class Evidence:
    """All that speaks for or against proposals in one text."""

    def __init__(
        self, text: str, words: Sequence[Word], reading: Reading | None, proposals: Sequence[Proposal]
    ) -> None:
        """`words`: those of `text`, see `recognizers/wordlist.py`; `reading`: the tagger's, None without one."""
        self._text = text
        self._reading = reading
        self._proposals = proposals
        self._words = words

    @cached_property
    def _codes(self) -> list[int]:
        """How each word is written."""
        return case_codes(self._text, [(word.start, word.end) for word in self._words])

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self._words]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self._words]

    def features(self, proposal: Proposal) -> dict[str, float]:
        """Named numbers, mostly 0 or 1; what is not named is 0."""
        found = {_IS[proposal.family]: 1.0}
        found.update(self._rules(proposal))
        found.update(self._tagged(proposal))
        found.update(self._written(proposal))
        for name in _WEIGHED:
            if name in found and "tagged odds" in found:
                found[f"{name}, odds"] = found[name] * found["tagged odds"]
        return found

    def _rules(self, proposal: Proposal) -> dict[str, float]:
        """Each recognizer that proposes the same, with its score; those of other families count as one."""
        found: dict[str, float] = {}
        for other in self._proposals:
            if other.end <= proposal.start or proposal.end <= other.start:
                continue
            rules = [(name, score) for name, score in other.by if name != TAGGER]
            if other.family is proposal.family:
                whole = other.start <= proposal.start and proposal.end <= other.end
                for name, score in rules:
                    key = _key_of_rule(name, score)
                    found[key] = max(found.get(key, 0.0), 1.0 if whole else 0.5)
                    best = max(found.get("rule", 0.0), score if whole else score / 2)
                    found["rule"] = best
            elif rules:
                key = f"other {GROUP[other.family]}"
                found[key] = max(found.get(key, 0.0), *(score for _, score in rules))
        return found

    def _tagged(self, proposal: Proposal) -> dict[str, float]:
        reading = self._reading
        if reading is None:
            return {"untagged": 1.0}
        part = reading.rows[reading.words(proposal.start, proposal.end)]
        if not part:
            return {}
        number = _NUMBER[proposal.family]
        own = [row[number] for row in part]
        tagged, hidden = sum(own) / len(own), sum(map(sum, part)) / len(part)
        return {
            "tagged": tagged,
            "tagged odds": _odds(tagged),
            "tagged least odds": _odds(min(own)),
            "tagged most odds": _odds(max(own)),
            "hidden odds": _odds(hidden),
            "hidden": hidden,
        }

    def _written(self, proposal: Proposal) -> dict[str, float]:
        """How its words are written and what lists know of them."""
        inside = [
            (self._words[place], self._codes[place])
            for place in range(bisect_right(self._ends, proposal.start), bisect_left(self._starts, proposal.end))
        ]
        digits = any(map(str.isdigit, self._text[proposal.start : proposal.end]))
        found: dict[str, float] = {"digits": float(digits)}
        if not inside:
            return found
        share = 1 / len(inside)
        for word, code in inside:
            for name in (_CASE[code], *_lists(word.key, word.text, word.kept)):
                found[name] = found.get(name, 0.0) + share
        found["one word"] = float(len(inside) == 1)
        found["letters"] = min(10, sum(len(word.key) for word, _ in inside)) / 10
        found["short"] = float(sum(len(word.key) for word, _ in inside) < 4)
        for name in ("list everyday", "list kept"):
            if found.get(name) == 1:
                found[f"{name}, all"] = 1.0
                for case in ("capital", "opening", "lower", "untelling"):
                    found[f"{name}, {case}"] = found.get(f"case {case}", 0.0)
        return found


@lru_cache(maxsize=1024)
def _key_of_rule(name: str, score: float) -> str:
    """`score` is one of the few that recognizers give."""
    return f"rule {name} {'sure' if score >= 0.8 else 'likely' if score >= 0.5 else 'faint'}"


@lru_cache(maxsize=8192)
def _lists(key: str, text: str, kept: bool) -> tuple[str, ...]:
    """What lists know of a word, which is `key` when it is folded."""
    known = (
        ("list given", gazetteer.is_given(key)),
        ("list surname", gazetteer.is_surname(key)),
        ("list place", gazetteer.is_place(text)),
        ("list kept", kept),
    )
    use = "everyday" if gazetteer.is_everyday(key) else "dictionary" if gazetteer.is_word(key) else "unknown"
    return (*(name for name, is_there in known if is_there), f"list {use}")


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return max(-_MOST, min(_MOST, math.log(chance / (1 - chance))))


@dataclass(frozen=True, slots=True)
class Decision:
    """The weights of each group's evidence, and for each operating point and family the least probability to hide."""

    weights: Mapping[str, Mapping[str, float]]
    lines: Mapping[str, Mapping[Family, float]]

    @classmethod
    def load(cls) -> Decision:
        """The learnt decision that ships with the model."""
        return _load()

    def chance(self, features: Mapping[str, float], family: Family) -> float:
        """How likely a proposal with these features is a detail, 0 to 1."""
        weights = self.weights[GROUP[family]]
        total = weights[""] + sum(value * weights.get(name, 0.0) for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def line(self, point: OperatingPoint, family: Family) -> float:
        """The probability from which on a detail of this family is hidden."""
        return self.lines[point][family]


@cache
def _load() -> Decision:
    learnt = json.loads((MODEL / "decision.json").read_text(encoding="utf-8"))
    lines = {point: {Family(name): float(value) for name, value in of.items()} for point, of in learnt["lines"].items()}
    return Decision(learnt["weights"], lines)
