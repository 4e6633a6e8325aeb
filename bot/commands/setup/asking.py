"""Questions at a terminal, in the administrator's language. What people called themselves is shown without control characters."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import TypeVar

import typer

from bot.commands.console import language
from config.sentences import LANGUAGES, sentences
from redaction import Lang

Value = TypeVar("Value", int, str)

_WIDEST = 96
_SHOWN = 40
"""Choices of a long list that are shown; of the others a part of the name can be typed."""


class Stopped(Exception):
    """`entrenous init` cannot go on, or was told not to. The text says why, in the administrator's language."""

    def __init__(self, ask: Asking, key: str, **slots: str | int) -> None:
        super().__init__(ask.said(key, **slots))


class Asking:
    """Says sentences of `config/wording` and asks for lines, secrets, yes or no, and choices."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._words = sentences(lang)

    def said(self, key: str, **slots: str | int) -> str:
        return self._words[key].format_map(slots)

    def say(self, key: str, **slots: str | int) -> None:
        """A paragraph; lines of the sentence stay lines."""
        typer.echo("\n".join(self._filled(line) for line in self.said(key, **slots).splitlines()))

    def tell(self, key: str, **slots: str | int) -> None:
        """What there is to know or to do before the next question, with space around it."""
        typer.echo("")
        self.say(key, **slots)

    def head(self, key: str) -> None:
        """The title of a step."""
        typer.echo("")
        typer.secho(self.said(key), bold=True)

    def line(self, key: str, default: str = "", **slots: str | int) -> str:
        """One line; Enter alone takes `default`."""
        return self._prompt(self.said(key, **slots), default=default)

    def secret(self, key: str, **slots: str | int) -> str:
        """One line that is not shown while it is typed; Enter alone gives the empty string."""
        return self._prompt(self.said(key, **slots), hidden=True)

    def enter(self, key: str = "init.enter") -> None:
        """Wait until something was done elsewhere."""
        self._prompt(self.said(key))

    def again(self) -> bool:
        """Whether to look once more (Enter), or to go on as it is."""
        return not self._is(self._prompt(self.said("init.again_or_later")), "later")

    def yes(self, key: str, default: bool = True, **slots: str | int) -> bool:
        """Yes or no, in either language."""
        shown = self.said("init.yes_no" if default else "init.no_yes")
        while True:
            typed = self._prompt(f"{self.said(key, **slots)} {shown}").casefold()
            if not typed:
                return default
            for word, answer in (("yes", True), ("no", False)):
                if any(full.startswith(typed) for full in _both(word)):
                    return answer
            self.say("init.yes_or_no")

    def pick(
        self, key: str, options: Mapping[Value, str], chosen: Sequence[Value] = (), *, again: bool = True
    ) -> list[Value] | None:
        """Some of `options` (what it is, how it is called), by numbers or names; Enter alone takes those `chosen`.

        None: the administrator wants the list anew (`again`).
        """
        values = list(options)
        for number, value in enumerate(values[:_SHOWN], 1):
            typer.echo(f"  {number:>2}  {printable(options[value])}")
        if len(values) > _SHOWN:
            self.say("init.more", count=len(values) - _SHOWN)
        default = ",".join(str(values.index(value) + 1) for value in chosen if value in options)
        while True:
            typed = self._prompt(self.said(key), default=default)
            if again and self._is(typed, "again"):
                return None
            found = [_meant(part, options) for part in re.split(r"[,;]", typed) if part.strip()]
            picked = list(dict.fromkeys(value for value in found if value is not None))
            if picked and None not in found:
                return picked
            self.say("init.pick_again" if again else "init.pick_numbers")

    def _filled(self, text: str) -> str:
        """Broken at the terminal's width, but not before a French colon or question mark, and steps of a list hanging."""
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        hanging = "   " if re.match(r"\d\. ", text) else ""
        kept = re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)
        return textwrap.fill(kept, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)

    def _is(self, typed: str, word: str) -> bool:
        return typed.casefold() in _both(word)

    def _prompt(self, text: str, *, default: str = "", hidden: bool = False) -> str:
        suffix = " : " if self.lang == "fr" else ": "
        answer = typer.prompt(
            self._filled(text), default=default, show_default=bool(default), hide_input=hidden, prompt_suffix=suffix
        )
        return str(answer).strip()


def ask_language(environ: Mapping[str, str]) -> Lang:
    """The first question, in both languages; the terminal's own is the default."""
    default = language(environ)
    both = " / ".join(sentences(lang)["init.language"] for lang in LANGUAGES)
    while True:
        typed = str(typer.prompt(both, default=default)).strip().casefold()
        for lang in LANGUAGES:
            if typed and sentences(lang)["init.language_name"].casefold().startswith(typed):
                return lang


def printable(text: str) -> str:
    """What somebody called themselves or a group, without what would move the cursor or change colours."""
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _both(word: str) -> set[str]:
    return {sentences(lang)[f"init.word_{word}"].casefold() for lang in LANGUAGES}


def _meant(typed: str, options: Mapping[Value, str]) -> Value | None:
    """The option of this number, or the only one with this in its name."""
    typed = typed.strip().casefold()
    values = list(options)
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(values):
        return values[int(typed) - 1]
    exact = [value for value, label in options.items() if label.casefold() == typed]
    alike = [value for value, label in options.items() if typed in label.casefold()]
    return next((found[0] for found in (exact, alike) if len(found) == 1), None)
