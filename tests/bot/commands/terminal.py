"""A command at a terminal of its own, as a person sits before it: reads what is shown, waits for a question, types."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from string import Formatter
from typing import Self

from config.sentences import sentences
from redaction import Lang
from tests.bot.commands.typed import environment

PATIENCE = 60.0
_ONCE_MORE = 5.0
_ON_A_TERMINAL = """
import os, signal, sys
for number in (0, 1, 2):
    os.dup2(os.open(sys.argv[1], os.O_RDWR), number)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""
"""A process without a terminal gets the first that it opens as its own: passwords are asked for on that.

What is started in the background inherits that Ctrl-C is ignored; at a terminal it is not.
"""

_LITERAL = re.compile(r"\S+")
_READY = re.compile(r": (?=$|\x1b)")
"""The space comes when the line is read, and a password's only once it is no longer shown."""


class Terminal:
    """One command on a pseudo-terminal. `shown`: all that it printed; `answers`: how many questions were answered.

    What is waited for is named by its key in the wording, so that a story can be told in either language.
    """

    def __init__(self, home: Path, *words: str, lang: Lang = "en", environ: Mapping[str, str] = {}) -> None:
        self.shown, self.answers, self.lang = "", 0, lang
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

    async def told(self, key: str) -> None:
        """Wait until a sentence is shown, after what was waited for before."""
        await self._found(_form(sentences(self.lang)[key]))

    async def asked(self, key: str, typed: str = "") -> None:
        """Wait for a question and answer it; Enter alone is the empty string."""
        await self.waits(key)
        self.type(typed)

    async def waits(self, key: str) -> None:
        """Wait for a question, and leave it unanswered for the moment."""
        await self.told(key)
        await self._found(_READY)

    async def _found(self, form: re.Pattern[str]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not (found := form.search(self.shown, self._read)):
                assert self.process.returncode is None, f"it ended instead of {form.pattern!r}:\n{self.shown}"
                self._arrived.clear()
                await self._arrived.wait()
        self._read = found.end()

    def type(self, text: str) -> None:
        self.answers += 1
        os.write(self._ours, f"{text}\n".encode())

    async def interrupted(self, key: str) -> None:
        """Press Ctrl-C, and again where nothing happens, until a sentence is shown.

        Python misses one that comes between its showing a question and its reading the line; a person would press again.
        """
        for _ in range(3):
            os.write(self._ours, b"\x03")
            with suppress(TimeoutError):
                async with asyncio.timeout(_ONCE_MORE):
                    await self.told(key)
                    return
        raise AssertionError(f"Ctrl-C does nothing:\n{self.shown}")

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


def _form(sentence: str) -> re.Pattern[str]:
    """A sentence however its lines are broken, with anything in its slots."""
    parts = [_LITERAL.sub(lambda word: re.escape(word[0]), text) for text, *_ in Formatter().parse(sentence)]
    return re.compile(re.sub(r"\s+", r"\\s+", ".*?".join(parts).strip()), re.DOTALL)


def _without_empty(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what is the empty string: a way to leave out `ENTRENOUS_HOME`."""
    return {name: value for name, value in environ.items() if value}
