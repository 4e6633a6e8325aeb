"""Coverage-guided fuzzing of the layer, started by hand: every recognizer, resolving, linking and replacing.

Atheris is no dependency of the project. In a virtual environment that has the project and its test tools:

    pip install atheris
    python -m tests.fuzz.fuzz_layer FOLDER -max_total_time=1800 -max_len=600

FOLDER is made where it is missing: `FOLDER/seeds` grows with inputs that reach new code, `FOLDER/findings` holds what
broke a law (`laws.py`) or took too long, one file each. Options after FOLDER are libFuzzer's. `--tagger` reads with the
neural tagger too, which is slower. A record separator parts the messages of one case.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

SLOW = 0.5
"""Seconds of processor time for one case of at most a thousand characters, instrumented."""
_SEPARATOR = "\x1e"
_MESSAGES = 3
_SAMPLES = 3
_OF_A_KIND = 12
_SHARED = Path(os.environ.get("ENTRENOUS_SHARED") or Path(__file__).parents[2].parent / "shared")


class Findings:
    """What broke a law, a few of each kind, as files of the bytes that show it; the run goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, kind: str, data: bytes) -> None:
        """Write the input down, unless there are enough of its kind."""
        self._seen[kind] = self._seen.get(kind, 0) + 1
        if self._seen[kind] <= _OF_A_KIND:
            name = f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}"
            (self._folder / name).write_bytes(data)
            print(f"finding: {name}", flush=True)


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tagger", action="store_true")
    options, fuzzer = parser.parse_known_args()
    atheris: Any = import_module("atheris")  # not a dependency: see above

    with atheris.instrument_imports(include=["redaction"]):
        run = _target(Findings(options.folder / "findings"), tagger=options.tagger)
    seeds = options.folder / "seeds"
    if not seeds.is_dir():
        seeds.mkdir(parents=True)
        for seed in _seeds():
            (seeds / hashlib.sha256(seed).hexdigest()[:12]).write_bytes(seed)
    atheris.Setup([sys.argv[0], *fuzzer, str(seeds)], run)
    atheris.Fuzz()


def _target(findings: Findings, *, tagger: bool) -> Any:
    """What is run on each input. Imports the layer, so that it can be instrumented."""
    from redaction import CaseMemory, RawText, Redactor
    from redaction.engine import ReadingEngine
    from redaction.lore import standard_lore
    from redaction.recognizers.identifiers import identifier_recognizers
    from redaction.recognizers.names import name_recognizers
    from tests.fuzz.laws import (
        no_hidden_value_is_left,
        outside_is_unchanged,
        pseudonyms_stay,
        spans_are_apart,
        twice_is_once,
    )

    rules = [*identifier_recognizers(), *name_recognizers()]
    redactor = Redactor.load() if tagger else Redactor(rules, ReadingEngine(), standard_lore())
    redactor.redact(RawText("Mary Dupont, 67, Eymet"), CaseMemory())  # lists are read at first use

    def run(data: bytes) -> None:
        start = time.process_time()
        memory = CaseMemory()
        try:
            for line in data.decode("utf-8", "surrogateescape").split(_SEPARATOR)[:_MESSAGES]:
                done = redactor.redact(RawText(line), memory)
                outside_is_unchanged(line, done)
                spans_are_apart(line, done)
                no_hidden_value_is_left(line, done)
                (pseudonyms_stay if tagger else twice_is_once)(redactor, done, memory)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            place = traceback.extract_tb(error.__traceback__)[-1]
            findings.keep(f"{place.name}-{place.lineno}-{type(error).__name__}-{_plain(error)}", data)
        if time.process_time() - start > SLOW:
            findings.keep("slow", data)

    return run


def _plain(error: Exception) -> str:
    """The family that a broken law names, if any; nothing of a text."""
    family = error.args[0] if error.args else None
    return str(family) if type(family).__name__ == "Family" else ""


def _seeds() -> list[bytes]:
    """The corpus's messages, where the folder `shared` is there, and texts that each pattern matches."""
    from tests.fuzz.hostile import shapes
    from tests.fuzz.patterns import rules

    rng = random.Random(0)
    corpus = _SHARED / "corpus" / "dev.jsonl"
    lines = corpus.read_text(encoding="utf-8").splitlines() if corpus.is_file() else []
    texts = [str(json.loads(line)["text"]) for line in lines]
    for rule in rules().values():
        texts += [f"{shape.start}{shape.unit}{shape.end}" for shape in shapes(rule.pattern, rng, 1)[:_SAMPLES]]
    return [text.encode("utf-8", "surrogatepass") for text in texts]


if __name__ == "__main__":
    main()
