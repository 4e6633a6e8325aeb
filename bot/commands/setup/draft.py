"""What the administrator has answered so far, over what the settings say already. Nothing is written here."""

from __future__ import annotations

import copy
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import Settings
from config.sources import Environment, merged, read_secret_files, read_toml, variable

ASKED = (
    ("timezone",),
    *(("telegram", name) for name in ("token", "groups", "supervisors")),
    *(("slack", name) for name in ("bot_token", "app_token", "admin_user_token", "channels", "supervisors")),
    *(("code", name) for name in ("association", "data_lead_contact", "hosted_by", "text_en", "text_fr", "official")),
    *(("slack", name) for name in ("client_id", "client_secret")),
    ("pages", "url"),
    *(("witness", name) for name in ("trustees", "sender", "host", "port", "user", "password", "tls")),
)
"""Settings that `entrenous init` asks for. A variable of one of them would win over what is written."""


@dataclass(frozen=True, slots=True)
class Place:
    """A guarded conversation, for the test message. `send`: posts a line of ours there; the code of what went wrong."""

    name: str = field(repr=False)
    send: Callable[[Settings, str], Coroutine[None, None, str | None]]


@dataclass(slots=True)
class Draft:
    """`data`: the tables as they will stand in the file. `secrets`: those that were typed, by section and name.

    `present`: what holds now, from file and environment, with the secrets that lie in files of their own.
    """

    home: Path
    target: Path
    environ: Mapping[str, str] = field(repr=False)
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    present: dict[str, Any] = field(default_factory=dict, repr=False)
    secrets: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    places: list[Place] = field(default_factory=list)
    saved: bool = False

    @classmethod
    def over(cls, home: Path, target: Path, environ: Mapping[str, str]) -> Draft:
        """A draft that begins with the file `target`, where it exists. Raises `SettingsError`."""
        data = read_toml([target] if target.is_file() else [])
        present = merged(copy.deepcopy(data), Environment(Settings, environ)())
        read_secret_files(Settings, present, environ)
        return cls(home, target, environ, data, present)

    def get(self, section: str, name: str, default: Any = None) -> Any:
        """What a setting is now."""
        table = self.present.get(section)
        return table.get(name, default) if isinstance(table, dict) else default

    def put(self, section: str, **values: Any) -> None:
        """Set a section's settings; one that is None is taken out."""
        table = self.data.setdefault(section, {})
        for name, value in values.items():
            table.pop(name, None)
            if value is not None:
                table[name] = value

    def put_secret(self, section: str, name: str, value: str) -> None:
        """Set a secret, if it is another one than before."""
        if value != self.get(section, name):
            self.secrets[section, name] = value

    def drop(self, section: str) -> None:
        """A section that is no longer wanted."""
        self.data.pop(section, None)


def clashing(environ: Mapping[str, str]) -> list[str]:
    """Variables of the environment that would win over the file that is about to be written."""
    names = {variable(path) for path in ASKED}
    names |= {f"{name}_FILE" for name in names} | {variable(path[:1]) for path in ASKED}
    return sorted(name for name in environ if name.upper() in names and environ[name].strip())
