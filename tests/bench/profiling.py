"""Where the time of the layer goes, in this process; `python -m tests.bench.speed CORPUS.jsonl --profile`.

First milliseconds per message of each Presidio recognizer and NLP engine, by the wall clock; what one of them has done by
another counts for the first. "everything else" is normalising, deciding, linking, replacing and whatever is not called
through Presidio's interfaces. Beside them, and within them, the bare forward passes of models under onnxruntime. Then the
functions that cProfile saw, by cumulative time; cProfile makes everything slower, small functions most.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from time import perf_counter
from typing import Any

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.nlp_engine import NlpEngine

from redaction.evaluate import Annotated, Redact
from redaction.memory import CaseMemory
from redaction.result import OperatingPoint
from tests.bench.corpora import ours, show


def profile(messages: Sequence[Annotated], point: OperatingPoint, top: int) -> None:
    """Print both tables for `messages`; of functions the `top` ones."""
    redact = ours(point)
    _redact_all(redact, messages)  # what is loaded at first use is not counted
    watch = Stopwatch()
    with watch:
        began = perf_counter()
        _redact_all(redact, messages)
        total = perf_counter() - began
    show(_rows(watch, total, len(messages)))
    profiler = cProfile.Profile()
    profiler.runcall(_redact_all, redact, messages)
    pstats.Stats(profiler).strip_dirs().sort_stats("cumulative").print_stats(top)


class Stopwatch:
    """While it is entered, sums the seconds that recognizers, NLP engines and onnxruntime take, by their names."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self.forward = 0.0
        """Seconds of models under onnxruntime; they are part of what their callers took."""
        self._running = False
        self._originals: list[tuple[type, str, Callable[..., Any]]] = []

    def __enter__(self) -> None:
        for base, method in ((EntityRecognizer, "analyze"), (NlpEngine, "process_text")):
            for cls in _subclasses(base):
                if method in vars(cls):
                    self._replace(cls, method, self._outermost)
        if runtime := sys.modules.get("onnxruntime"):  # where the layer has loaded a model
            owner = next(cls for cls in runtime.InferenceSession.__mro__ if "run" in vars(cls))
            self._replace(owner, "run", self._passing)

    def __exit__(self, *_: object) -> None:
        for cls, method, original in self._originals:
            setattr(cls, method, original)

    def _replace(self, cls: type, method: str, timed: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        original = vars(cls)[method]
        self._originals.append((cls, method, original))
        setattr(cls, method, wraps(original)(timed(original)))

    def _outermost(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def timed(one: Any, *args: Any, **kwargs: Any) -> Any:
            if self._running:
                return original(one, *args, **kwargs)
            self._running = True
            began = perf_counter()
            try:
                return original(one, *args, **kwargs)
            finally:
                self._running = False
                name = str(getattr(one, "name", type(one).__name__))
                self.seconds[name] += perf_counter() - began
                self.calls[name] += 1

        return timed

    def _passing(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                self.forward += perf_counter() - began

        return timed


def _redact_all(redact: Redact, messages: Sequence[Annotated]) -> None:
    memories: defaultdict[str, CaseMemory] = defaultdict(CaseMemory)
    for message in messages:
        redact(message, memories[message.conv])


def _rows(watch: Stopwatch, total: float, messages: int) -> Iterator[tuple[object, ...]]:
    yield "", "calls per message", "ms per message", "share"
    slowest = sorted(watch.seconds.items(), key=lambda pair: -pair[1])
    rest = total - sum(watch.seconds.values())
    for name, seconds in [*slowest, ("everything else", rest), ("all", total), ("forward passes", watch.forward)]:
        calls = f"{watch.calls[name] / messages:.2f}" if name in watch.calls else ""
        yield name, calls, 1000 * seconds / messages, f"{100 * seconds / total:.1f} %"


def _subclasses(cls: type) -> Iterator[type]:
    children: list[type] = cls.__subclasses__()
    for below in children:
        yield below
        yield from _subclasses(below)
