"""The stage on the stand-in Slack."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence

import httpx

from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET
from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.slack.workspace import Seen
from tests.scenarios.stage import ARCHIVE

BOT = "Entre Nous"
_PERMIT = re.compile(r"<(http[^>\s]+/permit/[^>\s]+)>")
_POST = re.compile(r"\*(?P<who>[^*\n]+)\*(?P<marks>[^\n]*)\n(?P<body>.*)", re.DOTALL)


class SlackPlatform:
    """`tests.scenarios.stage.Platform`."""

    name = "slack"
    context: Context

    def __init__(self, server: SlackServer, scenarios: int) -> None:
        self.server = server
        self._boss = server.add_user("Margaret")
        self._channels = [server.add_channel(f"listeners-{n}", self._boss) for n in range(scenarios)]
        server.give_admin_token()

    def settings(self) -> Mapping[str, str]:
        return {
            "ENTRENOUS_SLACK__BASE_URL": self.server.base_url,
            "ENTRENOUS_SLACK__BOT_TOKEN": BOT_TOKEN,
            "ENTRENOUS_SLACK__APP_TOKEN": APP_TOKEN,
            "ENTRENOUS_SLACK__ADMIN_USER_TOKEN": ADMIN_TOKEN,
            "ENTRENOUS_SLACK__CLIENT_ID": CLIENT_ID,
            "ENTRENOUS_SLACK__CLIENT_SECRET": CLIENT_SECRET,
            "ENTRENOUS_SLACK__CHANNELS": json.dumps(self._channels),
            "ENTRENOUS_SLACK__SUPERVISORS": json.dumps([self._boss]),
        }

    def stage(self, number: int, people: Mapping[str, str]) -> SlackStage:
        channel = self._channels[number]
        known = {name: self._enters(channel, name, note) for name, note in people.items()}
        return SlackStage(self.server, channel, known | {"Margaret": self._boss}, self._boss)

    def _enters(self, channel: str, name: str, note: str) -> str:
        user = self.server.add_user(name, locale="fr-FR" if note == "fr" else "en-GB")
        if note != "stranger":
            self.server.world.channels[channel].members[user] = None
        return user


class SlackStage:
    """`tests.scenarios.stage.Stage`. Whoever answers on Slack does so in a thread."""

    def __init__(self, server: SlackServer, channel: str, people: Mapping[str, str], reader: str) -> None:
        self._server, self._channel, self._people, self._reader = server, channel, people, reader
        self._browsing: asyncio.Future[None] | None = None

    def says(self, who: str, text: str) -> None:
        self._server.say(self._people[who], self._channel, text)

    def tells_bot(self, who: str, text: str) -> None:
        user = self._people[who]
        form = self._server.form(user)
        if form is not None and "text" in form.fields:
            self._server.fill(user, "text", text)
            self._server.submit(user)
        else:
            self._server.write_to_bot(user, text)

    def answers(self, who: str, quote: str, text: str) -> None:
        found = self._find(quote)
        self._server.say(self._people[who], self._channel, text, thread=found.thread or found.ts)

    def edits(self, who: str, quote: str, text: str) -> None:
        self._server.edit(self._people[who], self._channel, self._find(quote).ts, text)

    def deletes(self, who: str, quote: str) -> None:
        self._server.delete(self._people[who], self._channel, self._find(quote).ts)

    def sends(self, who: str, what: str) -> None:
        kinds = {"picture": "image/png", "voice note": "audio/mp4", "archive": "application/zip"}
        self._server.upload(self._people[who], self._channel, "invented", kinds.get(what, "application/pdf"),
                            content=ARCHIVE if what == "archive" else None)  # fmt: skip

    def polls(self, who: str, question: str, options: Sequence[str]) -> None:
        raise NotImplementedError("Slack has no polls of its own")

    def reacts(self, who: str, quote: str, emoji: str) -> None:
        raise NotImplementedError("a reaction says nothing to the bot on Slack")

    def rewrites(self, who: str, quote: str, text: str) -> None:
        raise NotImplementedError("on Slack a form is changed, before anything is posted")

    def presses(self, who: str, label: str) -> None:
        user = self._people[who]
        form = self._server.form(user)
        if form is not None and form.view.get("submit", {}).get("text", "").startswith(label):
            self._server.submit(user)
            return
        for seen in reversed(self._server.direct(user)):
            for button in seen.buttons:
                if button.startswith(label):
                    direct = self._server.world.direct(user, self._server.bot.id).id
                    self._server.press(user, direct, seen.ts, button)
                    return
        raise LookupError(f"no button {label!r}")

    def presses_under(self, who: str, label: str, quote: str) -> None:
        found = self._find(quote)
        button = next((one for one in found.buttons if one.startswith(label)), None)
        if button is None:
            raise LookupError(f"no button {label!r}")
        self._server.press(self._people[who], self._channel, found.ts, button)

    def hides(self, who: str, quote: str) -> None:
        self._server.point_at(self._people[who], self._channel, self._find(quote).ts, "hide")

    def agrees(self, who: str) -> None:
        said = "\n".join(seen.shown for seen in self._server.direct(self._people[who]))
        found = _PERMIT.findall(said)
        if not found:
            raise LookupError("no page to go to")
        self._browsing = asyncio.ensure_future(self._follow(self._people[who], found[-1]))

    async def _follow(self, user: str, page: str) -> None:
        async with httpx.AsyncClient() as browser:
            there = await browser.get(page)
            await browser.get(self._server.approve(user, there.headers["location"]))

    def asks_case(self, who: str, quote: str) -> None:
        self._server.point_at(self._people[who], self._channel, self._find(quote).ts, "case")

    def ticks(self, who: str, word: str) -> None:
        """In the form that opened."""
        user = self._people[who]
        form = self._server.form(user)
        field = next((name for name, labels in form.options.items() if word in labels), None) if form else None
        if field is None:
            raise LookupError(f"{word!r} is not offered")
        self._server.fill(user, field, word)

    def account(self, who: str) -> PersonRef:
        return PersonRef("slack", self._people[who])

    def group(self) -> list[str]:
        return [self._line(seen) for seen in self._server.view(self._channel, self._reader) if not seen.ephemeral]

    def _line(self, seen: Seen) -> str:
        if seen.who != BOT:
            return f"{seen.who}: {seen.text}"
        post = _POST.fullmatch(seen.text)
        return f"{post['who']}{post['marks']}: {post['body']}" if post else seen.text

    def private(self, who: str) -> list[str]:
        user = self._people[who]
        lines = [seen.shown for seen in self._server.direct(user) if seen.who == BOT]
        if user in self._server.world.channels[self._channel].members:
            lines += [seen.shown for seen in self._server.view(self._channel, user) if seen.ephemeral]
        form = self._server.form(user)
        return [*lines, *([form.shown] if form else [])]

    def _find(self, quote: str) -> Seen:
        for seen in reversed(self._server.view(self._channel, self._reader)):
            if quote in seen.text and not seen.ephemeral:
                return seen
        raise LookupError(f"nothing says {quote!r}")
