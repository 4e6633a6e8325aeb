"""The real bot in a process of its own: `entrenous run`, as an administrator starts it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

START_SECONDS = 60.0


class RunningBot:
    """One `entrenous run` with the settings in `environ`; its log goes to a file that tests read.

    Started again, it goes on with the same home, as after a crash.
    """

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        self.home = home
        self.log = home.parent / f"{home.name}.log"
        self._environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ENTRENOUS_")},
            "ENTRENOUS_HOME": str(home),
            **environ,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Returns once the bot says that it has started. Raises `RuntimeError` with the log's tail if it ends instead."""
        offset = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environ, stdout=log, stderr=log, cwd=self.log.parent,
            )  # fmt: skip
        async with asyncio.timeout(START_SECONDS):
            while b"bot_started" not in self.log.read_bytes()[offset:]:
                if self._process.returncode is not None:
                    raise RuntimeError(self.log.read_text()[-2000:])
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL: what a power cut or the kernel's memory killer does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self, within: float = 20.0) -> int:
        """SIGTERM; the exit status. Raises `TimeoutError` if the bot takes longer than `within` seconds."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def __aenter__(self) -> RunningBot:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.stop()
