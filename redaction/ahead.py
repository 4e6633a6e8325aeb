"""Work begun on what waits in line, while what came before is still under way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 16
"""How many may wait with their work begun: enough for two threads, and a bound on what stands in memory."""


def ahead(items: Iterable[T], work: Callable[[T], R], threads: int = 2) -> Generator[Future[R], None, None]:
    """`work` of each item, in order, begun as soon as the item is there. What `items` raises is raised in its turn.

    Worth its threads where `work` lets other threads run, as onnxruntime does.
    """
    line: Queue[Future[R] | BaseException | None] = Queue(_AHEAD)
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")

    def take() -> None:
        try:
            for item in items:
                line.put(pool.submit(work, item))
        except BaseException as error:  # noqa: BLE001 - told to who asks, who alone can act on it
            line.put(error)
        else:
            line.put(None)

    # A daemon, and no `with` around the pool: whoever stops asking does not wait for a line that never comes.
    Thread(target=take, name="ahead", daemon=True).start()
    waiting: Future[R] | BaseException | None = None
    try:
        while (waiting := line.get()) is not None:
            if isinstance(waiting, BaseException):
                raise waiting
            yield waiting
    finally:
        pool.shutdown(wait=False, cancel_futures=waiting is not None)
