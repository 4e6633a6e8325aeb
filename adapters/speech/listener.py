"""Starts the process that listens to one voice note, speaks to it, and ends it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import structlog

from adapters.speech.available import missing
from adapters.speech.settings import SpeechSettings
from bot.ports.listening import Heard, NotHeard
from redaction import RawBytes, RawText

log = structlog.get_logger(__name__)

_MOST_BYTES = 20_000_000
_QUEUE_SECONDS = 300.0
_START_SECONDS = 60
_LARGEST_ANSWER = 1_000_000
_THREADS = 2
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT")
"""Of the environment: what finds the program. The bot's settings are there too, and some are secrets."""


def voice_listener(settings: SpeechSettings | None) -> ProcessListener | None:
    """What listens, where the settings name its weights and all that it needs is there."""
    if settings is None:
        return None
    if (lacking := missing(settings.model)) is not None:
        log.warning("voice_notes_are_not_heard", missing=lacking)
        return None
    return ProcessListener(settings)


class ProcessListener:
    """`bot.ports.listening.Listener`."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._turn = asyncio.Semaphore(1)

    async def listen(self, voice: RawBytes) -> Heard:
        if len(voice) > _MOST_BYTES:
            raise NotHeard("too_big")
        try:
            await asyncio.wait_for(self._turn.acquire(), _QUEUE_SECONDS)
        except TimeoutError:
            raise NotHeard("time") from None
        try:
            return _understood(await self._said(voice))
        finally:
            self._turn.release()

    async def _said(self, voice: RawBytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "adapters.speech.serve", self._arguments(),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=_LARGEST_ANSWER, start_new_session=True, env=_environment(), cwd=Path.cwd(),
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._seconds):
                said, _ = await process.communicate(voice.expose())
                return said
        except TimeoutError:
            raise NotHeard("time") from None
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, 9)
            await process.wait()

    @property
    def _seconds(self) -> int:
        """To start, and to listen at half the speed of speech at worst."""
        return _START_SECONDS + 2 * self._settings.longest

    def _arguments(self) -> str:
        given = self._settings
        return json.dumps(
            {
                "model": str(given.model), "longest": given.longest, "sure": given.sure,
                "memory": given.memory, "seconds": _THREADS * self._seconds, "threads": _THREADS,
            }
        )  # fmt: skip


def _understood(said: bytes) -> Heard:
    """Raises `NotHeard`: `memory` for a process that did not come to its end."""
    try:
        answer = json.loads(said)
    except ValueError:
        raise NotHeard("memory") from None
    if "fault" in answer:
        raise NotHeard(answer["fault"])
    return Heard(RawText(answer["text"]), answer["lang"])


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HF_HUB_OFFLINE": "1", "LC_ALL": "C.UTF-8", "HOME": os.devnull}
