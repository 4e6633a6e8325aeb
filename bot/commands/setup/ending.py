"""After the last question: the files, the master key, a test message, what `entrenous check` says, and what to do next."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.engine import make_url

from bot import findings
from bot.check import check
from bot.commands.counting import count_people
from bot.commands.setup.asking import Asking, Stopped
from bot.commands.setup.draft import Draft, Place
from bot.commands.setup.saving import save
from bot.domain.outgoing import Line
from bot.storage import SystemClock, key_files, master_key_file
from config.problems import SettingsError
from config.sentences import TomlWording
from config.settings import Settings, load_settings
from config.sources import PREFIX, settings_files


def write(ask: Asking, draft: Draft) -> None:
    """Write the settings, once the administrator has agreed to it. Raises `Stopped`."""
    ask.head("init.write_head")
    now = _now(draft)
    there = draft.target.is_file()
    keep = there and ask.yes("init.keep_copy", file=draft.target.name)
    if not ask.yes("init.replace" if there else "init.write", file=str(draft.target)):
        raise Stopped(ask, "init.nothing_written")
    try:
        copied = save(draft, ask.said("init.file_head", day=f"{now:%Y-%m-%d}"), now if keep else None)
    except OSError as error:
        raise Stopped(ask, "init.unwritable", file=str(draft.target), code=type(error).__name__) from None
    ask.say("init.written", file=str(draft.target))
    if copied:
        ask.say("init.copied", file=str(copied))


def make_key(ask: Asking, settings: Settings, wanted: bool) -> None:
    """Make the master key where there is none and nothing is sealed yet. Raises `KeyFileError`, `Stopped`."""
    path = master_key_file(settings)
    if _has_key(settings):
        return
    if Path(make_url(settings.database_url.get_secret_value()).database or "").exists():
        ask.say("init.key_lost", file=str(path))
    elif wanted:
        try:
            key_files(settings, make=True).read()
        except OSError as error:
            raise Stopped(ask, "init.key_trouble", what=f"{path}, {type(error).__name__}.") from None
        ask.say("init.key_made", file=str(path))
    else:
        ask.say("init.key_later", file=str(path))


def try_out(ask: Asking, settings: Settings, places: list[Place]) -> None:
    """Send a line of ours to one of the guarded conversations, or to none."""
    if not places:
        return
    ask.head("init.test_head")
    names = {0: ask.said("init.test_none")} | {number: place.name for number, place in enumerate(places, 1)}
    picked = ask.pick("init.test", names, [0], again=False) or [0]
    for place in (places[number - 1] for number in picked if number):
        text = TomlWording(settings.timezone).render(Line("init.test_message"))
        code = asyncio.run(place.send(settings, text))
        ask.say("init.test_failed" if code else "init.test_sent", place=place.name, code=code or "")


def report(ask: Asking, environ: Mapping[str, str]) -> bool:
    """Print what `entrenous check` says; whether the bot can start."""
    ask.head("init.check_head")
    found = check(environ, Path.cwd(), people=count_people)
    typer.echo(findings.report(found, ask.lang))
    return findings.worst(found) is not findings.Level.ERROR


def what_next(ask: Asking, draft: Draft, settings: Settings | None, fine: bool) -> None:
    """The commands to type from now on, as this administrator must type them."""
    ask.head("init.next_head")
    found = settings_files({**draft.environ, f"{PREFIX}CONFIG": ""}, Path("/"))
    anywhere = f"{PREFIX}CONFIG" in draft.environ or [file.resolve() for file in found] == [draft.target.resolve()]
    called = Path(sys.argv[0])
    command = str(called) if called.name == "entrenous" else "entrenous"
    start = command if anywhere else f"{PREFIX}CONFIG={draft.target} {command}"
    if not fine:
        ask.say("init.next_mend", command=start)
    ask.say("init.next_sheet" if settings is None or _has_key(settings) else "init.next_recover", command=start)
    ask.say("init.next_run", command=start)
    if settings is not None and settings.web is not None:
        ask.say("init.next_web", port=settings.web.port)


def loaded(environ: Mapping[str, str]) -> Settings | None:
    """The settings as they were written; None where something in the file, older than these answers, is wrong."""
    try:
        return load_settings(environ)
    except SettingsError:
        return None


def _has_key(settings: Settings) -> bool:
    return settings.keys.master_key is not None or master_key_file(settings).exists()


def _now(draft: Draft) -> datetime:
    return SystemClock().now().astimezone(ZoneInfo(draft.data["timezone"]))
