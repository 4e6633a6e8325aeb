"""Slack, step by step: the app and its tokens, the channels, what is missing, the supervisors."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

import config
from adapters.slack import scouting
from adapters.slack.client import As, SlackFault
from adapters.slack.faults import REFUSED
from adapters.slack.rights import survey
from adapters.slack.settings import PUBLIC_HOST, SlackSettings
from bot.commands.setup.asking import Asking, printable
from bot.commands.setup.draft import Draft, Place
from bot.commands.setup.supervisors import supervise
from config.settings import Settings
from redaction import Lang

Result = TypeVar("Result")
NAME = "slack"
TOKENS = {"bot_token": As.BOT, "app_token": As.APP, "admin_user_token": As.ADMIN}
MANIFESTS: dict[Lang, Path] = {
    "en": Path(config.__file__).parent / "slack-manifest.yaml",
    "fr": Path(config.__file__).parent / "slack-manifest.fr.yaml",
}


def set_up(ask: Asking, draft: Draft) -> None:
    """All questions about Slack."""
    ask.head("init.slack_head")
    if not draft.get(NAME, "bot_token"):
        _app(ask)
    tokens: dict[str, str] = {}
    for name in TOKENS:
        if given := _token(ask, draft, name, tokens):
            tokens[name] = given
    settings = _settings(draft, tokens)
    _mend(ask, settings, {})
    channels = _channels(ask, draft, settings)
    _mend(ask, settings, channels)
    supervisors = _supervisors(ask, draft, settings)
    draft.put(NAME, channels=list(channels), supervisors=supervisors)
    for name, value in tokens.items():
        draft.put_secret(NAME, name, value)
    draft.places += [Place(name, partial(_send, channel)) for channel, name in channels.items()]
    ask.tell("init.slack_retention")


def ask_authors(ask: Asking, draft: Draft) -> None:
    """Whether members may let the bot correct their messages in place: the app's own id and secret, and where to click.

    After the pages, to which Slack sends people back, and only where these are at an https address.
    """
    url = str(draft.data.get("pages", {}).get("url", ""))
    if NAME not in draft.data or not url.startswith("https://"):
        return
    known = draft.get(NAME, "client_id") or ""
    ask.head("init.slack_client_head")
    if not ask.yes("init.slack_client_wanted", default=bool(known)):
        return
    ask.tell("init.slack_client_how", back_to=f"{url.rstrip('/')}/permit")
    while not _is_client(client := ask.line("init.slack_client_id", known)):
        ask.say("init.slack_client_id_wrong")
    draft.put(NAME, client_id=client)
    draft.put_secret(NAME, "client_secret", _client_secret(ask, draft.get(NAME, "client_secret") or ""))


def _client_secret(ask: Asking, known: str) -> str:
    shown = "init.token_kept" if known else "init.token"
    while True:
        if given := ask.secret(shown, name=ask.said("init.slack_client_secret_name")) or known:
            return given


def _is_client(typed: str) -> bool:
    return re.fullmatch(r"\d+\.\d+", typed) is not None


def _settings(draft: Draft, tokens: dict[str, str]) -> SlackSettings:
    """Enough settings to speak to Slack. Raises `ValidationError` for what cannot be one of the tokens."""
    return SlackSettings.model_validate({**tokens, "base_url": draft.get(NAME, "base_url", PUBLIC_HOST)})


def _app(ask: Asking) -> None:
    """How the app is made; the manifest can be shown, since a server's files are not at hand in a browser."""
    manifest = MANIFESTS[ask.lang]
    ask.say("init.slack_app_how", manifest=str(manifest))
    if ask.yes("init.slack_show_manifest"):
        typer.echo(f"\n{manifest.read_text(encoding='utf-8')}")


def _token(ask: Asking, draft: Draft, name: str, before: dict[str, str]) -> str:
    """One of the tokens, tried at once. The admin's may be left out: then it is the empty string."""
    known = draft.get(NAME, name) or ""
    optional = name == "admin_user_token" and not known
    ask.tell(f"init.slack_{name}_how")
    while True:
        shown = "init.token_kept" if known else "init.token_none" if optional else "init.token"
        given = ask.secret(shown, name=ask.said(f"init.slack_{name}_name")) or known
        if not given and optional:
            ask.say("init.slack_no_admin")
            return ""
        try:
            who = asyncio.run(_identify(_settings(draft, {**before, name: given}), TOKENS[name]))
        except ValidationError:
            ask.say(f"init.slack_{name}_shape")
        except SlackFault as fault:
            refused = fault.code in REFUSED
            known = "" if refused else given
            ask.say("init.slack_token_refused" if refused else "init.unreachable", platform="Slack", code=fault.code)
        else:
            ask.say("init.slack_token_fine", who=who)
            return given


def _mend(ask: Asking, settings: SlackSettings, channels: dict[str, str]) -> None:
    """Tell what the workspace has not given, and where to click, until it has or the administrator goes on without."""
    while troubles := _patiently(ask, partial(_survey, settings, list(channels))):
        for kind, found in groupby(sorted(troubles), key=_kind):
            _tell(ask, kind, list(found), channels)
        if not ask.again():
            return
    if channels:
        ask.say("init.slack_rights_fine", channels=", ".join(channels.values()))


def _kind(trouble: str) -> str:
    """`no_scope` of `no_scope.im_write`, `bot_not_in_channel` of `bot_not_in_channel:C0123`."""
    return re.split("[.:]", trouble, maxsplit=1)[0]


def _tell(ask: Asking, kind: str, troubles: Iterable[str], channels: dict[str, str]) -> None:
    details = [trouble.removeprefix(kind)[1:] for trouble in troubles]
    if kind.endswith("_channel"):
        shown = [channels.get(channel, channel) for channel in details]
    else:
        shown = [detail.replace("_", ":", 1) if kind.endswith("_scope") else detail for detail in details]
    ask.say(f"init.slack_{kind}", what=", ".join(shown))


def _channels(ask: Asking, draft: Draft, settings: SlackSettings) -> dict[str, str]:
    """The channels to guard, with their names."""
    known: Sequence[str] = draft.get(NAME, "channels", ())
    ask.tell("init.slack_channels_how")
    ask.enter()
    while True:
        found = {channel.id: channel for channel in _patiently(ask, partial(_all_channels, settings))}
        if not found:
            ask.say("init.slack_none_seen")
            if ask.again():
                continue
            return {}
        names = {one.id: printable(one.name) for one in found.values()}
        inside = [one.id for one in found.values() if one.inside]
        picked = ask.pick("init.slack_channels", names, [one for one in known if one in found] or inside)
        if picked is not None:
            return {channel: names[channel] for channel in picked}


def _supervisors(ask: Asking, draft: Draft, settings: SlackSettings) -> list[str]:
    def people() -> dict[str, str]:
        return {one.id: printable(one.name) for one in _patiently(ask, partial(_members, settings))}

    ask.tell("init.slack_supervisors_how")
    return supervise(ask, people, draft.get(NAME, "supervisors", ()))[0]


def _patiently(ask: Asking, question: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Slack's answer; where it cannot be had, the administrator decides when to try again."""
    while True:
        try:
            return asyncio.run(question())
        except SlackFault as fault:
            key = "init.slack_missing_scope" if fault.code == "missing_scope" else "init.unreachable"
            ask.say(key, platform="Slack", code=fault.code)
            ask.enter()


async def _identify(settings: SlackSettings, who: As) -> str:
    """The account and the workspace behind a token; an app-level token has neither, and is tried by opening a socket."""
    async with scouting.connected(settings) as client:
        if who is As.APP:
            await scouting.opens_sockets(client)
            return "Socket Mode"
        found, _ = await client.identify(who)
        return printable(f"{found.get('user', '')}, {found.get('team', '')}")


async def _survey(settings: SlackSettings, channels: list[str]) -> tuple[str, ...]:
    async with scouting.connected(settings) as client:
        _, scopes = await client.identify()
        return (await survey(client, channels, scopes)).troubles


async def _all_channels(settings: SlackSettings) -> list[scouting.Found]:
    async with scouting.connected(settings) as client:
        return await scouting.channels(client)


async def _members(settings: SlackSettings) -> list[scouting.Found]:
    async with scouting.connected(settings) as client:
        return await scouting.members(client)


async def _send(channel: str, settings: Settings, text: str) -> str | None:
    assert settings.slack is not None, "it was set up a moment ago"
    try:
        async with scouting.connected(settings.slack) as client:
            await scouting.say(client, channel, text)
    except SlackFault as fault:
        return fault.code
    return None
