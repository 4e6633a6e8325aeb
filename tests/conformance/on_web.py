"""The suite's stage in the room of our own: a window of Sue's and one of Bob's."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from html import unescape
from uuid import uuid4

from adapters.web.parse import MAX_CHARACTERS
from bot.handlers.context import Context
from tests.adapters.web.browserless import JSON, Window
from tests.conformance.cases import Case, Impossible
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot
from tests.places import free_port
from tests.scenarios.stage import ARCHIVE

IMPOSSIBLE: Mapping[Case, Impossible] = {}
PEOPLE = [{"account": name.lower(), "name": name} for name in ("Sue", "Bob")]
_LINE = re.compile(r'<article class="(?:post|notice)[^"]*".*?</article>', re.DOTALL)
_WHO = re.compile(r'<b class="who">(.*?)</b>')
_MARK = re.compile(r'<span class="mark">(.*?)</span>')
_BODY = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)


@asynccontextmanager
async def on_web(bot: Bot) -> AsyncIterator[WebStage]:
    port = free_port()
    settings = {"ENTRENOUS_WEB__PORT": str(port), "ENTRENOUS_WEB__PEOPLE": json.dumps(PEOPLE)}
    async with bot(settings) as context, AsyncExitStack() as stack:
        url = f"http://127.0.0.1:{port}"
        windows = {name: await stack.enter_async_context(Window(url, name.lower(), "en")) for name in ("Sue", "Bob")}
        yield WebStage(windows, context)


class WebStage:
    """`tests.conformance.stage.Stage`. Bob looks."""

    def __init__(self, windows: Mapping[str, Window], context: Context) -> None:
        self._windows, self.context = windows, context

    async def says(self, who: str, text: str) -> None:
        await self._windows[who].send(text)

    async def answers(self, who: str, quote: str, text: str) -> None:
        await self._windows[who].send(text, reply_to=await self._message(quote))

    async def edits(self, who: str, quote: str, text: str) -> None:
        answer = await self._windows[who].act("edit", message=await self._message(quote), text=text)
        assert answer.status_code == 200

    async def deletes(self, who: str, quote: str) -> None:
        answer = await self._windows[who].act("delete", message=await self._message(quote))
        assert answer.status_code == 200

    async def sends_unreadable(self, who: str) -> None:
        await self._windows[who].send("", file=("letters.zip", ARCHIVE, "application/zip"))

    async def forges(self) -> None:
        """A form on a foreign page, sent by Sue's browser."""
        sue = self._windows["Sue"]
        form = {"event_id": str(uuid4()), "text": "Mary Dupont rang", "token": "0" * 64}
        answer = await sue.client.post(f"{sue.path}/send", data=form, headers=JSON)
        assert answer.status_code == 401

    async def says_twice(self, who: str, text: str) -> None:
        once = str(uuid4())
        for _ in range(2):
            assert (await self._windows[who].act("send", event_id=once, text=text)).status_code == 200

    async def says_at_length(self, who: str) -> None:
        """One character more is refused at once, and stays in the form."""
        harmless = "FOLFOX is hard on the fingers. " * (MAX_CHARACTERS // 31)
        text = f"{FIRST} {harmless[: MAX_CHARACTERS - len(FIRST) - len(LAST) - 2]} {LAST}"
        assert (await self._windows[who].act("send", text=f"{text}.")).status_code == 413
        await self._windows[who].send(text)

    async def sends_unknown(self) -> None:
        assert (await self._windows["Sue"].act("shout", text="hello")).status_code == 404

    async def group(self) -> list[str]:
        return [_line(found) for found in _LINE.findall(await self._feed())]

    async def private(self, who: str) -> list[str]:
        page = await self._windows[who].page()
        mine = page.partition('id="notes"')[2].partition('id="earlier"')[0]
        return [_plain(mine)]

    async def _message(self, quote: str) -> str:
        """Id of the latest message that holds the words."""
        for found in reversed(_LINE.findall(await self._feed())):
            if quote in _line(found):
                return found.partition('data-message="')[2].partition('"')[0]
        raise LookupError(quote)

    async def _feed(self) -> str:
        page = await self._windows["Bob"].page()
        return page.partition('id="feed"')[2].partition("</main>")[0]


def _line(article: str) -> str:
    """`Sue (C-7K2P4) (edited): words`, as the other channels write it; a line of the bot's is its words."""
    body = _BODY.search(article)
    said = _plain(body[1]) if body else ""
    who = _WHO.search(article)
    marks = "".join(f" ({_plain(mark)})" for mark in _MARK.findall(article))
    return f"{_plain(who[1])}{marks}: {said}" if who else said


def _plain(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))).strip()
