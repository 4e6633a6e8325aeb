"""A command at a terminal of its own, as a person sits before it: reads what is shown, waits for a question, types."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.bot.commands.typed import environment

PATIENCE = 60.0
_ON_A_TERMINAL = "import os, sys; [os.dup2(os.open(sys.argv[1], os.O_RDWR), fd) for fd in (0, 1, 2)]; os.execv(sys.argv[2], sys.argv[2:])"
"""A process without a terminal gets the first that it opens as its own: passwords are asked for on that."""


_READY = re.compile(r": (?=$|\x1b)")
"""The space comes when the line is read, and a password's only once it is no longer shown."""


class Terminal:
    """One command on a pseudo-terminal. `shown`: all that it printed; `answers`: how many questions were answered.

    `async with Terminal(home, "init", "--lang", "en") as terminal:` and then `await terminal.answers_to("Time zone", "")`.
    """

    def __init__(self, home: Path, *words: str, **environ: str) -> None:
        self.shown, self.answers = "", 0
        self._words, self._home, self._environ = words, home, environ
        self._read = 0
        self._arrived = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._ours, theirs = pty.openpty()
        command = (sys.executable, "-c", _ON_A_TERMINAL, os.ttyname(theirs), sys.executable, "-m", "bot", *self._words)
        environ = environment(self._home, {"COLUMNS": "100", **self._environ})
        self.process = await asyncio.create_subprocess_exec(
            *command, env=_without_empty(environ), cwd=self._home.parent, start_new_session=True
        )
        asyncio.get_running_loop().add_reader(self._ours, self._take)
        self._theirs = theirs
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        asyncio.get_running_loop().remove_reader(self._ours)
        os.close(self._ours)
        os.close(self._theirs)

    async def until(self, text: str) -> str:
        """Wait until `text` is shown, after what was waited for before; what was shown up to it, all in one line."""
        return await self._found(re.compile(r"\s+".join(re.escape(word) for word in text.split())))

    async def answers_to(self, question: str, typed: str = "") -> str:
        """Wait for a question and answer it; what was shown up to it."""
        seen = await self.until(question)
        await self._found(_READY)
        self.type(typed)
        return seen

    async def _found(self, form: re.Pattern[str]) -> str:
        async with asyncio.timeout(PATIENCE):
            while not (found := form.search(self.shown, self._read)):
                assert self.process.returncode is None, f"it ended instead of {form.pattern!r}:\n{self.shown}"
                self._arrived.clear()
                await self._arrived.wait()
        before, self._read = self.shown[self._read : found.end()], found.end()
        return " ".join(before.split())

    def type(self, text: str) -> None:
        self.answers += 1
        os.write(self._ours, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.write(self._ours, b"\x03")

    async def ends(self) -> int:
        """Wait for the end; the exit status."""
        async with asyncio.timeout(PATIENCE):
            status = await self.process.wait()
        while self._take():
            pass
        return status

    def _take(self) -> bool:
        os.set_blocking(self._ours, False)
        try:
            got = os.read(self._ours, 65536)
        except (BlockingIOError, OSError):
            return False
        self.shown += got.decode("utf-8", "replace").replace("\r", "")
        self._arrived.set()
        return bool(got)


def _without_empty(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what is the empty string: a way to leave out `ENTRENOUS_HOME`."""
    return {name: value for name, value in environ.items() if value}
