"""Names and numbers written so that a machine shall not find them: what is found beside no attack.

    python -m tests.bench.adversarial CORPUS.jsonl [CORPUS.jsonl ...] [--sample 30] [--details]

Every direct detail of the corpus is attacked (all letters or digits of it that the attack knows), the words around it
are not. Only details that the attack changes are counted, and the column "no attack" is the recall of the very same
ones as written. Then, family by family, caught and counted. The attacks: `tests/bench/vary.py`.
"""

from __future__ import annotations

from pathlib import Path

from redaction.evaluate import ALL
from redaction.families import DIRECT
from tests.bench.corpora import list_misses, measured, options, ours, points, read, show
from tests.bench.vary import ATTACKS, attacked


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--details", action="store_true", help="list what was missed under attack")
    args = parser.parse_args()
    corpus = read(args.corpus, args.sample, args.seed)
    redact = ours(args.point)
    families = sorted(DIRECT)
    rows: list[tuple[object, ...]] = [("", "details", "no attack", "attacked", "points", *families)]
    for label, attack in ATTACKS.items():
        before, after = zip(*(attacked(message, attack) for message in corpus), strict=True)
        written, report = measured(before, redact).languages[ALL], measured(after, redact)
        tally = report.languages[ALL]
        recalls = (written.recall(DIRECT), tally.recall(DIRECT))
        caught = (f"{tally.caught[name]}/{tally.total[name]}" for name in families)
        rows.append((label, sum(tally.total[name] for name in families), *recalls, points(*reversed(recalls)), *caught))
        if args.details:
            list_misses(label, report, DIRECT)
    show(rows)


if __name__ == "__main__":
    main()
