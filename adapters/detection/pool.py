"""Runs the redaction layer in processes of its own, each answering one message at a time, in bounded time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import structlog

from adapters.detection.limits import QUEUE_SECONDS, seconds_for, strike_long_numbers
from bot.ports.detector import DetectionFailed
from redaction import CaseMemory, HiddenSpan, Keep, OperatingPoint, RawText, RedactedText, Redaction, Redactor
from redaction.remote import HEADER, RemoteFault, ask_redact, ask_strike, read_redaction, read_struck

T = TypeVar("T")
log = structlog.get_logger(__name__)

_START_SECONDS = 120.0
_LARGEST_ANSWER = 64 * 1024 * 1024


class DetectorStartFailed(Exception):
    """The redaction layer did not load. The text says what to do."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"the redaction models did not load ({fault}); run `entrenous check`")
        self.fault = fault


class Worker:
    """One process. `ask` is not reentrant: the pool hands a worker to one message at a time."""

    def __init__(self, models: tuple[str, ...] = (), point: OperatingPoint = "balanced") -> None:
        self._arguments = (point, *models)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process and wait until its models are loaded. Raises `DetectorStartFailed`."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "redaction.remote", *self._arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=_LARGEST_ANSWER, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_START_SECONDS):
                read_ready = await self._read()
        except (TimeoutError, asyncio.IncompleteReadError):
            await self.stop()
            raise DetectorStartFailed("no_answer") from None
        if b'"fault"' in read_ready:
            await self.stop()
            raise DetectorStartFailed("load_fault")

    async def ask(self, frame: bytes, limit: float) -> bytes:
        """The answer to `frame`. Raises `DetectionFailed`; the process is then started anew before it is asked again."""
        if self._process is None or self._process.returncode is not None:
            await self._restart()
        try:
            async with asyncio.timeout(limit):
                self._write(frame)
                return await self._read()
        except TimeoutError:
            await self.stop()
            raise DetectionFailed("timeout") from None
        except (asyncio.IncompleteReadError, OSError):
            await self.stop()
            raise DetectionFailed("worker_died") from None

    async def stop(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()  # waits, and closes both pipes

    async def _restart(self) -> None:
        log.warning("detection_worker_restarts")
        try:
            await self.start()
        except DetectorStartFailed as failure:
            raise DetectionFailed(failure.fault) from None

    def _write(self, frame: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(frame)

    async def _read(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        (length,) = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
        return await self._process.stdout.readexactly(length)


class ProcessDetector:
    """`bot.ports.detector.Detector` over `processes` workers. `timeout`: seconds for a short message."""

    def __init__(
        self,
        models: tuple[str, ...] = (),
        point: OperatingPoint = "balanced",
        timeout: float = 5.0,
        processes: int = 1,
    ) -> None:
        self._timeout = timeout
        self._workers = [Worker(models, point) for _ in range(processes)]
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()

    async def start(self) -> None:
        """Load the models in every process. Raises `DetectorStartFailed`."""
        await asyncio.gather(*(worker.start() for worker in self._workers))
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def redact(
        self, text: RawText, memory: CaseMemory, keep: Keep, hidden: Sequence[HiddenSpan] = ()
    ) -> tuple[Redaction, CaseMemory]:
        frame = ask_redact(text, memory, keep, hidden)
        return await self._ask(frame, seconds_for(text, self._timeout), read_redaction)

    async def strike_ids(self, text: RawText) -> RawText:
        try:
            return await self._ask(ask_strike(text), seconds_for(text, self._timeout), read_struck)
        except DetectionFailed:
            return strike_long_numbers(text)

    def byline(self, name: RawText) -> RedactedText:
        return Redactor.byline(name)

    async def _ask(self, frame: bytes, limit: float, read: Callable[[bytes], T]) -> T:
        try:
            worker = await asyncio.wait_for(self._idle.get(), QUEUE_SECONDS)
        except TimeoutError:
            raise DetectionFailed("queue_full") from None
        try:
            return read(await worker.ask(frame, limit))
        except RemoteFault as fault:
            raise DetectionFailed(str(fault)) from None
        finally:
            self._idle.put_nowait(worker)
