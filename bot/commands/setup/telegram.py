"""Telegram, step by step: the token, the groups, what the bot may do in them, the supervisors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, TypeVar

from pydantic import SecretStr, ValidationError

from adapters.telegram import scouting
from adapters.telegram.client import Me, Refused, Unreachable
from adapters.telegram.meanings import Rights
from adapters.telegram.render import Text
from adapters.telegram.scouting import Sighting
from adapters.telegram.settings import PUBLIC_HOST, TelegramSettings
from bot.commands.setup.asking import Asking, printable
from bot.commands.setup.draft import Draft, Place
from bot.commands.setup.supervisors import supervise
from bot.domain.outgoing import Outcome
from config.settings import Settings

Result = TypeVar("Result")
NAME = "telegram"


def set_up(ask: Asking, draft: Draft) -> None:
    """All questions about Telegram."""
    ask.head("init.telegram_head")
    settings, me = _token(ask, draft)
    groups = _groups(ask, draft, settings, me)
    chosen = _rights(ask, settings, groups, me)
    supervisors = _supervisors(ask, draft, settings, chosen, me)
    draft.put(NAME, groups=list(chosen), supervisors=supervisors)
    draft.put_secret(NAME, "token", settings.token.get_secret_value())
    draft.places += [Place(name, partial(_send, group)) for group, name in chosen.items()]


def _settings(draft: Draft, token: str) -> TelegramSettings:
    """Enough settings to speak to Telegram. Raises `ValidationError` for what cannot be a token."""
    return TelegramSettings(token=SecretStr(token), base_url=draft.get(NAME, "base_url", PUBLIC_HOST))


def _token(ask: Asking, draft: Draft) -> tuple[TelegramSettings, Me]:
    """A token that Telegram takes, and who the bot is."""
    known = draft.get(NAME, "token") or ""
    ask.say("init.telegram_token_how")
    while True:
        given = (
            ask.secret("init.token_kept" if known else "init.token", name=ask.said("init.telegram_token_name")) or known
        )
        try:
            settings = _settings(draft, given)
            me = asyncio.run(_identify(settings))
        except ValidationError:
            ask.say("init.telegram_token_shape")
        except Refused:
            known = ""
            ask.say("init.telegram_token_refused")
        except Unreachable as error:
            known = given
            ask.say("init.unreachable", platform="Telegram", code=error.code)
        else:
            ask.say("init.telegram_is", bot=me.username)
            return settings, me


def _groups(ask: Asking, draft: Draft, settings: TelegramSettings, me: Me) -> dict[int, str]:
    """The groups to guard, with their titles."""
    known = list(draft.get(NAME, "groups", ()))
    ask.tell("init.telegram_groups_how", bot=me.username)
    ask.enter()
    while True:
        sighting = _patiently(ask, partial(_look, settings, known))
        found = {group.id: printable(group.name) for group in sighting.groups.values()}
        if sighting.full:
            ask.say("init.telegram_full")
        if not found:
            ask.say("init.telegram_none_seen", bot=me.username)
            if ask.again():
                continue
            return {}
        default = [group for group in (sighting.moved.get(old, old) for old in known) if group in found]
        picked = ask.pick("init.telegram_groups", found, default or list(found))
        if picked is not None:
            return {group: found[group] for group in picked}


def _rights(ask: Asking, settings: TelegramSettings, groups: dict[int, str], me: Me) -> dict[int, str]:
    """Look at what the bot may do in each group until nothing is missing; the groups, under the ids that they have now."""
    while groups:
        found = _patiently(ask, partial(_survey, settings, groups))
        groups = {group: name for group, (name, _) in found.items()}
        for name, rights in found.values():
            ask.say(f"init.telegram_{rights.code}", group=name, bot=me.username)
        fine = all(rights.deletes and rights.reads for _, rights in found.values())
        if fine and not me.sees_all:
            ask.tell("init.telegram_privacy", bot=me.username)
        if fine or not ask.again():
            break
    return groups


def _supervisors(ask: Asking, draft: Draft, settings: TelegramSettings, groups: dict[int, str], me: Me) -> list[int]:
    known = list(draft.get(NAME, "supervisors", ()))

    def people() -> dict[int, str]:
        seen = _patiently(ask, partial(_look, settings, list(groups), known)).people
        return {person.id: printable(person.name) for person in seen.values()}

    ask.tell("init.telegram_supervisors_how", bot=me.username)
    picked, names = supervise(ask, people, known)
    while picked:
        missing = _patiently(ask, partial(_unreached, settings, picked))
        if not missing:
            break
        ask.say("init.telegram_no_start", people=", ".join(names[one] for one in missing), bot=me.username)
        if not ask.again():
            break
    return picked


def _patiently(ask: Asking, question: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Telegram's answer; where it cannot be had, the administrator decides when to try again.

    Each question has a connection of its own: none grows old while somebody thinks.
    """
    while True:
        try:
            return asyncio.run(question())
        except Unreachable as error:
            key = "init.telegram_busy" if error.code == "conflict" else "init.unreachable"
            ask.say(key, platform="Telegram", code=error.code)
            ask.enter()


async def _identify(settings: TelegramSettings) -> Me:
    async with scouting.connected(settings) as client:
        assert client.me is not None, "it has just connected"
        return client.me


async def _look(settings: TelegramSettings, groups: Sequence[int], people: Sequence[int] = ()) -> Sighting:
    async with scouting.connected(settings) as client:
        return await scouting.look(client, groups, people)


async def _survey(settings: TelegramSettings, groups: dict[int, str]) -> dict[int, tuple[str, Rights]]:
    async with scouting.connected(settings) as client:
        found = {group: (name, await client.rights(group)) for group, name in groups.items()}
        return {client.moved.get(group, group): said for group, said in found.items()}


async def _unreached(settings: TelegramSettings, people: list[int]) -> list[int]:
    async with scouting.connected(settings) as client:
        return [person for person in people if not await client.reaches(person)]


async def _send(group: int, settings: Settings, text: str) -> str | None:
    assert settings.telegram is not None, "it was set up a moment ago"
    try:
        async with scouting.connected(settings.telegram) as client:
            effect = await client.send(Text(group, text))
    except Unreachable as error:
        return error.code
    return None if effect.outcome is Outcome.DONE else effect.code or str(effect.outcome)
