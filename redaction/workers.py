"""Lines answered by several processes, in order; the lines of one case by one of them, which remembers the case.

Python runs one thread at a time, so only processes make use of more than one core. They are forked from the one that has
loaded models and lists, and share its memory until they write to it.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread

CAN_FORK = sys.platform == "linux"
"""Elsewhere the libraries that models run on do not all survive it."""

_AHEAD = 64
"""How many lines may wait, sent or answered: enough to keep all busy, and a bound on what stands in memory."""


class _Worker:
    """One process. `waiting`: how many lines were sent to it whose answers nobody has taken yet."""

    def __init__(self, answer: Callable[[str], str], others: Iterable[_Worker]) -> None:
        """`others`: those that were started before, whose ends of pipes this one must not hold open."""
        self.waiting = 0
        self.alive = True
        self.pipe, theirs = multiprocessing.Pipe()
        inherited = [self.pipe, *(other.pipe for other in others)]
        fork = multiprocessing.get_context("fork")
        fork.Process(target=_serve, args=(answer, theirs, inherited), daemon=True).start()
        theirs.close()

    def send(self, line: str) -> None:
        self.waiting += 1
        try:
            self.pipe.send_bytes(line.encode("utf-8", "surrogatepass"))
        except OSError:
            self.alive = False  # its answers, those to this line and to the ones before, are missed in their turn

    def receive(self) -> str | None:
        """The answer to the oldest line that waits; None where the process has ended without one."""
        self.waiting -= 1
        try:
            return self.pipe.recv_bytes().decode("utf-8", "surrogatepass")
        except (EOFError, OSError):
            self.alive = False
            return None

    def stop(self) -> None:
        self.pipe.close()


def answered(
    lines: Iterable[str],
    answer: Callable[[str], str],
    case_of: Callable[[str], str | None],
    lost: Callable[[str], str],
    processes: int,
) -> Generator[str, None, None]:
    """The `answer` to each line, in order, by that many processes. What `lines` raises is raised in its turn.

    `case_of`: which case a line belongs to; all its lines go to one process. `lost`: what to say to a line whose process
    has ended: it, and all later lines of its cases, are answered by nobody else, who would not know what came before.
    """
    gc.freeze()  # what is there now stays: going over it would copy it into every process
    workers: list[_Worker] = []
    for _ in range(processes):
        workers.append(_Worker(answer, workers))
    line: Queue[tuple[_Worker, str] | BaseException | None] = Queue(_AHEAD)
    # A daemon: whoever stops asking does not wait for a line that never comes.
    Thread(target=_hand_out, args=(lines, workers, case_of, line), name="hand-out", daemon=True).start()
    try:
        while (waiting := line.get()) is not None:
            if isinstance(waiting, BaseException):
                raise waiting
            worker, text = waiting
            given = worker.receive()
            yield lost(text) if given is None else given
    finally:
        for worker in workers:
            worker.stop()


def _hand_out(
    lines: Iterable[str],
    workers: list[_Worker],
    case_of: Callable[[str], str | None],
    line: Queue[tuple[_Worker, str] | BaseException | None],
) -> None:
    """Give each line to the process that has its case; a new case, or a line without one, to the least busy."""
    of_case: dict[str, _Worker] = {}
    try:
        for text in lines:
            idle = min(workers, key=lambda worker: (not worker.alive, worker.waiting))
            case = case_of(text)
            worker = idle if case is None else of_case.setdefault(case, idle)
            worker.send(text)
            line.put((worker, text))
    except BaseException as error:  # noqa: BLE001 - told to who asks, who alone can act on it
        line.put(error)
    else:
        line.put(None)


def _serve(answer: Callable[[str], str], pipe: Connection, inherited: Iterable[Connection]) -> None:
    """Answer line by line, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the one that asks
    for other in inherited:
        other.close()
    with suppress(EOFError, OSError):
        while True:
            line = pipe.recv_bytes().decode("utf-8", "surrogatepass")
            pipe.send_bytes(answer(line).encode("utf-8", "surrogatepass"))
