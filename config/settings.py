"""Every setting of the bot, typed and frozen. Nothing is read at import; `load_settings` reads when it is asked to.

A value is never shown in an error: each model hides its input, and `SettingsError` is written from field names alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adapters.files.settings import FilesSettings
from adapters.mail.settings import MailSettings
from adapters.slack.settings import SlackSettings
from adapters.sms.settings import SmsSettings
from adapters.speech.settings import SpeechSettings
from adapters.telegram.settings import TelegramSettings
from adapters.web.settings import PagesSettings, WebSettings
from adapters.whatsapp.settings import WhatsAppSettings
from adapters.witness.settings import WitnessSettings
from bot.domain.rounds import Round, typed_place
from config.problems import Problem, SettingsError
from config.sections import (
    CaseSettings,
    CodeSettings,
    ConsoleSettings,
    DisclosureSettings,
    Home,
    IntakeSettings,
    KeySettings,
    RedactionSettings,
    RoundSettings,
    distinct_rounds,
)
from config.sources import (
    DEFAULT_HOME,
    PREFIX,
    Environment,
    is_secret,
    leaves,
    merged,
    read_secret_files,
    read_toml,
    settings_files,
    variable,
)

OTHERS = ("CONFIG", "LOG", "ALL", "QUICK", "SHARED")
"""Variables of ours that are no settings: where the file is, how much is logged, and three for the tests."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("timezone", "an IANA zone is needed")
    return name


def _only_sqlite(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith("sqlite"):
        raise PydanticCustomError("database", "only SQLite is built yet")
    return url


class Settings(BaseSettings):
    """All settings. Built from what it is given only; see `load_settings` for the environment and the file.

    `database_url` is a secret because such an address may carry a password.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, env_prefix=PREFIX)

    home: Home = Path(DEFAULT_HOME)
    database_url: Annotated[SecretStr, AfterValidator(_only_sqlite)]
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    keys: KeySettings
    intake: IntakeSettings = IntakeSettings()
    cases: CaseSettings = CaseSettings()
    redaction: RedactionSettings = RedactionSettings()
    files: FilesSettings = FilesSettings()
    speech: SpeechSettings | None = None
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None
    whatsapp: WhatsAppSettings | None = None
    sms: SmsSettings | None = None
    web: WebSettings | None = None
    mail: MailSettings | None = None
    pages: PagesSettings | None = None
    console: ConsoleSettings = ConsoleSettings()
    witness: WitnessSettings | None = None
    code: CodeSettings | None = None
    disclosure: DisclosureSettings = DisclosureSettings()
    rounds: Annotated[tuple[RoundSettings, ...], AfterValidator(distinct_rounds)] = ()

    @model_validator(mode="before")
    @classmethod
    def _live_at_home(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The database and the key are in `home` unless they are said to be elsewhere."""
        home = Path(str(data.get("home", cls.model_fields["home"].default))).expanduser()
        url = f"sqlite:///{home / 'entrenous.db'}"
        keys = data.get("keys", {})
        if isinstance(keys, dict) and not keys.get("master_key"):
            keys = {"master_key_file": home / "master.key", **keys}
        return {"home": home, "database_url": url, **data, "keys": keys}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003, here and below: the names are pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what it is given: a process must not pick up half a configuration from around it."""
        return (init_settings,)


def load_settings(environ: Mapping[str, str], files: Sequence[Path] | None = None) -> Settings:
    """The settings from `environ` over the first of `files` (None: where `entrenous.toml` is looked for).

    Raises `SettingsError`, which lists all problems at once and shows no value.
    """
    found = settings_files(environ, Path.cwd()) if files is None else files
    data = merged(read_toml(found), Environment(Settings, environ)())
    problems = read_secret_files(Settings, data, environ)
    settings, refused = _validate(data)
    refused += _unguarded(settings) if settings else []
    if problems or refused or settings is None:
        raise SettingsError([*problems, *refused])
    return settings


def unknown_variables(environ: Mapping[str, str]) -> tuple[Problem, ...]:
    """`ENTRENOUS_*` variables that no setting has, each with the nearest one that exists.

    pydantic-settings ignores a misspelt top-level variable in silence, even where extras are forbidden.
    """
    known = set(_known_variables())
    strangers = [name for name in sorted(environ) if name.upper().startswith(PREFIX) and name.upper() not in known]
    return tuple(_unknown(name, known) for name in strangers)


def configured_channels(settings: Settings) -> Mapping[str, BaseModel]:
    """The channels' sections that are there, by name."""
    sections: dict[str, BaseModel | None] = {
        "telegram": settings.telegram,
        "slack": settings.slack,
        "whatsapp": settings.whatsapp,
        "sms": settings.sms,
        "mail": settings.mail,
        "web": settings.web,
    }
    return {name: section for name, section in sections.items() if section is not None}


def guarded_places(settings: Settings) -> frozenset[str]:
    """Every guarded group, as `[[rounds]]` names it."""
    telegram = [f"telegram:{group}" for group in settings.telegram.groups] if settings.telegram else []
    slack = [f"slack:{channel}" for channel in settings.slack.channels] if settings.slack else []
    return frozenset([*telegram, *slack])


def rounds_of(settings: Settings) -> Mapping[str, Round]:
    """The rounds, by name."""
    return {
        one.name: Round(one.name, one.titles, tuple(filter(None, map(typed_place, one.places))))
        for one in settings.rounds
    }


def _unguarded(settings: Settings) -> list[Problem]:
    """Groups of rounds that the bot does not guard: it would bring them what nobody there keeps."""
    guarded = guarded_places(settings)
    return [
        Problem("round_unguarded", variable(("rounds",)), {"round": str(nth), "place": str(number)})
        for nth, one in enumerate(settings.rounds, 1)
        for number, place in enumerate(one.places, 1)
        if place not in guarded
    ]


def _validate(data: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    try:
        return Settings(**data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
    return None, [_refusal(detail) for detail in details]


def _refusal(detail: ErrorDetails) -> Problem:
    """A problem in our words. pydantic's own message is not used: it may quote what was given."""
    path = tuple(str(part) for part in detail["loc"])
    setting = _declared(path)
    if detail["type"] == "missing":
        return Problem("missing", variable(path), {"key": _toml_key(path), "expected": f"setting.{'.'.join(setting)}"})
    if detail["type"] == "extra_forbidden":
        return _unknown(variable(path), set(_known_variables()))
    return Problem(
        "invalid", variable(setting), {"key": _toml_key(setting), "expected": f"setting.{'.'.join(setting)}"}
    )


def _declared(path: tuple[str, ...]) -> tuple[str, ...]:
    """The longest beginning of `path` that is a setting or a section: errors inside a list point further down."""
    names = {leaf[:depth] for leaf, _ in leaves(Settings) for depth in range(1, len(leaf) + 1)}
    return next((path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in names), path)


def _toml_key(path: Sequence[str]) -> str:
    *sections, name = path
    return f"[{'.'.join(sections)}] {name}" if sections else name


def _known_variables() -> Iterator[str]:
    yield from (PREFIX + name for name in OTHERS)
    for path, field in leaves(Settings):
        yield variable(path)
        yield from (variable(path[:depth]) for depth in range(1, len(path)))  # a whole section as JSON
        if is_secret(field):
            yield f"{variable(path)}_FILE"


def _unknown(name: str, known: set[str]) -> Problem:
    shown = name if name.replace("_", "").isalnum() and len(name) <= 80 else f"{PREFIX}…"
    near = _nearest(name.upper(), known)
    return Problem("unknown_near", shown, {"near": near}) if near else Problem("unknown", shown)


def _nearest(name: str, known: set[str]) -> str | None:
    """The known name that is meant, or the section that is, where only that is misspelt."""
    stems = [candidate.removeprefix(PREFIX) for candidate in sorted(known)]
    section, delimiter, _ = name.removeprefix(PREFIX).partition("__")
    for asked in (name.removeprefix(PREFIX), section):
        if (near := difflib.get_close_matches(asked, stems, n=1, cutoff=0.8)) and near[0] != section:
            return PREFIX + near[0] + ("__…" if asked == section and delimiter else "")
    return None
