"""How fast `entrenous redact --jsonl` is, beside stock Presidio in the same run on the same machine.

    python -m tests.bench.speed CORPUS.jsonl [--rounds 3] [--sample 100]
    python -m tests.bench.speed CORPUS.jsonl --profile [--top 30]

Each round starts one of the two as a process of its own, then the other. Start: until the answer to the first message.
Then every message alone, written and its answer awaited: p50 and p99. Then all of them at once, as where messages queue:
messages per second. Memory: the most that the process ever held (VmHWM, which only Linux tells), and what processes of its
own hold beside that. Shown are the medians of the rounds and the ratio of ours to stock's. With `--profile`, where our time
goes: `tests/bench/profiling.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import perf_counter
from typing import IO, NamedTuple

from redaction.evaluate import Annotated
from redaction.result import OperatingPoint
from tests.bench.corpora import options, read, show
from tests.bench.profiling import profile

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "Entre Nous": (sys.executable, "-m", "bot", "redact", "--jsonl"),
    "stock Presidio": (sys.executable, "-m", "tests.bench.stock_lines"),
}
LABELS = ("start, s", "messages per second", "p50, ms", "p99, ms", "peak memory, MB")


class Figures(NamedTuple):
    """What one round of one command took, in the units and the order of `LABELS`."""

    start: float
    rate: float
    p50: float
    p99: float
    memory: float


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="where the time goes, in this process")
    parser.add_argument("--top", type=int, default=30, metavar="N", help="functions that the profile lists")
    args = parser.parse_args()
    messages = read([args.corpus], args.sample, args.seed)
    if args.profile:
        profile(messages, args.point, args.top)
        return
    rounds: defaultdict[str, list[Figures]] = defaultdict(list)
    for _ in range(args.rounds):
        for name, command in COMMANDS.items():
            rounds[name].append(one_round(command, messages, args.point))
    medians = [[median(values) for values in zip(*rounds[name], strict=True)] for name in COMMANDS]
    rows = [
        (label, f"{us:.1f}", f"{them:.1f}", f"{us / them:.2f}")
        for label, us, them in zip(LABELS, *medians, strict=True)
    ]
    show([(f"{len(messages)} messages", *COMMANDS, "ratio"), *rows])


def one_round(command: Sequence[str], messages: Sequence[Annotated], point: OperatingPoint) -> Figures:
    """Start `command`, let it read the messages one by one, then at once. Raises `RuntimeError` for a wrong answer."""
    environ = {**os.environ, "ENTRENOUS_REDACTION__OPERATING_POINT": point}
    pipe = subprocess.PIPE
    started = perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        _ask(process.stdin, process.stdout, _request(messages[0], "start"))
        start = perf_counter() - started
        milliseconds = sorted(1000 * _ask(process.stdin, process.stdout, _request(one, "alone")) for one in messages)
        seconds = _ask_at_once(process.stdin, process.stdout, [_request(one, "queued") for one in messages])
        memory = _peak_megabytes(process.pid)
    if process.returncode:
        raise RuntimeError(f"{command[-1]} ended with status {process.returncode}")
    p99 = quantiles(milliseconds, n=100, method="inclusive")[98]
    return Figures(start, len(messages) / seconds, median(milliseconds), p99, memory)


def _request(message: Annotated, turn: str) -> str:
    """One line, the same for both; a new turn is a new case. A mixed line has no language to tell."""
    request = {"id": message.id, "text": message.text, "case": f"{turn} {message.conv}"}
    return json.dumps(request | ({"lang": message.lang} if message.lang in {"en", "fr"} else {})) + "\n"


def _ask(questions: IO[str], answers: IO[str], line: str) -> float:
    """Seconds until the answer to one line is there."""
    began = perf_counter()
    questions.write(line)
    questions.flush()
    answer = answers.readline()
    seconds = perf_counter() - began
    _check(line, answer)
    return seconds


def _ask_at_once(questions: IO[str], answers: IO[str], lines: Sequence[str]) -> float:
    """Seconds until the last answer to all lines is there; they are written as fast as the other end takes them."""
    writer = Thread(target=lambda: (questions.writelines(lines), questions.flush()))
    began = perf_counter()
    writer.start()
    given = [answers.readline() for _ in lines]
    seconds = perf_counter() - began
    writer.join()
    for line, answer in zip(lines, given, strict=True):
        _check(line, answer)
    return seconds


def _check(line: str, answer: str) -> None:
    given = json.loads(answer or "{}")
    if given.get("id") != json.loads(line)["id"] or "spans" not in given:
        raise RuntimeError(f"no answer to message {json.loads(line)['id']}")


def _peak_megabytes(pid: int) -> float:
    """Of a process and those that it started, which share with it what they have not changed."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = [_kilobytes(f"/proc/{child}/smaps_rollup", "Private_Clean:", "Private_Dirty:") for child in children]
    return (_kilobytes(f"/proc/{pid}/status", "VmHWM:") + sum(own)) / 1024


def _kilobytes(path: str, *keys: str) -> int:
    rows = (line.split() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return sum(int(row[1]) for row in rows if row and row[0] in keys)


if __name__ == "__main__":
    main()
