"""What comes in: Bolt's listeners, each of which stores before Slack is told that it arrived."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.slack import parse
from adapters.slack.client import SlackClient, SlackFault, sdk_logger
from adapters.slack.effects import Effects
from adapters.slack.files import own_files
from adapters.slack.home import TAB, Home
from adapters.slack.interacting import Interacting
from adapters.slack.modals import Acknowledgement
from adapters.slack.people import People
from adapters.slack.places import Places
from bot.domain.messages import Inbound, PersonRef
from bot.ports.channel import Intake
from bot.ports.wording import Wording

MOVES = frozenset({"member_joined_channel", "member_left_channel"})
"""Events after which somebody may post elsewhere than before."""


class Incoming:
    """Hands what Slack sends to the core, once `parse` has understood it."""

    def __init__(
        self,
        intake: Intake,
        client: SlackClient,
        people: People,
        places: Places,
        effects: Effects,
        wording: Wording,
        scope: parse.Scope,
    ) -> None:
        self._intake = intake
        self._client = client
        self._people = people
        self._places = places
        self._effects = effects
        self._scope = scope
        self._interacting = Interacting(intake, client, people, places, effects, wording, scope, self._later)
        self._home = Home(intake, client, people, wording, effects.link)
        self._busy: set[asyncio.Task[Any]] = set()
        self._leaving = False

    async def finish(self, within: float) -> None:
        """Take nothing more, and let what is being stored end. What is not stored is not acknowledged."""
        self._leaving = True
        if self._busy:
            await asyncio.wait(self._busy, timeout=within)

    async def take_old(self, raw: Mapping[str, Any], channel: str) -> None:
        """A message that was read back."""
        await self._take(raw, lambda: parse.message(raw, channel, self._scope), channel)

    def app(self, team: str) -> AsyncApp:
        """Bolt, with the listener before the acknowledgement: what could not be stored is sent again.

        `authorize` spares the call that Bolt would make first, and whose failure it would acknowledge as handled. Bolt
        gets no token: it answers nothing by itself.
        """

        async def authorize(**_: Any) -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=team, bot_user_id=self._scope.me.user)

        app = AsyncApp(
            name="entrenous", logger=sdk_logger(), client=self._client.nobody(), authorize=authorize,
            process_before_response=True, raise_error_for_unhandled_request=True, ignoring_self_events_enabled=False,
            request_verification_enabled=False, ssl_check_enabled=False, url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )  # fmt: skip
        anything = re.compile(".*")
        app.error(self._on_error)
        app.action(anything)(self._listener(self._interacting.on_press))
        app.command(anything)(self._listener(self._interacting.on_command))
        app.shortcut(anything)(self._listener(self._interacting.on_shortcut))
        app.view_submission(anything)(self._listener(self._interacting.on_submit))
        app.view_closed(anything)(self._listener(self._interacting.on_closed))
        app.event("app_home_opened")(self._listener(self._on_home))
        app.event("user_change")(self._listener(self._on_user_change))
        app.event("message")(self._listener(self._on_event))
        app.event(anything)(self._listener(self._on_event))
        return app

    def _listener(
        self, handle: Callable[[dict[str, Any]], Awaitable[Acknowledgement | None]]
    ) -> Callable[..., Awaitable[None]]:
        async def listener(body: dict[str, Any], ack: Callable[..., Awaitable[Any]]) -> None:
            if self._leaving:
                raise SlackFault("listener", "leaving")
            task = asyncio.current_task()
            assert task is not None
            self._busy.add(task)
            try:
                await ack(**(await handle(body) or {}))
            finally:
                self._busy.discard(task)

        return listener

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with something after its acknowledgement; `finish` waits for it too."""
        task = asyncio.create_task(self._watched(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001, a task of its own has nobody else to tell
            _log().error("slack.not_finished", kind=type(error).__name__)

    async def _on_event(self, body: dict[str, Any]) -> Acknowledgement | None:
        inner = body["event"]
        if inner.get("type") in MOVES:
            self._places.forget(str(inner.get("user")))
        raw = inner["message"] if isinstance(inner.get("message"), dict) else inner
        await self._take(raw, lambda: parse.event(body, self._scope), str(inner.get("channel") or ""))
        return None

    async def _take(
        self, raw: Mapping[str, Any], read: Callable[[], tuple[parse.Understood, ...]], channel: str
    ) -> None:
        for understood in self._read(raw, read, channel):
            match understood:
                case Inbound():
                    self._remember(raw, channel)
                    await self._intake.receive(await self._people.named(understood))
                case parse.Private():
                    await self._interacting.heard(understood)
                case parse.Arrived(person=person):
                    self._later(self._greeted(person))
                case parse.Revoked(accounts=accounts):
                    await self._intake.revoked(parse.NAME, accounts)
                case parse.Ignored():
                    _log().debug("slack.ignored", kind=understood.name)

    async def _greeted(self, who: PersonRef) -> None:
        await self._intake.arrived(who, (await self._people.get(who.account)).lang)

    def _read(
        self, raw: Mapping[str, Any], read: Callable[[], tuple[parse.Understood, ...]], channel: str
    ) -> tuple[parse.Understood, ...]:
        """What is not shaped as documented is journalled by that name: sending it again would not mend it."""
        try:
            return read()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            ts = parse.stamp(raw)
            _log().error("slack.not_understood", ts=ts, kind=type(error).__name__)
            return (parse.unknown("not_understood", f"{channel}:{ts}:not_understood", channel),)

    def _remember(self, raw: Mapping[str, Any], channel: str) -> None:
        """For the day when the message must be removed, or its redacted version posted."""
        broadcast = raw.get("subtype") == "thread_broadcast"
        self._effects.remember(channel, str(raw.get("ts")), own_files(raw), broadcast=broadcast)

    async def _on_home(self, body: dict[str, Any]) -> Acknowledgement | None:
        """Of the two tabs only Home has something to be filled."""
        if body["event"].get("tab") == TAB:
            await self._home.show(PersonRef(parse.NAME, str(body["event"]["user"])))
        return None

    async def _on_user_change(self, body: dict[str, Any]) -> Acknowledgement | None:
        self._people.forget(str(body["event"]["user"]["id"]))
        return None

    async def _on_error(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Not acknowledged, so that Slack sends it again; what Bolt has no place for is journalled by name."""
        if isinstance(error, BoltUnhandledRequestError):
            await self._interacting.journal_unknown(body)
            return BoltResponse(status=200)
        _log().error("slack.not_stored", kind=type(error).__name__)
        return BoltResponse(status=500)


def _log() -> Any:
    return structlog.get_logger("adapters.slack")
