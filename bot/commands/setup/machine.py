"""What is about this machine and not about a platform: where the data lives, the time zone, own pages, the witness mail."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError

from adapters.web.settings import PagesSettings
from adapters.witness.settings import LOOPBACK, WitnessSettings
from bot.commands.setup.asking import Asking
from bot.commands.setup.draft import Draft
from config.settings import Settings
from config.sources import DEFAULT_HOME, FILE_NAME, PREFIX, read_toml, settings_files

_WITNESS_PORTS = {"465": "implicit", "587": "starttls"}
_TRIAL = {"trustees": ["one@example.org", "two@example.org"], "sender": "sender@example.org"}
"""Stands for what has not been asked yet, so that one answer can be tried by itself."""


def ask_home(ask: Asking, environ: Mapping[str, str]) -> Draft:
    """Where the data lives, and a draft over the settings that are there. Raises `SettingsError`."""
    ask.head("init.machine_head")
    if os.geteuid() == 0:
        ask.say("init.root")
    named = environ.get(f"{PREFIX}CONFIG")
    there = settings_files({**environ, f"{PREFIX}CONFIG": ""}, Path.cwd())
    file = Path(named).expanduser().resolve() if named else there[0].resolve() if there else None
    default = read_toml([file] if file and file.is_file() else []).get("home", DEFAULT_HOME)
    if given := environ.get(f"{PREFIX}HOME"):
        home = Path(given).expanduser().absolute()
        ask.say("init.home_given", home=str(home))
    else:
        home = _home(ask, Path(str(default)).expanduser())
    draft = Draft.over(home, file or home / FILE_NAME, environ)
    if draft.target.is_file():
        ask.say("init.file_there", file=str(draft.target))
    return draft


def ask_zone(ask: Asking, draft: Draft) -> None:
    """The time zone."""
    zones = available_timezones()
    default = draft.present.get("timezone") or _own_zone(zones) or str(Settings.model_fields["timezone"].default)
    while True:
        typed = ask.line("init.zone", default)
        if typed in zones:
            draft.data["timezone"] = typed
            return
        near = difflib.get_close_matches(typed.replace(" ", "_"), sorted(zones), n=3, cutoff=0.5)
        ask.say("init.zone_unknown", near=", ".join(near) or "Europe/Paris, Europe/London")


def ask_pages(ask: Asking, draft: Draft) -> None:
    """Pages of our own; none without an address."""
    ask.head("init.pages_head")
    ask.say("init.pages_how")
    while url := ask.line("init.pages", draft.get("pages", "url", "")):
        if _fits(PagesSettings, url=url):
            draft.put("pages", url=url)
            return
        ask.say("init.pages_wrong")


def ask_witness(ask: Asking, draft: Draft) -> None:
    """Two trustees and the mail server that reaches them; none without a trustee."""
    ask.head("init.witness_head")
    ask.say("init.witness_how")
    trustees = list(draft.get("witness", "trustees", ()))
    if len(trustees) == 2 and ask.yes("init.witness_keep", one=trustees[0], two=trustees[1]):
        return
    one = _address(ask, "init.witness_one", "", skip=True)
    if not one:
        return
    two = _address(ask, "init.witness_two", "", besides=one)
    sender = _address(ask, "init.witness_sender", draft.get("witness", "sender", ""))
    draft.put("witness", trustees=[one, two], sender=sender, **_server(ask, draft), user=None)
    if user := ask.line("init.witness_user", draft.get("witness", "user") or ""):
        draft.put("witness", user=user)
        draft.put_secret("witness", "password", _password(ask, draft))


def _server(ask: Asking, draft: Draft) -> dict[str, Any]:
    """The mail server: name, port, and how it is spoken to, which follows from both."""
    while True:
        host = ask.line("init.witness_host", draft.get("witness", "host", ""))
        port = ask.line("init.witness_port", str(draft.get("witness", "port", 587)))
        tls = _WITNESS_PORTS.get(port, "none" if host in LOOPBACK else "starttls")
        if port.isascii() and port.isdigit() and _fits(WitnessSettings, **_TRIAL, host=host, port=int(port), tls=tls):
            return {"host": host, "port": int(port), "tls": tls}
        ask.say("init.witness_wrong")


def _password(ask: Asking, draft: Draft) -> str:
    known = draft.get("witness", "password") or ""
    while True:
        if given := ask.secret("init.witness_password_kept" if known else "init.witness_password") or known:
            return given


def _home(ask: Asking, default: Path) -> Path:
    while True:
        home = Path(ask.line("init.home", str(default))).expanduser()
        place = next((folder for folder in (home, *home.parents) if folder.exists()), Path("/"))
        if home.is_absolute() and place.is_dir() and os.access(place, os.W_OK | os.X_OK):
            return home
        ask.say("init.home_wrong", home=str(home.absolute()))


def _own_zone(zones: set[str]) -> str | None:
    """The machine's own zone, as /etc/localtime names it (localtime(5)); UTC is a server's, and nobody's time."""
    place = Path("/etc/localtime").resolve().parts
    named = ("/".join(place[start:]) for start in (-3, -2))
    return next((zone for zone in named if zone in zones and not zone.startswith("Etc/")), None)


def _address(ask: Asking, key: str, default: str, *, besides: str = "", skip: bool = False) -> str:
    """An e-mail address that the witness's settings take, another one than `besides`; with `skip`, none at all will do."""
    while True:
        typed = ask.line(key, default)
        trial = {**_TRIAL, "trustees": [typed, besides or _TRIAL["sender"]], "sender": typed}
        if (skip and not typed) or _fits(WitnessSettings, **trial, host="localhost"):
            return typed
        ask.say("init.witness_address")


def _fits(model: type[BaseModel], **data: Any) -> bool:
    """Whether a section's model takes `data`."""
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True
