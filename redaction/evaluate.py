"""`entrenous evaluate CORPUS.jsonl`: how well a redactor does on annotated messages.

A corpus line: `{"id", "conv", "lang", "text", "spans": [{"start", "end", "type", "entity"}]}`; spans of type `?` are
neutral and count neither way. A detail is caught when every letter and digit of it is covered. A span is a false alarm
when it covers no letter or digit of anything marked. Linking is B-cubed F1 over mentions of persons, conversation by
conversation, a mention without a pseudonym being alone. Seconds are those that redacting took, comparing left out.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from redaction.families import DIRECT
from redaction.memory import CaseMemory
from redaction.result import HiddenSpan

NEUTRAL = "?"
ALL = "all"
"""Name of the group of all messages, beside the languages."""


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


Redact = Callable[[Annotated, CaseMemory], tuple[HiddenSpan, ...]]
"""What is measured: the spans that it hides in a message. The memory is the conversation's."""


@dataclass(slots=True)
class Tally:
    """Counts of one group of messages: all of them, or those of one language."""

    messages: int = 0
    clean: int = 0
    touched: int = 0
    leaking: int = 0
    predicted: int = 0
    false_alarms: int = 0
    seconds: float = 0.0
    total: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)

    def recall(self, families: Iterable[str]) -> float:
        names = list(families)
        total = sum(self.total[name] for name in names)
        return sum(self.caught[name] for name in names) / total if total else 1.0

    @property
    def precision(self) -> float:
        return 1 - self.false_alarms / self.predicted if self.predicted else 1.0

    @property
    def leak_rate(self) -> float:
        """The share of messages in which a direct identifier was missed."""
        return self.leaking / self.messages if self.messages else 0.0

    @property
    def touched_rate(self) -> float:
        """The share of messages without any detail in which something was hidden."""
        return self.touched / self.clean if self.clean else 0.0

    @property
    def speed(self) -> float:
        """Messages per second."""
        return self.messages / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Report:
    """What an evaluation found, by language and for `ALL`. `misses`, `alarms`: (message id, language, family, text)."""

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


def evaluate(corpus: Iterable[Annotated], redact: Redact, clock: Callable[[], float]) -> Report:
    """Redact every message, conversation by conversation in the order of the corpus, and compare.

    `clock` tells seconds. The first message is read once before it runs: what is loaded at first use is not speed.
    """
    report = Report()
    memories: defaultdict[str, CaseMemory] = defaultdict(CaseMemory)
    mentions: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, message in enumerate(corpus):
        if number == 0:
            redact(message, CaseMemory())
        began = clock()
        spans = redact(message, memories[message.conv])
        seconds = clock() - began
        for group in (ALL, message.lang):
            _count(report.languages[group], message, spans, seconds)
        report.misses += [
            (message.id, message.lang, mark["type"], _cut(message, mark)) for mark in _missed(message, spans)
        ]
        report.alarms += [
            (message.id, message.lang, s.family.value, message.text[s.start : s.end]) for s in _false(message, spans)
        ]
        mentions[message.conv] += _mentions(message, spans, start=len(mentions[message.conv]))
    report.linking = _bcubed(mentions.values())
    return report


def table(reports: Mapping[str, Report]) -> str:
    """Reports of one corpus, by name, side by side for a terminal: a row for each figure, a column for each language."""
    families = sorted({family for report in reports.values() for family in report.languages[ALL].total})
    columns = [["", "", *(label for label, _ in _FIGURES), "linking of persons (B-cubed F1)", *families]]
    for name, report in reports.items():
        for group in sorted(report.languages, key=lambda group: (group != ALL, group)):
            tally, whole = report.languages[group], group == ALL
            columns.append(
                [
                    name if whole else "",
                    group,
                    *(figure(tally) for _, figure in _FIGURES),
                    f"{report.linking:.3f}" if whole else "",
                    *(f"{tally.caught[family]}/{tally.total[family]}" for family in families),
                ]
            )
    widths = [max(map(len, column)) for column in columns]
    rows = zip(*columns, strict=True)
    lines = ("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


_FIGURES: tuple[tuple[str, Callable[[Tally], str]], ...] = (
    ("messages", lambda tally: str(tally.messages)),
    ("recall, direct", lambda tally: f"{tally.recall(DIRECT):.3f}"),
    ("recall, indirect", lambda tally: f"{tally.recall(set(tally.total) - DIRECT):.3f}"),
    ("precision", lambda tally: f"{tally.precision:.3f}"),
    ("messages with a direct leak", lambda tally: f"{tally.leak_rate:.3f}"),
    ("clean messages touched", lambda tally: f"{tally.touched_rate:.3f}" if tally.clean else "-"),
    ("seconds", lambda tally: f"{tally.seconds:.2f}"),
    ("messages per second", lambda tally: f"{tally.speed:.0f}"),
)


def _count(tally: Tally, message: Annotated, spans: tuple[HiddenSpan, ...], seconds: float) -> None:
    missed, false = list(_missed(message, spans)), list(_false(message, spans))
    tally.messages += 1
    tally.seconds += seconds
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
