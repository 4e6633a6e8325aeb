"""What `entrenous check` says: what is missing, misspelt or unsafe, in plain words, and never a secret.

Looks at the settings, at this machine and, where there is a database already, at the list of people. Whether a platform
accepts the tokens shows when the channel starts.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from adapters.files.available import missing
from adapters.slack.settings import SlackSettings
from adapters.speech.available import missing as weights_missing
from adapters.storage.key_files import KeyFileError
from bot.domain.grounds import too_few
from bot.domain.roster import Role
from bot.findings import Finding, Level
from config.grounds import BadGrounds, load_grounds
from config.problems import SettingsError
from config.settings import Settings, configured_channels, load_settings, unknown_variables
from config.sources import PREFIX, is_secret, leaves, read_toml, settings_files, variable
from redaction.tagger import Tagger, TaggerBroken

SUPPORTED = ((3, 11), (3, 13))
CONVERSATIONS = {"telegram": "groups", "slack": "channels", "web": "people"}
"""The setting of each channel that names whom it guards."""
_ENOUGH_SUPERVISORS = 2
"""One may be asleep."""
_NEEDED = (Role.DATA_LEAD, Role.ADMINISTRATOR)
"""Roles that somebody of the list must hold: whom the notices send people to, and who keeps the list."""
_ENOUGH_DISK = 1000 * 1000 * 1000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people there are.

    `listed`: on the list, leavers apart. `supervisors`: whom each channel tells, those of the settings among them.
    `held`: the roles of each person who has joined.
    """

    listed: int
    supervisors: Mapping[str, int]
    held: Sequence[frozenset[Role]]


Counting = Callable[[Settings], Counted | None]
"""None where there is no database yet. Raises `KeyFileError`, and SQLAlchemy's errors for one that cannot be read."""


def check(
    environ: Mapping[str, str],
    folder: Path,
    version: tuple[int, ...] = tuple(sys.version_info[:3]),
    *,
    people: Counting = lambda _: None,
) -> tuple[Finding, ...]:
    """All findings for a bot that would start in `folder` with `environ`, in the order in which to read them."""
    return (*_python(version), *_variables(environ), *_configuration(environ, folder, people))


def _python(version: tuple[int, ...]) -> Iterator[Finding]:
    fine = SUPPORTED[0] <= version[:2] <= SUPPORTED[1]
    slots = {"version": ".".join(str(part) for part in version)}
    yield Finding(Level.OK, "python", slots) if fine else Finding(Level.ERROR, "python_wrong", slots)


def _variables(environ: Mapping[str, str]) -> Iterator[Finding]:
    for problem in unknown_variables(environ):
        yield Finding(Level.ERROR, problem.code, problem=problem)
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and not environ[name].strip():
            yield Finding(Level.WARNING, "empty", {"variable": name})


def _configuration(environ: Mapping[str, str], folder: Path, people: Counting) -> Iterator[Finding]:
    try:
        files = settings_files(environ, folder)
        yield from _files(files)
        settings = load_settings(environ, files)
    except SettingsError as error:
        already = unknown_variables(environ)
        for problem in error.problems:
            if problem not in already:
                yield Finding(Level.ERROR, problem.code, problem=problem)
        return
    yield from _settings(settings, people)


def _files(files: Sequence[Path]) -> Iterator[Finding]:
    for path in files:
        yield Finding(Level.OK, "file", {"file": str(path)})
        if _others_can_read(path) and _holds_a_secret(read_toml([path])):
            yield Finding(Level.ERROR, "file_shared", {"file": str(path)})
    if not files:
        yield Finding(Level.OK, "no_file")


def _holds_a_secret(data: Mapping[str, object]) -> bool:
    return any(_at(data, path) for path, leaf in leaves(Settings) if is_secret(leaf))


def _at(data: object, path: Sequence[str]) -> object:
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _settings(settings: Settings, people: Counting) -> Iterator[Finding]:
    """What there is to say about settings that could be read, and about this machine."""
    yield from _home(settings.home)
    yield from _master_key(settings)
    if settings.witness is None:
        yield Finding(Level.WARNING, "witness_none")
    if settings.code is None:
        yield Finding(Level.OK, "code_none")  # it guards all the same
    yield from _models(settings.redaction.models)
    yield _files_read(settings)
    yield _voice_notes(settings)
    try:
        counted = people(settings)
    except (KeyFileError, SQLAlchemyError) as error:
        counted = None
        yield Finding(Level.WARNING, "people_unread", {"code": type(error).__name__})
    yield from _channels(settings, counted)
    yield from _rounds(settings)
    if counted is not None:
        yield from _roles(counted)
    yield from _grounds(settings, counted)


def _roles(counted: Counted) -> Iterator[Finding]:
    if not counted.listed:
        yield Finding(Level.OK, "people_none")
        return
    yield Finding(Level.OK, "people", {"count": counted.listed})
    for role in _NEEDED:
        if not any(role in roles for roles in counted.held):
            yield Finding(Level.WARNING, f"people_no_{role}", {"role": role.value})


def _grounds(settings: Settings, counted: Counted | None) -> Iterator[Finding]:
    """Whether the grounds can be used, and whether there are enough people for their rules, whoever of them asks."""
    try:
        grounds = load_grounds(settings.disclosure.grounds)
    except BadGrounds as error:
        yield Finding(Level.ERROR, "grounds_bad", {"problem": str(error)})
        return
    yield Finding(Level.OK, "grounds", {"count": len(grounds.of), "version": grounds.version})
    for short in too_few(grounds.of.values(), counted.held) if counted and counted.held else ():
        slots: dict[str, str | int] = {"ground": short.ground_id, "needed": short.needed, "there": short.there}
        yield Finding(Level.WARNING, f"grounds_no_{short.what}", slots)


def _home(home: Path) -> Iterator[Finding]:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        yield Finding(Level.ERROR, "home_unwritable", {"home": str(home)})
        return
    yield Finding(Level.OK, "home", {"home": str(home)})
    if place == home and _others_can_read(home):
        yield Finding(Level.WARNING, "home_shared", {"home": str(home)})
    if (free := shutil.disk_usage(place).free) < _ENOUGH_DISK:
        yield Finding(Level.WARNING, "disk_low", {"megabytes": free // 1_000_000, "home": str(home)})


def _master_key(settings: Settings) -> Iterator[Finding]:
    path = settings.keys.master_key_file
    if path is None:
        yield Finding(Level.OK, "key_given")
        return
    slots = {"file": str(path)}
    if not path.exists():
        yield Finding(Level.OK, "key_later", slots)
    elif path.stat().st_uid not in (os.geteuid(), 0):
        yield Finding(Level.ERROR, "key_foreign", slots)
    elif _others_can_read(path):
        yield Finding(Level.ERROR, "key_shared", slots)
    else:
        yield Finding(Level.OK, "key_file", slots)
        if settings.keys.vault_address and not path.read_bytes().startswith(b"vault:"):
            yield Finding(Level.WARNING, "key_unwrapped", slots)
    if path.with_name(f"{path.name}.next").exists():
        yield Finding(Level.WARNING, "key_changing", slots)


def _others_can_read(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _models(names: Iterable[str]) -> Iterator[Finding]:
    """The tagger that ships, and the spaCy models that the settings name beside it."""
    try:
        Tagger()
    except TaggerBroken:
        yield Finding(Level.ERROR, "tagger_broken")
    else:
        yield Finding(Level.OK, "tagger")
    for name in names:
        found = name.isidentifier() and importlib.util.find_spec(name) is not None
        yield (
            Finding(Level.OK, "model", {"model": name})
            if found
            else Finding(Level.ERROR, "model_missing", {"model": name})
        )


def _files_read(settings: Settings) -> Finding:
    """Whether pictures and documents are looked into. Where they are not, they go back to their authors: it guards all the same."""
    if not settings.files.read:
        return Finding(Level.OK, "files_off")
    lacking = missing()
    level = Level.WARNING if lacking == "languages" else Level.OK
    return Finding(level, f"files_{lacking or 'read'}")


def _voice_notes(settings: Settings) -> Finding:
    """Whether voice notes are listened to for their authors; where they are not, they go back as they are."""
    if settings.speech is None:
        return Finding(Level.OK, "speech_off")
    lacking = weights_missing(settings.speech.model)
    return Finding(Level.WARNING if lacking else Level.OK, f"speech_{lacking or 'heard'}")


def _channels(settings: Settings, counted: Counted | None) -> Iterator[Finding]:
    channels = configured_channels(settings)
    if not channels:
        yield Finding(Level.ERROR, "no_channel")
    yield from _mail(settings)
    for name, section in channels.items():
        if name in CONVERSATIONS:
            yield from _guarded(name, len(getattr(section, CONVERSATIONS[name])))
        elif name != "mail":
            yield _reachable(name, settings)
        if hasattr(section, "supervisors"):
            count = counted.supervisors[name] if counted else len(section.supervisors)
            if count < _ENOUGH_SUPERVISORS:
                yield _few_supervisors(name, count)
    yield from _lacking(settings)


def _lacking(settings: Settings) -> Iterator[Finding]:
    """What a channel can do without, and does worse."""
    if settings.whatsapp and not settings.whatsapp.template:
        yield Finding(Level.WARNING, "whatsapp_no_template")
    if settings.slack:
        yield from _slack(settings, settings.slack)


def _slack(settings: Settings, slack: SlackSettings) -> Iterator[Finding]:
    if not slack.app_token:
        yield Finding(Level.ERROR, "slack_no_socket")
    if not slack.admin_user_token:
        yield Finding(Level.WARNING, "slack_no_admin")
    if slack.client_id or slack.client_secret:
        yield _in_place(settings, slack)


def _mail(settings: Settings) -> Iterator[Finding]:
    """People write there for a round: without one, each mail would go back."""
    mail, there = settings.mail, {one.name for one in settings.rounds}
    if mail is None:
        return
    if not there:
        yield Finding(Level.ERROR, "mail_no_round", {"variable": variable(("rounds",))})
        return
    yield Finding(Level.OK, "mail", {"count": len(mail.rounds), "mode": mail.mode})
    for name in sorted(set(mail.rounds.values()) - there):
        yield Finding(Level.ERROR, "mail_unknown_round", {"round": name, "variable": variable(("mail", "rounds"))})


def _reachable(name: str, settings: Settings) -> Finding:
    """Whether the platform, which speaks to us over HTTP, can reach us."""
    if settings.pages is None:
        return Finding(Level.ERROR, "hook_no_pages", {"channel": name})
    return Finding(Level.OK, "hook", {"channel": name, "address": f"{settings.pages.url.rstrip('/')}/hooks/{name}"})


def _in_place(settings: Settings, slack: SlackSettings) -> Finding:
    """Whether members can let the bot correct their messages in place. Slack sends nobody back but to https."""
    if not slack.asks_authors:
        return Finding(Level.WARNING, "slack_half_client")
    if settings.pages is None or not settings.pages.url.startswith("https://"):
        return Finding(Level.WARNING, "slack_client_pages")
    return Finding(Level.OK, "slack_client", {"back_to": f"{settings.pages.url.rstrip('/')}/permit"})


def _few_supervisors(name: str, count: int) -> Finding:
    slots = {"channel": name, "count": str(count), "variable": variable((name, "supervisors"))}
    return Finding(Level.WARNING, "supervisors_few", slots)


def _rounds(settings: Settings) -> Iterator[Finding]:
    """That their groups are guarded, the settings see to themselves."""
    if settings.rounds:
        yield Finding(Level.OK, "rounds", {"count": len(settings.rounds)})


def _guarded(name: str, count: int) -> Iterator[Finding]:
    if count:
        yield Finding(Level.OK, "channel", {"channel": name, "count": count})
    else:
        yield Finding(
            Level.ERROR, "channel_empty", {"channel": name, "variable": variable((name, CONVERSATIONS[name]))}
        )
