"""The same corpus in lower case, in capitals, without accents, with typing errors: what is found beside as-written.

    python -m tests.bench.robustness CORPUS.jsonl [CORPUS.jsonl ...] [--sample 30] [--details]

Recall of persons and of all direct details, and precision, each with its difference from the corpus as written in
percentage points. With `--details`, the missed persons of each row. How a corpus is varied: `tests/bench/vary.py`.
"""

from __future__ import annotations

from pathlib import Path

from redaction.evaluate import ALL
from redaction.families import DIRECT, Family
from tests.bench.corpora import list_misses, measured, options, ours, points, read, show
from tests.bench.vary import VARIATIONS, Vary

HEADING = ("", "persons", "recall", "points", "direct recall", "points", "precision", "points")


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--details", action="store_true", help="list the persons missed")
    args = parser.parse_args()
    corpus = read(args.corpus, args.sample, args.seed)
    redact = ours(args.point)
    rows: list[tuple[object, ...]] = [HEADING]
    written: tuple[float, float, float] | None = None
    for label, vary in (("as written", _as_written), *VARIATIONS.items()):
        report = measured([vary(message, args.seed) for message in corpus], redact)
        tally = report.languages[ALL]
        figures = (tally.recall([Family.PERSON]), tally.recall(DIRECT), tally.precision)
        written = written or figures
        beside = zip(figures, written, strict=True)
        rows.append(
            (label, tally.total[Family.PERSON], *(cell for now, then in beside for cell in (now, points(now, then))))
        )
        if args.details:
            list_misses(label, report, [Family.PERSON])
    show(rows)


_as_written: Vary = lambda message, _: message  # noqa: E731


if __name__ == "__main__":
    main()
