"""Where settings come from: a mapping of environment variables over one TOML file, merged before anything is checked.

The environment is handed in, never read here, so that `entrenous check` and the tests look at what they mean to look at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

from config.problems import Problem, SettingsError

PREFIX = "ENTRENOUS_"
FILE_NAME = "entrenous.toml"
DEFAULT_HOME = "~/.local/share/entrenous"
TOKENS = "tokens"
"""The folder in the home folder in which `entrenous init` puts tokens and passwords, each in a file of its own."""
KEY_ITSELF = ("keys", "master_key")
"""The one secret whose file the bot makes and checks itself (`adapters.storage.keys`), so it is not read here."""

_PLACE = re.compile(r"line \d+, column \d+|end of document")


def settings_files(environ: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Where `entrenous.toml` may be, first match wins: `ENTRENOUS_CONFIG`, the working directory, the home.

    A file that `ENTRENOUS_CONFIG` names must exist; the other two need not. Raises `SettingsError`.
    """
    if named := environ.get(f"{PREFIX}CONFIG"):
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError([Problem("config_missing", f"{PREFIX}CONFIG")])
        return (path,)
    home = Path(environ.get(f"{PREFIX}HOME") or DEFAULT_HOME).expanduser()
    places = (folder / FILE_NAME, home / FILE_NAME)
    return tuple(path for path in places if path.is_file())[:1]


def read_toml(files: Sequence[Path]) -> dict[str, Any]:
    """The tables of the first file. Raises `SettingsError` with the place of a mistake, without its text."""
    for path in files:
        data, problem = _parse(path)
        if problem:
            raise SettingsError([problem])
        return data
    return {}


def _parse(path: Path) -> tuple[dict[str, Any], Problem | None]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), None
    except OSError as error:
        return {}, Problem("unreadable", slots={"file": path.name, "code": type(error).__name__})
    except UnicodeDecodeError:
        return {}, Problem("not_utf8", slots={"file": path.name})
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        return {}, Problem("toml", slots={"file": path.name, "place": place[0] if place else "?"})


class Environment(EnvSettingsSource):
    """pydantic-settings' own reader of nested variables, over a mapping of ours.

    What should be JSON and is not stays a string: validation then refuses it under its own name, where a decoding
    error would carry the value along.
    """

    def __init__(self, model: type[BaseSettings], environ: Mapping[str, str]) -> None:
        self._given = environ
        super().__init__(model, env_prefix=PREFIX, env_nested_delimiter="__")

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._given.items() if value.strip()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`below` with what `above` says instead, table by table."""
    both = {name: merged(below[name], above[name]) for name in above if _tables(below.get(name), above[name])}
    return {**below, **above, **both}


def _tables(*values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)


def section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model behind a field like `TelegramSettings | None`; None for a plain value."""
    return next((kind for kind in _kinds(field) if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def is_secret(field: FieldInfo) -> bool:
    """Whether a field holds a secret, so that `<FIELD>_FILE` may name a file with it instead."""
    return SecretStr in _kinds(field)


def _kinds(field: FieldInfo) -> tuple[Any, ...]:
    """`A | None` as (A, None): a list of models is one setting, a model that may be absent is a section."""
    union = get_origin(field.annotation) in (Union, UnionType)
    return get_args(field.annotation) if union else (field.annotation,)


def leaves(model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every setting as its path (`("telegram", "token")`) and its field, in the order in which they are declared."""
    for name, field in model.model_fields.items():
        if inner := section_of(field):
            yield from (((name, *path), leaf) for path, leaf in leaves(inner))
        else:
            yield (name,), field


def variable(path: Sequence[str]) -> str:
    """`("telegram", "token")` as `ENTRENOUS_TELEGRAM__TOKEN`."""
    return PREFIX + "__".join(path).upper()


def read_secret_files(model: type[BaseModel], data: dict[str, Any], environ: Mapping[str, str]) -> list[Problem]:
    """Replace `token_file` by `token` with the file's content, in `data`, for each secret field of `model`."""
    problems: list[Problem] = []
    for path, field in leaves(model):
        if is_secret(field) and path != KEY_ITSELF:
            problems += _read_secret_file(path, data, environ)
    return problems


def _read_secret_file(path: tuple[str, ...], data: dict[str, Any], environ: Mapping[str, str]) -> list[Problem]:
    *sections, name = path
    table = data
    for section in sections:
        table = table.get(section, {})
        if not isinstance(table, dict):
            return []
    # A top-level variable that is no field is not read by pydantic-settings, a nested one is.
    file = table.pop(f"{name}_file", None) or (None if sections else environ.get(f"{variable(path)}_FILE"))
    if file is None:
        return []
    if table.get(name) is not None:
        return [Problem("twice", variable(path))]
    return _put_secret(table, name, Path(str(file)).expanduser(), variable(path))


def _put_secret(table: dict[str, Any], name: str, file: Path, where: str) -> list[Problem]:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        return [Problem("secret_unreadable", f"{where}_FILE", {"code": type(error).__name__})]
    if not secret:
        return [Problem("secret_empty", f"{where}_FILE")]
    table[name] = secret
    return []
