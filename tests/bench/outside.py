"""Text that nobody here wrote: persons found, beside stock Presidio in the same run.

    python -m tests.bench.outside FILE.jsonl [FILE.jsonl ...] [--sample 200] [--details]

A line: `{"id", "lang", "text", "spans": [{"start", "end", "type"}]}`; each is a conversation of its own. What counts:

- A person is caught when every letter and digit of the mark is covered, whatever the covering spans are taken for.
- These files mark persons, but not every other family, so only spans taken for PERSON can be false alarms: one is, when
  it touches no letter or digit of a marked person. So somebody's handle, a firm or a town taken for a person is an alarm.
- Under "any mark" it is an alarm only when it touches nothing marked at all, as on our own corpora.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from redaction.evaluate import Annotated, Redact
from redaction.families import Family
from redaction.memory import CaseMemory
from tests.bench.corpora import options, ours, sampled, show, stock


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--details", action="store_true", help="list misses and false alarms of our layer")
    args = parser.parse_args()
    redactors = {"Entre Nous": ours(args.point), "stock Presidio": stock()}
    rows: list[tuple[object, ...]] = [
        ("", "", "messages", "persons", "recall", "predicted", "precision", "precision, any mark")
    ]
    for path in args.files:
        messages = list(read(path))
        if args.sample is not None:
            messages = sampled(messages, args.sample, args.seed)
        for name, redact in redactors.items():
            listing = args.details and redact is redactors["Entre Nous"]
            rows.append((path.stem, name, len(messages), *figures(messages, redact, listing)))
    show(rows)


def read(path: Path) -> Iterator[Annotated]:
    """The messages of a file of public text."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Annotated(row["id"], row["id"], row["lang"], row["text"], tuple(row["spans"]))


def figures(messages: Sequence[Annotated], redact: Redact, listing: bool) -> tuple[object, ...]:
    """Persons, recall, spans taken for a person, precision, precision if any mark will do."""
    counts: Counter[str] = Counter()
    for message in messages:
        spans = redact(message, CaseMemory())
        covered = _letters(message.text, ((span.start, span.end) for span in spans))
        marks = [(mark["start"], mark["end"], mark["type"] == Family.PERSON) for mark in message.marks]
        persons = [(start, end) for start, end, is_person in marks if is_person]
        missed = [(start, end) for start, end in persons if not _letters(message.text, [(start, end)]) <= covered]
        predicted = [(span.start, span.end) for span in spans if span.family is Family.PERSON]
        alarms = list(_beside(message.text, predicted, persons))
        counts["persons"] += len(persons)
        counts["missed"] += len(missed)
        counts["predicted"] += len(predicted)
        counts["alarms"] += len(alarms)
        counts["nowhere"] += len(list(_beside(message.text, predicted, [(start, end) for start, end, _ in marks])))
        if listing:
            for kind, places in (("missed", missed), ("false alarm", alarms)):
                for start, end in places:
                    print(f"{kind}\t{message.id}\t{message.text[start:end]}\t{message.text}")
    return (
        counts["persons"],
        _rest(counts["missed"], counts["persons"]),
        counts["predicted"],
        _rest(counts["alarms"], counts["predicted"]),
        _rest(counts["nowhere"], counts["predicted"]),
    )


def _beside(text: str, spans: Iterable[tuple[int, int]], marks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that touch no letter or digit of any mark."""
    marked = _letters(text, marks)
    return (span for span in spans if not _letters(text, [span]) & marked)


def _letters(text: str, ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in ranges for place in range(start, end) if text[place].isalnum()}


def _rest(part: int, whole: int) -> float:
    return 1 - part / whole if whole else 1.0


if __name__ == "__main__":
    main()
