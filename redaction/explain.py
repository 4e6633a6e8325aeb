"""`entrenous explain`: what every recognizer saw in one text, and why each of it was hidden or not.

Nothing is decided here. `Explainer` is the redactor itself, noting what passes from step to step; what became of a
proposal is read off by comparing what a step was given with what it gave back.

All of this holds personal text: it is for a developer's terminal, and is never logged or kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from presidio_analyzer import EntityRecognizer

from redaction import gazetteer
from redaction.decision import GROUP
from redaction.judged import Judged
from redaction.memory import CaseMemory
from redaction.recognizers.word import Word
from redaction.recognizers.wordlist import words_of
from redaction.redactor import Redactor
from redaction.resolve import NAMELIKE, Candidate, Range, resolve
from redaction.result import NOTHING_KEPT, Keep, Lang, Redaction
from redaction.tagger import Reading
from redaction.text import RawText

_EVIDENCE = 4
"""How many pieces of evidence are told, the weightiest first."""


@dataclass(slots=True, repr=False)
class Round:
    """One reading of the text, with the pseudonyms of the readings before it in place; offsets are those of `text`.

    `judged`: all that recognizers proposed; `taken`: what of it went into the decision between overlapping proposals;
    `details`: what came out; `pseudonyms`: what stands for each of those, colleagues' names left out.
    """

    text: str
    untouchable: Sequence[Range]
    judged: list[Judged] = field(default_factory=list)
    taken: list[Candidate] = field(default_factory=list)
    details: list[Candidate] = field(default_factory=list)
    pseudonyms: dict[Candidate, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One proposal: characters `start` to `end` of its round's text, how likely it is, who says so, what became of it."""

    start: int
    end: int
    family: str
    value: str
    chance: float
    by: tuple[str, ...]
    evidence: tuple[str, ...]
    fate: str


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """The rows of each round, the terms of the keep-list that stay, and the redaction.

    A round that found nothing more to hide has no rows, unless it is the first.
    """

    text: str
    rounds: tuple[tuple[Row, ...], ...]
    kept: tuple[str, ...]
    redaction: Redaction

    def lines(self) -> Iterator[str]:
        """The explanation for a terminal."""
        for number, rows in enumerate(self.rounds, 1):
            yield f"Reading {number}{', with the pseudonyms in place' if number > 1 else ''}"
            for row in rows:
                yield f"  {row.start}-{row.end} {row.family} {row.chance:.2f} {row.value!r}: {row.fate}"
                yield f"      seen by {'; '.join(row.by)}"
                if row.evidence:
                    yield f"      weighed {'; '.join(row.evidence)}"
            if not rows:
                yield f"  nothing{' more' if number > 1 else ''}"
        if self.kept:
            yield f"On the keep-list: {', '.join(self.kept)}"
        for span in self.redaction.spans:
            yield f"{span.start}-{span.end} {span.family} {self.text[span.start : span.end]!r} -> {span.pseudonym}"
        yield self.redaction.text


class Explainer(Redactor):
    """A redactor that looks on at its own work. Unlike its parent it serves one caller at a time, through `explain`."""

    _rounds: list[Round]

    def explain(self, text: str, *, lang: Lang | None = None, keep: Keep = NOTHING_KEPT) -> Explanation:
        """Redact `text` as the first message of a case, and tell how that came about."""
        rounds: list[Round] = []
        self._rounds = rounds
        redaction = self.redact(RawText(text), CaseMemory(), lang=lang, keep=keep)
        rows = tuple(self._rows(seen) if seen.pseudonyms or seen is rounds[0] else () for seen in rounds)
        return Explanation(text, rows, tuple(_kept(rounds[-1])), redaction)

    def _details(
        self,
        text: str,
        reading: Reading | None,
        untouchable: Sequence[Range],
        *known: EntityRecognizer,
        left: Sequence[Candidate] = (),
        again: bool = False,
    ) -> list[Candidate]:
        seen = Round(text, untouchable)
        self._rounds.append(seen)
        seen.details = super()._details(text, reading, untouchable, *known, left=left, again=again)
        return seen.details

    def _candidates(
        self, text: str, reading: Reading | None, *known: EntityRecognizer, again: bool = False
    ) -> list[Candidate]:
        self._rounds[-1].taken = super()._candidates(text, reading, *known, again=again)
        return self._rounds[-1].taken

    def judge(self, text: str, reading: Reading | None, *known: EntityRecognizer, again: bool = False) -> list[Judged]:
        """As the redactor does; noted."""
        self._rounds[-1].judged = super().judge(text, reading, *known, again=again)
        return self._rounds[-1].judged

    def _pseudonym(self, text: str, found: Candidate, *rest: Any) -> Any:
        named = super()._pseudonym(text, found, *rest)
        self._rounds[-1].pseudonyms[found] = named[0]
        return named

    def _rows(self, seen: Round) -> tuple[Row, ...]:
        rows = dict.fromkeys(self._row(judged, seen) for judged in seen.judged)
        return tuple(sorted(rows, key=lambda row: (row.start, -row.end, -row.chance)))

    def _row(self, judged: Judged, seen: Round) -> Row:
        one = judged.candidate
        return Row(
            start=one.start,
            end=one.end,
            family=one.family,
            value=seen.text[one.start : one.end],
            chance=one.score,
            by=tuple(_says(name, result) for name, result in judged.by),
            evidence=tuple(self._evidence(judged)),
            fate=_fate(judged, seen),
        )

    def _evidence(self, judged: Judged) -> Iterator[str]:
        """What weighed most in the decision, as log odds for (+) or against (-)."""
        if not judged.features:
            return
        family = judged.candidate.family
        weights, chance = self._decision.weights[GROUP[family]], self._decision.chance(judged.features, family)
        if chance < judged.candidate.score:
            yield f"{chance:.2f} in all, but a rule is sure"
        weighed = [(value * weights.get(name, 0.0), name) for name, value in judged.features.items()]
        weighed.sort(key=lambda pair: -abs(pair[0]))
        yield from (f"{name} {weight:+.1f}" for weight, name in weighed[:_EVIDENCE])


def _says(name: str, result: Any) -> str:
    explanation = result.analysis_explanation
    why = explanation.textual_explanation if explanation else None
    return f"{name} {result.score:.2f}{f' ({why})' if why else ''}"


def _fate(judged: Judged, seen: Round) -> str:
    """What became of a proposal in its round."""
    one = judged.candidate
    if judged.rather:
        return f"rather {judged.rather}"
    if not judged.hides:
        return "not likely enough"
    if one not in seen.taken:
        if gazetteer.kept_kind(seen.text[one.start : one.end]) == "calendar":
            return "a month or a weekday, no name"
        return "inside a platform mention"
    alone = resolve(seen.text, [one], seen.untouchable)
    if not alone:
        return "nothing of it stands outside of pseudonyms and mentions"
    return ", and ".join(dict.fromkeys(_end(part, seen) for part in alone))


def _end(part: Candidate, seen: Round) -> str:
    """What became of a candidate that is `part` when it stands alone: without an honorific, cut to whole words."""
    over = [detail for detail in seen.details if detail.start < part.end and part.start < detail.end]
    around = next((detail for detail in over if detail.start <= part.start and part.end <= detail.end), None)
    if around is None:
        return ", ".join(["cut up", *(f"{_named(detail, seen)} {_hidden(detail, seen)}" for detail in over)])
    if _place(around) == _place(part):
        return _hidden(around, seen)
    if _place(around) not in {_place(own) for one in seen.taken for own in resolve(seen.text, [one], seen.untouchable)}:
        return f"merged into {_named(around, seen)}: {_hidden(around, seen)}"
    return f"{_why(part, around)} {_named(around, seen)}"


def _why(part: Candidate, around: Candidate) -> str:
    """Why `part` lost to the detail around it, in the terms of `resolve`."""
    if around.family is part.family or {around.family, part.family} <= NAMELIKE:
        if around.length > part.length:
            return "covered by the longer"
        if around.score > part.score:
            return "less likely than"
    return "outranked by"


def _hidden(detail: Candidate, seen: Round) -> str:
    pseudonym = seen.pseudonyms.get(detail)
    return f"hidden as {pseudonym}" if pseudonym else "kept, a colleague's name in a greeting or a signature"


def _place(candidate: Candidate) -> tuple[int, int, str]:
    return candidate.start, candidate.end, candidate.family


def _named(detail: Candidate, seen: Round) -> str:
    return f"{detail.family} {seen.text[detail.start : detail.end]!r}"


def _kept(seen: Round) -> Iterator[str]:
    """Words of the keep-list, and eponyms that their neighbour gives away, that still stand in the last round."""
    hidden = [*seen.untouchable, *((detail.start, detail.end) for detail in seen.pseudonyms)]
    words = [word for word in words_of(seen.text) if word.kept and not _inside(word, hidden)]
    for term in dict.fromkeys(word.text for word in words):
        yield f"{term!r} ({gazetteer.kept_kind(term) or 'with its neighbours'})"


def _inside(word: Word, ranges: Sequence[Range]) -> bool:
    return any(start < word.end and word.start < end for start, end in ranges)
