"""Whether a name from Lagos is found as well as one from Leeds: recall of persons by origin of the name.

    python -m tests.bench.fairness CORPUS.jsonl [CORPUS.jsonl ...] [--mentions 300] [--sample 30] [--details]
    python -m tests.bench.fairness CORPUS.jsonl --origins british french arabic

The people of each message get names of one origin (`tests/bench/substitute.py`), again and again with others, until the
wanted number of mentions is there; so every origin stands in the same sentences. The names are those that
`redaction/training/names/names.tsv` keeps from training (`use` is `held`), each used before one comes twice. The mean is
that of the origins, each counting once. In the last row everybody has a name that is a word too (Rose, Petit, Bienvenu),
of whatever origin; mentions without a whole name (`JP`) are not counted there.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from redaction.evaluate import ALL, NEUTRAL, Annotated, Tally
from redaction.families import Family
from tests.bench.corpora import list_misses, measured, options, ours, points, read, show
from tests.bench.substitute import Name, substituted

NAMES = Path(__file__).parents[2] / "redaction" / "training" / "names" / "names.tsv"
WORDS = "names that are words"

Lists = dict[str, list[str]]
"""`given` and `surname`: the names."""


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--mentions", type=int, default=300, help="how many of each origin at least")
    parser.add_argument("--origins", nargs="+", metavar="ORIGIN", help="these only, as the file of names calls them")
    parser.add_argument("--names", type=Path, default=NAMES)
    parser.add_argument("--details", action="store_true", help="list the names missed")
    args = parser.parse_args()
    corpus = read(args.corpus, args.sample, args.seed)
    origins, words = held_out(args.names)
    wanted = args.origins or sorted(origins)
    if unknown := [name for name in wanted if name not in origins]:
        parser.error(f"no held-out names of {', '.join(unknown)}; there are {', '.join(sorted(origins))}")
    redact = ours(args.point)
    tallies: dict[str, Tally] = {}
    for label, lists in [*((name, origins[name]) for name in wanted), (WORDS, words)]:
        messages = with_names(corpus, drawn(lists, Random(f"{args.seed} {label}")), args.mentions, label == WORDS)
        report = measured(messages, redact)
        tallies[label] = report.languages[ALL]
        if args.details:
            list_misses(label, report, [Family.PERSON])
    show(rows(tallies))


def held_out(path: Path) -> tuple[dict[str, Lists], Lists]:
    """The held-out names by origin, and those of all origins that are words.

    Columns of the file: origin, part (`given`, `surname`), use (`train`, `held`), name, word (`yes`, `no`).
    """
    origins: defaultdict[str, Lists] = defaultdict(lambda: {"given": [], "surname": []})
    words: Lists = {"given": [], "surname": []}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["use"] == "held":
                origins[row["origin"]][row["part"]].append(row["name"])
                if row["word"] == "yes":
                    words[row["part"]].append(row["name"])
    return dict(origins), words


def drawn(lists: Lists, random: Random) -> Iterator[Name]:
    """Names without end: both lists shuffled, again and again."""
    given, surnames = (random.sample(lists[part], len(lists[part])) for part in ("given", "surname"))
    return map(Name, cycle(given), cycle(surnames))


def with_names(corpus: Sequence[Annotated], names: Iterator[Name], mentions: int, whole_only: bool) -> list[Annotated]:
    """`corpus` with other people as often as gives that many mentions; each round is of new conversations.

    `whole_only`: mentions that hold no whole name, but initials or letters, are neutral. Raises `ValueError` for a corpus
    without persons.
    """
    messages: list[Annotated] = []
    counted = 0
    for turn in count(1):
        for message in substituted(corpus, names):
            marks = tuple(
                _neutral(mark) if whole_only and not mark.get("whole", True) else mark for mark in message.marks
            )
            counted += sum(mark["type"] == Family.PERSON for mark in marks)
            messages.append(replace(message, conv=f"{message.conv} {turn}", marks=marks))
        if counted >= mentions:
            break
        if not counted:
            raise ValueError("no person is marked in these messages")
    return messages


def rows(tallies: dict[str, Tally]) -> list[tuple[object, ...]]:
    """The table: origin, mentions, recall, difference from the mean of the origins in percentage points."""
    recalls = {label: tally.recall([Family.PERSON]) for label, tally in tallies.items()}
    mean = fmean(recall for label, recall in recalls.items() if label != WORDS)
    counts = {label: tally.total[Family.PERSON] for label, tally in tallies.items()}
    table = [(label, counts[label], recall, points(recall, mean)) for label, recall in recalls.items()]
    whole = ("mean", sum(counts.values()) - counts[WORDS], mean, "")
    return [("origin", "mentions", "recall", "points"), *table[:-1], whole, table[-1]]


def _neutral(mark: dict[str, Any]) -> dict[str, Any]:
    return {**mark, "type": NEUTRAL}


if __name__ == "__main__":
    main()
