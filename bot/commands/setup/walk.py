"""One run of `entrenous init` from the first question to the last. Nothing is written before all of them are answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer

from adapters.storage.key_files import KeyFileError
from bot.commands.console import language
from bot.commands.setup import ending, machine, papers, slack, telegram
from bot.commands.setup.asking import Asking, Stopped, ask_language
from bot.commands.setup.draft import Draft, clashing
from bot.logs import configure_logging
from config.problems import SettingsError
from config.sources import PREFIX
from redaction import Lang

PLATFORMS = {"telegram": ("Telegram", telegram.set_up), "slack": ("Slack", slack.set_up)}
"""How people call a platform, and its questions."""

__all__ = ["Interrupted", "Stopped", "Walk"]


class Interrupted(Exception):
    """Ctrl-C, or the terminal went away. The text says what is written and what is not."""


class Walk:
    """The questions in their order. `lang`: None to ask for the language first."""

    def __init__(self, environ: Mapping[str, str], lang: Lang | None, *, make_key: bool) -> None:
        self._environ, self._lang, self._make_key = environ, lang, make_key
        self._ask = Asking(lang or language(environ))
        self._draft: Draft | None = None

    def go(self) -> bool:
        """Whether the bot can start with what was written. Raises `Stopped`, `Interrupted`."""
        configure_logging("ERROR")
        with self._told():
            if self._lang is None:
                self._ask = Asking(ask_language(self._environ))
            self._ask.say("init.welcome")
            if names := clashing(self._environ):
                raise Stopped(self._ask, "init.environment", variables=", ".join(names))
            self._draft = machine.ask_home(self._ask, self._environ)
            self._questions(self._draft)
            return self._end(self._draft)

    def _questions(self, draft: Draft) -> None:
        machine.ask_zone(self._ask, draft)
        wanted = self._platforms(draft)
        for name in (name for name in PLATFORMS if name in wanted):
            _, questions = PLATFORMS[name]
            questions(self._ask, draft)
        if set(wanted) & PLATFORMS.keys():
            papers.ask_code(self._ask, draft)
            machine.ask_pages(self._ask, draft)
            slack.ask_authors(self._ask, draft)
            machine.ask_witness(self._ask, draft)

    def _platforms(self, draft: Draft) -> list[str]:
        names = {name: called for name, (called, _) in PLATFORMS.items()} | {"web": self._ask.said("init.web")}
        self._ask.head("init.platforms_head")
        before = [name for name in names if name in draft.data]
        wanted = self._ask.pick("init.platforms", names, before or ["telegram"], again=False) or []
        for name in (name for name in before if name not in wanted):
            if self._ask.yes("init.stop_guarding", default=False, platform=names[name]):
                draft.drop(name)
        if "web" in wanted:
            draft.put("web", port=draft.get("web", "port", 8350))
        return wanted

    def _end(self, draft: Draft) -> bool:
        ending.write(self._ask, draft)
        environ = {**self._environ, f"{PREFIX}CONFIG": str(draft.target)}
        settings = ending.loaded(environ)
        if settings is not None:
            ending.make_key(self._ask, settings, self._make_key)
            ending.try_out(self._ask, settings, draft.places)
        fine = ending.report(self._ask, environ)
        ending.what_next(self._ask, draft, settings, fine)
        return fine

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors in the administrator's language; an interruption tells what is on the disk by now."""
        try:
            yield
        except (KeyboardInterrupt, EOFError, typer.Abort):
            saved = self._draft is not None and self._draft.saved
            key = "init.interrupted_after" if saved else "init.interrupted"
            raise Interrupted(self._ask.said(key, file=str(self._draft.target) if self._draft else "")) from None
        except SettingsError as error:
            raise Stopped(self._ask, "init.file_broken", what=error.problems[0].text(self._ask.lang)) from None
        except KeyFileError as error:
            raise Stopped(self._ask, "init.key_trouble", what=str(error)) from None
