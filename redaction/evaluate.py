"""`entrenous evaluate CORPUS.jsonl`: how well a redactor does on annotated messages.

A corpus line: `{"id", "conv", "lang", "text", "spans": [{"start", "end", "type", "entity"}]}`; spans of type `?` are
neutral and count neither way. A detail is caught when every letter and digit of it is covered. A span is a false alarm
when it covers no letter or digit of anything marked. Linking is B-cubed F1 over mentions of persons, conversation by
conversation, a mention without a pseudonym being alone.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from redaction.families import DIRECT
from redaction.memory import CaseMemory
from redaction.result import HiddenSpan
from redaction.text import RawText

NEUTRAL = "?"
Redact = Callable[[RawText, CaseMemory], tuple[HiddenSpan, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Annotated:
    """One message of a corpus with its marks. Holds text: for a terminal, never for a log."""

    id: str
    conv: str
    lang: str
    text: str
    marks: tuple[dict[str, Any], ...]

    @property
    def details(self) -> tuple[dict[str, Any], ...]:
        return tuple(mark for mark in self.marks if mark["type"] != NEUTRAL)


@dataclass(slots=True)
class Tally:
    """Counts of one group of messages: all of them, or those of one language."""

    messages: int = 0
    clean: int = 0
    touched: int = 0
    leaking: int = 0
    predicted: int = 0
    false_alarms: int = 0
    total: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)

    def recall(self, families: Iterable[str]) -> float:
        names = list(families)
        total = sum(self.total[name] for name in names)
        return sum(self.caught[name] for name in names) / total if total else 1.0

    @property
    def precision(self) -> float:
        return 1 - self.false_alarms / self.predicted if self.predicted else 1.0


@dataclass(slots=True)
class Report:
    """What an evaluation found. `misses` and `alarms`: (message id, language, family, text)."""

    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    linking: float = 1.0
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)
    alarms: list[tuple[str, str, str, str]] = field(default_factory=list)


def read_corpus(lines: Iterable[str]) -> Iterator[Annotated]:
    """The messages of a corpus file. Raises `ValueError` naming the first line that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield Annotated(row["id"], row["conv"], row["lang"], row["text"], tuple(row["spans"]))
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number} is no annotated message") from None


def evaluate(corpus: Iterable[Annotated], redact: Redact) -> Report:
    """Redact every message, conversation by conversation in the order of the corpus, and compare."""
    report = Report()
    memories: defaultdict[str, CaseMemory] = defaultdict(CaseMemory)
    mentions: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for message in corpus:
        spans = redact(RawText(message.text), memories[message.conv])
        for group in ("all", message.lang):
            _count(report.languages[group], message, spans)
        report.misses += [
            (message.id, message.lang, mark["type"], _cut(message, mark)) for mark in _missed(message, spans)
        ]
        report.alarms += [
            (message.id, message.lang, s.family.value, message.text[s.start : s.end]) for s in _false(message, spans)
        ]
        mentions[message.conv] += _mentions(message, spans, start=len(mentions[message.conv]))
    report.linking = _bcubed(mentions.values())
    return report


def table(report: Report) -> str:
    """The report as lines for a terminal: a column for each language, a row for each figure."""
    groups = sorted(report.languages, key=lambda name: (name != "all", name))
    families = sorted(report.languages["all"].total)
    rows = [("", *groups)]
    rows += [(label, *(figure(report.languages[group]) for group in groups)) for label, figure in _FIGURES]
    for name in families:
        cells = ((report.languages[group].caught[name], report.languages[group].total[name]) for group in groups)
        rows.append((name, *(f"{caught}/{total}" for caught, total in cells)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(groups) + 1)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([*lines, "", f"linking of persons (B-cubed F1): {report.linking:.3f}"])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


_FIGURES: tuple[tuple[str, Callable[[Tally], str]], ...] = (
    ("messages", lambda tally: str(tally.messages)),
    ("recall, direct", lambda tally: f"{tally.recall(DIRECT):.3f}"),
    ("recall, indirect", lambda tally: f"{tally.recall(set(tally.total) - DIRECT):.3f}"),
    ("precision", lambda tally: f"{tally.precision:.3f}"),
    ("messages with a direct leak", lambda tally: _share(tally.leaking, tally.messages)),
    ("clean messages touched", lambda tally: _share(tally.touched, tally.clean)),
)


def _count(tally: Tally, message: Annotated, spans: tuple[HiddenSpan, ...]) -> None:
    missed, false = list(_missed(message, spans)), list(_false(message, spans))
    tally.messages += 1
    tally.clean += not message.details
    tally.touched += bool(false) and not message.details
    tally.leaking += any(mark["type"] in DIRECT for mark in missed)
    tally.predicted += len(spans)
    tally.false_alarms += len(false)
    tally.total.update(mark["type"] for mark in message.details)
    tally.caught.update(mark["type"] for mark in message.details if mark not in missed)


def _places(text: str, start: int, end: int) -> set[int]:
    return {place for place in range(max(0, start), min(len(text), end)) if text[place].isalnum()}


def _missed(message: Annotated, spans: tuple[HiddenSpan, ...]) -> Iterator[dict[str, Any]]:
    covered = set[int]().union(*(range(span.start, span.end) for span in spans))
    for mark in message.details:
        if not _places(message.text, mark["start"], mark["end"]) <= covered:
            yield mark


def _false(message: Annotated, spans: tuple[HiddenSpan, ...]) -> Iterator[HiddenSpan]:
    marked = set[int]().union(*(range(mark["start"], mark["end"]) for mark in message.marks))
    for span in spans:
        if not _places(message.text, span.start, span.end) & marked:
            yield span


def _mentions(message: Annotated, spans: tuple[HiddenSpan, ...], start: int) -> list[tuple[str, str]]:
    """(person, pseudonym) of every mention; a missed one gets a pseudonym of its own."""
    missed = list(_missed(message, spans))
    pairs = []
    for place, mark in enumerate(mark for mark in message.details if mark["type"] == "PERSON"):
        best = max(spans, key=lambda span: _overlap(span, mark), default=None)
        found = best is not None and mark not in missed and _overlap(best, mark) > 0
        pairs.append((mark["entity"], best.pseudonym if best and found else f"none{start + place}"))
    return pairs


def _overlap(span: HiddenSpan, mark: dict[str, Any]) -> int:
    return min(span.end, int(mark["end"])) - max(span.start, int(mark["start"]))


def _bcubed(conversations: Iterable[list[tuple[str, str]]]) -> float:
    precision = recall = count = 0.0
    for pairs in conversations:
        both, people, names = Counter(pairs), Counter(p for p, _ in pairs), Counter(n for _, n in pairs)
        for person, name in pairs:
            precision += both[person, name] / names[name]
            recall += both[person, name] / people[person]
            count += 1
    if not count:
        return 1.0
    precision, recall = precision / count, recall / count
    return 2 * precision * recall / (precision + recall)


def _cut(message: Annotated, mark: dict[str, Any]) -> str:
    return message.text[mark["start"] : mark["end"]]
