"""Redact an annotated corpus in this process and print its figures: recall, precision, leaks, linking, speed.

    python -m tests.bench.redact_corpus [CORPUS.jsonl ...] [-v]

Without a corpus: `../shared/corpus/dev.jsonl`. With `-v` every miss and every false alarm is printed first; the
corpora hold invented people only. Conversations are cases: a message knows what stood before it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from redaction import CaseMemory, RawText, Redactor

SHARED = Path(os.environ.get("ENTRENOUS_SHARED") or Path(__file__).parents[2].parent / "shared")


def main(arguments: list[str]) -> None:
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    started = time.perf_counter()
    redactor = Redactor.load()
    loaded = time.perf_counter() - started
    scorer = _scorer()
    for path in paths or [SHARED / "corpus" / "dev.jsonl"]:
        gold = scorer.load(str(path))
        predictions, seconds = predict(redactor, gold)
        figures, misses, alarms = scorer.score(gold, predictions)
        if "-v" in arguments:
            for mark, rows in (("MISS ", misses), ("ALARM", alarms)):
                for row in rows:
                    print(mark, *row, sep="\t")
        seconds.sort()
        figures |= {
            "load_seconds": loaded,
            "p50_ms": 1000 * seconds[len(seconds) // 2],
            "p99_ms": 1000 * seconds[len(seconds) * 99 // 100],
        }
        rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
        print(json.dumps({"corpus": path.name, **rounded}, ensure_ascii=False, indent=1))


def predict(redactor: Redactor, gold: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[float]]:
    """Predictions in the form of the scorer, and the seconds of each message."""
    cases: dict[str, CaseMemory] = {}
    predictions: list[dict[str, Any]] = []
    seconds: list[float] = []
    for message in gold:
        memory = cases.setdefault(message["conv"], CaseMemory())
        started = time.perf_counter()
        done = redactor.redact(RawText(message["text"]), memory)
        seconds.append(time.perf_counter() - started)
        spans = [
            {"start": span.start, "end": span.end, "type": str(span.family), "pseudonym": span.pseudonym}
            for span in done.spans
        ]
        predictions.append({"id": message["id"], "spans": spans})
    return predictions, seconds


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "corpus" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer is missing: set ENTRENOUS_SHARED to the folder that holds corpus/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(sys.argv[1:])
