"""What the commands share: their settings, how their errors end, and sentences in the terminal's language."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from adapters.storage.key_files import KeyFileError
from config.problems import SettingsError
from config.sentences import sentences

if TYPE_CHECKING:
    from config.settings import Settings
    from redaction import Lang

Result = TypeVar("Result")


class Refused(Exception):
    """A command does not do what was asked. `key` and `slots`: the sentence that says why and what to do."""

    def __init__(self, key: str, **slots: str | int) -> None:
        super().__init__(said(key, **slots))


def language(environ: Mapping[str, str], asked: str | None = None) -> Lang:
    """French where `asked` or the terminal's locale says so, otherwise English."""
    locale = asked or next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "fr" if locale.lower().startswith("fr") else "en"


def said(key: str, **slots: str | int) -> str:
    """A sentence in the terminal's language."""
    return sentences(language(os.environ))[key].format_map(slots)


def say(key: str, **slots: str | int) -> None:
    """Put a sentence on standard output."""
    typer.echo(said(key, **slots))


def settings() -> Settings:
    """The settings; a mistake in them ends the command."""
    from config.settings import load_settings  # here: a quarter of a second that `--help` need not pay

    try:
        return load_settings(os.environ)
    except SettingsError as error:
        raise given_up(error) from None


def work(task: Coroutine[Any, Any, Result]) -> Result:
    """Do it. Our own errors say what to do and carry no secret; they end the command with status 2."""
    try:
        return asyncio.run(task)
    except (KeyFileError, Refused) as error:
        raise given_up(error) from None


def given_up(error: Exception) -> typer.Exit:
    """The end of a command that could not do its work."""
    typer.echo(str(error), err=True)
    return typer.Exit(2)
