"""Starts the process that reads the files of one message, speaks to it, and ends it."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import structlog

from adapters.files.available import missing
from adapters.files.settings import FilesSettings
from bot.domain.files import CleanFile, FileKind
from bot.ports.reading_files import NotRead, OpenFiles
from redaction import Lang, RawBytes, RawText, RedactedBytes, Redaction
from redaction.files.limits import Limits, Unreadable
from redaction.files.remote import Written, ask_read, ask_write, printed, read_texts, read_written
from redaction.files.serve import arguments
from redaction.remote import HEADER

log = structlog.get_logger(__name__)

Printer = Callable[[str, str, Lang], bytes]
"""Title, text in simple Markdown and language -> a PDF."""

_QUEUE_SECONDS = 120.0
_LARGEST_ANSWER = 100 * 1024 * 1024
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TESSDATA_PREFIX", "SYSTEMROOT")
"""Of the environment: what finds the program. The bot's settings are there too, and some are secrets."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, for our eyes only
_TITLE: dict[Lang, str] = {"en": "Document", "fr": "Document"}


def file_reader(settings: FilesSettings, print_document: Printer) -> ProcessFileReader | None:
    """What looks into pictures and documents, where the settings want it and all that it needs is there."""
    if not settings.read:
        return None
    if (lacking := missing()) is not None:
        log.info("files_are_not_read", missing=lacking)
        return None
    return ProcessFileReader(settings, print_document)


class ProcessFileReader:
    """`bot.ports.reading_files.FileReader`. `print_document`: prints a document that was a PDF of words."""

    def __init__(self, settings: FilesSettings, print_document: Printer) -> None:
        self._settings = settings
        self._print = print_document
        self._turn = asyncio.Semaphore(1)

    def open(self, files: Sequence[RawBytes]) -> AbstractAsyncContextManager[OpenFiles]:
        return self._open(files)

    @asynccontextmanager
    async def _open(self, files: Sequence[RawBytes]) -> AsyncIterator[OpenFiles]:
        if any(len(file) > self._settings.largest * 1_000_000 for file in files):
            raise NotRead("too_big")
        try:
            await asyncio.wait_for(self._turn.acquire(), _QUEUE_SECONDS)
        except TimeoutError:
            raise NotRead("time") from None
        try:
            async with _folder() as folder:
                process = await _Process.started(self._settings, folder)
                try:
                    yield _Opened(process, await process.read(files), self._print)
                finally:
                    await process.stop()
        finally:
            self._turn.release()


class _Opened:
    def __init__(self, process: _Process, texts: tuple[RawText, ...], print_document: Printer) -> None:
        self._process, self._print = process, print_document
        self.texts = texts

    async def write(self, redactions: Sequence[Redaction], lang: Lang) -> tuple[CleanFile, ...]:
        written = await self._process.write(redactions)
        pairs = enumerate(zip(written, redactions, strict=True), start=1)
        return tuple(
            [
                CleanFile(FileKind(file.kind), number, await self._data(file, lang), redaction.spans)
                for number, (file, redaction) in pairs
            ]
        )

    async def _data(self, file: Written, lang: Lang) -> RedactedBytes:
        if file.data is not None:
            return file.data
        return printed(await asyncio.to_thread(self._print, _TITLE[lang], file.paper or "", lang))


class _Process:
    """The process of one message. `seconds`: how long it may take to read, and again to write."""

    def __init__(self, process: asyncio.subprocess.Process, seconds: int) -> None:
        self._process = process
        self._seconds = seconds

    @classmethod
    async def started(cls, settings: FilesSettings, folder: str) -> _Process:
        limits = Limits(
            size=settings.largest * 1_000_000,
            pages=settings.pages,
            scans=max(1, settings.pages // 6),
            sure=settings.sure,
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "redaction.files.serve", arguments(limits, settings.memory * 1_000_000, settings.seconds),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=_LARGEST_ANSWER, start_new_session=True, env=_environment(folder), cwd=Path.cwd(),
        )  # fmt: skip
        return cls(process, settings.seconds)

    async def read(self, files: Sequence[RawBytes]) -> tuple[RawText, ...]:
        answer = await self._ask(ask_read(files))
        try:
            return read_texts(answer)
        except Unreadable as fault:
            raise NotRead(fault.code) from None

    async def write(self, redactions: Sequence[Redaction]) -> tuple[Written, ...]:
        answer = await self._ask(ask_write([redaction.spans for redaction in redactions]))
        try:
            return read_written(answer)
        except Unreadable as fault:
            raise NotRead(fault.code) from None

    async def stop(self) -> None:
        """End it, and what it started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, 9)
        await self._process.communicate()

    async def _ask(self, frame: bytes) -> bytes:
        """Raises `NotRead`: the process is then of no use any more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(self._seconds):
                self._process.stdin.write(frame)
                await self._process.stdin.drain()
                (length,) = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
                if length > _LARGEST_ANSWER:
                    raise NotRead("too_big")
                return await self._process.stdout.readexactly(length)
        except TimeoutError:
            raise NotRead("time") from None
        except (asyncio.IncompleteReadError, OSError):
            raise NotRead("damaged") from None


@asynccontextmanager
async def _folder() -> AsyncIterator[str]:
    """For what Tesseract is handed: in memory where there is such a place, for this user's eyes only, gone afterwards."""
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    folder = tempfile.TemporaryDirectory(prefix="entrenous-", dir=place, ignore_cleanup_errors=True)
    try:
        yield folder.name
    finally:
        folder.cleanup()


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    one = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1")
    return {
        **kept,
        **one,
        "TMPDIR": folder,
        "HOME": folder,
        "MPLCONFIGDIR": folder,
        "MPLBACKEND": "Agg",
        "LC_ALL": "C.UTF-8",
    }
