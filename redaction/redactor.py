"""The pipeline: normalise, find, resolve, link, replace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer import analyzer_engine as presidio

from redaction import coarsen, staying, wording
from redaction.decision import GROUP, Decision, Evidence, Proposal
from redaction.draft import Draft
from redaction.engine import ReadingEngine, Votes, pieces
from redaction.families import DESTROYED, Family
from redaction.judged import Judged, rather_family
from redaction.keep import Colleagues
from redaction.known import KnownValues
from redaction.language import language_of
from redaction.linking import Linker
from redaction.lore import standard_lore, standard_recognizers
from redaction.memory import CaseMemory, Known
from redaction.naming import Lore
from redaction.normalise import normalise
from redaction.operators import Replacer
from redaction.people import Mention
from redaction.recognizers.base import STRONG, SURE, shared
from redaction.recognizers.roll import Roll
from redaction.recognizers.tagged import NAME as TAGGER
from redaction.recognizers.wordlist import words_of
from redaction.resolve import Candidate, Range, resolve
from redaction.result import NOTHING_KEPT, HiddenSpan, Keep, Lang, OperatingPoint, Redaction
from redaction.spans import apart, clear_of
from redaction.tagger import Reading, Tagger
from redaction.text import RawText, RedactedText, mint_redacted
from redaction.told import ToldValues, nothing_told

THRESHOLD = 0.5
"""Without a tagger: what a recognizer is less sure of is dropped."""

_PROOF = {"number": STRONG, "time": STRONG}
"""From this score of a rule on nothing is weighed: a check digit that holds, a keyword or unit and the right shape.

Names, whose rules go by the words around them, need more.
"""

_FAMILIES = {str(family): family for family in Family}
_ROUNDS = 4
_BYLINE_LENGTH = 64
_STRUCK = "[...]"
_AROUND = 80
_PIECE = 4000
_COARSE = {Family.AGE: coarsen.age, Family.DATE: coarsen.date, Family.DOB: coarsen.birth}
_PLAIN: dict[Family, dict[Lang, str]] = {Family.DATE: wording.PLAIN_DATE, Family.DOB: wording.PLAIN_BIRTH}
_PERHAPS = 0.7
"""From this likelihood on a word that somebody wants hidden is taken for what the layer thinks it is, else for a name."""


@dataclass(slots=True, repr=False)
class _Look:
    """What all looks at one message share.

    `left`: what the last look found and let stand, in offsets of the incoming text: a colleague's name, a word that was
    cleared. With more names known it may have to go after all. `again`: see `Redactor.judge`.
    """

    memory: CaseMemory
    lang: Lang
    keep: Keep
    told: ToldValues
    names: KnownValues
    left: list[Candidate] = field(default_factory=list)
    again: bool = False


class Redactor:
    """Finds personal details and hides them. One instance serves the whole process; `redact` is thread-safe."""

    def __init__(
        self,
        recognizers: Sequence[EntityRecognizer],
        engine: ReadingEngine,
        lore: Lore | None = None,
        point: OperatingPoint = "balanced",
        decision: Decision | None = None,
    ) -> None:
        """`recognizers` see every message; `load` puts the usual ones together.

        Presidio's own `AnalyzerEngine` is left out: of several results for the same words it keeps only the surest,
        and what the others say is evidence here.
        """
        presidio.logger.disabled = True  # its validators log candidates when they fail
        self._roll = Roll(recognizers)
        self._engine = engine
        self._decision = decision or Decision.load()
        self._point: OperatingPoint = point
        self._linker = Linker(lore or Lore())
        self._replacer = Replacer()

    @classmethod
    def load(cls, models: tuple[str, ...] = (), point: OperatingPoint = "balanced") -> Redactor:
        """Load tagger, models and gazetteers, once per process.

        `models`: spaCy models that vote beside the tagger. Raises `ModelMissing` naming what to install, `TaggerBroken`.
        """
        engine = ReadingEngine(models, Tagger())
        engine.load()
        return cls(standard_recognizers(), engine, standard_lore(), point)

    def redact(
        self,
        text: RawText,
        memory: CaseMemory,
        *,
        lang: Lang | None = None,
        keep: Keep = NOTHING_KEPT,
        hidden: Sequence[HiddenSpan] = (),
    ) -> Redaction:
        """Hide the personal details of `text`; what is learnt goes into `memory`.

        `lang`: language of the pseudonyms' wording; None lets the text decide. `hidden`: what was hidden in it before,
        sorted and apart; it stays hidden, under the same pseudonyms.

        Names that were learnt on the way are looked for again, with the pseudonyms in place, until nothing more is found.
        The tagger reads once; where there is none, the rules look again too, at what stands around the pseudonyms.
        """
        return self.finish(self.draft(text), memory, lang=lang, keep=keep, hidden=hidden)

    def draft(self, text: RawText) -> Draft:
        """`text` as the tagger read it, nothing hidden yet: the part of `redact` that needs no case."""
        incoming = text.expose()
        plain = normalise(incoming)
        return Draft(incoming, plain, self.read(plain.text))

    def finish(
        self,
        first: Draft,
        memory: CaseMemory,
        *,
        lang: Lang | None = None,
        keep: Keep = NOTHING_KEPT,
        hidden: Sequence[HiddenSpan] = (),
    ) -> Redaction:
        """`redact` for a draft that was made before."""
        words: Lang = lang or language_of(first.plain.text, memory.lang)
        spans = list(hidden)
        draft = first.hiding(spans, self._replacer) if spans else first
        told = nothing_told()
        if keep.hide or keep.apart:
            told = ToldValues(((self._family_of(value), value) for value in keep.hide), keep.apart)
        look = _Look(memory, words, keep, told, KnownValues(memory))
        for _ in range(_ROUNDS):
            found = self._round(draft, look)
            if not found:
                break
            spans = sorted([*spans, *found], key=lambda span: span.start)
            look.again = first.reading is not None
            draft = first.hiding(spans, self._replacer, read=not look.again)
        if spans:
            memory.lang = words
        return Redaction(mint_redacted(draft.text), tuple(spans), words)

    def strike_ids(self, text: RawText) -> RawText:
        """`text` with its identity numbers (Family.ID) replaced by `[...]`, for giving a withheld message back."""
        incoming = text.expose()
        plain = normalise(incoming)
        found = self._details(plain.text, self.read(plain.text), ())
        ids = [one for one in found if one.family is Family.ID]
        spans = [HiddenSpan(*plain.incoming(one.start, one.end), Family.ID, _STRUCK) for one in ids]
        return RawText(self._replacer.replace(incoming, apart(spans)))

    @staticmethod
    def byline(name: RawText) -> RedactedText:
        """A colleague's display name, fit to stand over their redacted post: one line, no brackets, 64 characters."""
        words = re.sub(r"[\[\]<>{}()]", "", normalise(name.expose()).text).split()
        return mint_redacted(" ".join(words)[:_BYLINE_LENGTH].strip())

    def _round(self, draft: Draft, look: _Look) -> list[HiddenSpan]:
        """What is still to hide in a draft, in offsets of the incoming text."""
        plain, memory, keep, told = draft.plain, look.memory, look.keep, look.told
        hidden_here = [(span.family, normalise(draft.hidden(span)).text) for span in draft.spans]
        look.names.learn([*hidden_here, *((Family.PERSON, name) for name in keep.bygone)])
        own = _reserved(plain.text, memory)
        mentions = [(draft.out(start), draft.out(end)) for start, end in keep.mentions]
        untouchable = [*own, *(plain.plain(start, end) for start, end in mentions)]
        colleagues = Colleagues(keep.colleagues, look.names.clients())
        left = [one.moved(*plain.plain(draft.out(one.start), draft.out(one.end))) for one in look.left]
        look.left = []
        hidden: list[HiddenSpan] = []
        last: tuple[int, Known] | None = None
        known = (look.names, told) if told else (look.names,)
        for found in self._details(plain.text, draft.reading, untouchable, *known, left=left, again=look.again):
            value, person = plain.text[found.start : found.end], found.family is Family.PERSON
            start, end = plain.incoming(found.start, found.end)
            kept = memory.is_cleared(value) or (person and colleagues.keeps(plain.text, found.start, found.end))
            if kept and not told.means(value):
                look.left.append(found.moved(draft.back(start), draft.back(end)))
                continue
            start, end = clear_of((start, end), mentions)
            new = told.somebody_else(memory, value) if person else None
            pseudonym, known_as = self._pseudonym(plain.text, found, memory, look.lang, last, new)
            if keep.blur:
                pseudonym = _blurred(found.family, pseudonym, known_as, look.lang)
            if known_as and person:
                last = found.end, known_as
            hidden.append(HiddenSpan(draft.back(start), draft.back(end), found.family, pseudonym))
        return apart(hidden)

    def _details(
        self,
        text: str,
        reading: Reading | None,
        untouchable: Sequence[Range],
        *known: EntityRecognizer,
        left: Sequence[Candidate] = (),
        again: bool = False,
    ) -> list[Candidate]:
        """What there is to hide in `text`, decided between the candidates, those that were `left` before among them."""
        return resolve(text, [*self._candidates(text, reading, *known, again=again), *left], untouchable)

    def _candidates(
        self, text: str, reading: Reading | None, *known: EntityRecognizer, again: bool = False
    ) -> list[Candidate]:
        """What is likely enough, in offsets of `text`, but for what stays all the same."""
        found = [judged.candidate for judged in self.judge(text, reading, *known, again=again) if judged.hides]
        return staying.without(text, found)

    def _family_of(self, value: str) -> Family:
        """What a word that somebody wants hidden is: what it is likeliest to be by itself."""
        text = normalise(value).text
        if text.startswith("@"):  # in there no name is looked for
            return Family.HANDLE
        judged = [
            one
            for one in self.judge(text, self.read(text))
            if one.candidate.end - one.candidate.start == len(text) and one.candidate.family not in DESTROYED
        ]
        best = max(judged, key=lambda one: one.candidate.score, default=None)
        return best.candidate.family if best and best.candidate.score >= _PERHAPS else Family.PERSON

    def read(self, text: str) -> Reading | None:
        """What the tagger makes of a plain text; None without a tagger."""
        return self._engine.read(text)

    def judge(self, text: str, reading: Reading | None, *known: EntityRecognizer, again: bool = False) -> list[Judged]:
        """Everything that any recognizer proposes in `text`, with what speaks for it and how likely it is.

        `reading`: what `read` made of it. `known`: recognizers that know for sure; what they find is not judged.
        `again`: all others looked through it before, and are not asked. In 5,149 of our own messages they found next to
        nothing among the pseudonyms that they had not found before, and most of that was no detail.
        """
        found: list[Judged] = []
        for offset, piece in pieces(text, _PIECE):
            part = reading.part(offset, offset + len(piece)) if reading else None
            artifacts = self._engine.artifacts(piece, part)
            results = [
                (_name(recognizer), result)
                for recognizer in (() if again else self._roll.due(piece, artifacts))
                for result in recognizer.analyze(piece, recognizer.supported_entities, artifacts)
            ]
            found += self._judged(piece, offset, results, artifacts) if results else []
            for recognizer in known:
                for result in recognizer.analyze(piece, recognizer.supported_entities, artifacts):
                    sure = Candidate(
                        offset + result.start, offset + result.end, Family(result.entity_type), result.score
                    )
                    found.append(Judged(sure, ((_name(recognizer), result),), {}, hides=True))
        return found

    def _judged(
        self, piece: str, offset: int, results: list[tuple[str, RecognizerResult]], artifacts: Votes
    ) -> list[Judged]:
        reading = artifacts.reading
        by: dict[tuple[int, int, Family], list[tuple[str, RecognizerResult]]] = {}
        for name, result in results:
            by.setdefault((result.start, result.end, _FAMILIES[result.entity_type]), []).append((name, result))
        joined = [Proposal(*key, tuple((name, one.score) for name, one in said)) for key, said in by.items()]
        evidence = Evidence(piece, shared(words_of, piece, artifacts), reading, joined)
        judged: list[Judged] = []
        for proposal, said in zip(joined, by.values(), strict=True):
            family = proposal.family
            best = max((one for _, one in said), key=lambda one: one.score)
            features = evidence.features(proposal) if reading is not None else {}
            chance = self._decision.chance(features, family) if reading is not None else best.score
            line = self._decision.line(self._point, family) if reading is not None else THRESHOLD
            if any(one.score >= _PROOF.get(GROUP[family], SURE) for name, one in said if name != TAGGER):
                chance = max(chance, best.score)
            candidate = Candidate(offset + proposal.start, offset + proposal.end, family, chance, _kind(best))
            judged.append(Judged(candidate, tuple(said), features, hides=chance >= line))
        return [
            replace(one, hides=False, rather=rather) if (rather := rather_family(one, judged)) else one
            for one in judged
        ]

    def _pseudonym(
        self,
        text: str,
        found: Candidate,
        memory: CaseMemory,
        lang: Lang,
        last: tuple[int, Known] | None,
        new: Known | None,
    ) -> tuple[str, Known | None]:
        """What stands for a detail, and the entry of the case's memory that it means: `new`, if that is known already."""
        if new is not None:
            return new.pseudonym(lang), new
        value = text[found.start : found.end]
        if coarse := _COARSE.get(found.family):
            return coarse(value, lang), None
        if found.family in DESTROYED:
            return wording.ID_NUMBER[lang], None
        before, after = text[max(0, found.start - _AROUND) : found.start], text[found.end : found.end + _AROUND]
        mention = Mention(value, before, after)
        if last:
            mention = replace(mention, since=text[last[0] : found.start], last=last[1])
        known = self._linker.assign(memory, found.family, mention)
        return known.pseudonym(lang), known


def _blurred(family: Family, pseudonym: str, known: Known | None, lang: Lang) -> str:
    """No more than that there is a place, a date, a birth."""
    if known is not None and known.area is not None:
        known.area = None
        return known.pseudonym(lang)
    return _PLAIN.get(family, {lang: pseudonym})[lang]


def _reserved(text: str, memory: CaseMemory) -> list[Range]:
    """Where pseudonyms stand already; those that a colleague typed are not given to anybody else."""
    own = list(wording.ours(text))
    for _, _, kind, index in own:
        if kind:
            memory.reserve(kind, index)
    return [(start, end) for start, end, _, _ in own]


def _name(recognizer: Any) -> str:
    """Its name; Presidio does not declare it."""
    return str(recognizer.name)


def _kind(found: RecognizerResult) -> str | None:
    kind = (found.recognition_metadata or {}).get("kind")
    return str(kind) if kind else None
