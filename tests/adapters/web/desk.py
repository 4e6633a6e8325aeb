"""The real core without its durable engine, behind the page to write on, over HTTP: handlers, store and redaction are real."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx

from adapters.detection.threads import ThreadedDetector
from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from adapters.web.console.desk import Desk as ConsoleDesk
from adapters.web.settings import PagesSettings
from adapters.web.site import Site
from bot.domain.drafts import Change
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer, Press
from bot.handlers.compose import change, sent
from bot.handlers.console import ConsoleVisits
from bot.handlers.context import Context, Rules
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.disclosure.breach_desk import Files
from bot.handlers.journal_desk import JournalDesk
from bot.handlers.looking import MemberLooks
from bot.handlers.orders import carry_out
from bot.handlers.permission import AuthorPermits
from bot.handlers.press import press
from bot.handlers.roster_desk import MemberRosterDesk
from bot.handlers.sheets import AuthorSheets
from bot.handlers.signing_in import ConsoleDoor
from bot.workflows.disclosures import DurableDisclosures
from config.sentences import TomlWording
from redaction import Lang, RawText, Redactor
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

URL = "https://bot.example.org/entrenous"
ORIGIN = {"Origin": "https://bot.example.org"}


@dataclass
class HandCore:
    """The calls of `Intake` that the page makes, by hand instead of by workflow."""

    story: Story
    refusals: list[str] = field(default_factory=list)

    async def press(self, pressed: Press) -> Answer:
        done = await press(self.story.context, pressed)
        if done.receive is not None:
            await self.story.work(await self.story.store(done.receive))
        if done.draft is not None:
            await sent(self.story.context, done.draft)
        return done.answer

    async def change(self, by: PersonRef, wish: Change) -> Answer:
        return await change(self.story.context, by, wish)

    async def refused(self, channel: str, code: str) -> None:
        self.refusals.append(f"{channel}:{code}")


class Browser:
    """A browser on the page: it keeps cookies by their path as browsers do, and reads the forms that it is shown."""

    def __init__(self, port: int) -> None:
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=ORIGIN)
        self.jar: dict[str, str] = {}
        self.page = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self._do("GET", path, headers)

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        return await self._do("POST", path, headers or {}, fields)

    async def _do(
        self, method: str, path: str, headers: dict[str, str], data: dict[str, str] | None = None
    ) -> httpx.Response:
        for there, value in self.jar.items():
            if path.startswith(there):
                headers = {"Cookie": value, **headers}
        response = await self.client.request(method, path, headers=headers, data=data)
        if cookie := response.headers.get("set-cookie"):
            where = re.search(r"[Pp]ath=/entrenous(/[^;]+)", cookie)
            assert where, "the cookie is for one draft's address alone"
            self.jar[where[1]] = cookie.partition(";")[0]
        self.page = response.text
        return response

    def field(self, name: str) -> str:
        """What stands in a hidden field of the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found, f"the page has a field {name}"
        return found[1]

    async def begin(self, link: str, text: str, **fields: str) -> str:
        """Write on an empty page; the address of the draft, which is shown."""
        response = await self._do("POST", link, {}, {"text": text, "purpose": "guidance", "case": "", **fields})
        assert response.status_code == 303, response.text
        there = response.headers["location"].removeprefix("/entrenous")
        await self.get(there)
        return str(there)

    async def do(self, there: str, what: str, **fields: str) -> httpx.Response:
        """Press one of the draft's buttons."""
        given = {"token": self.field("token"), "version": self.field("version"), "do": what}
        return await self._do("POST", there, {}, given | fields)


@dataclass
class Desk:
    """The pages at work, with the group that what is written goes to."""

    context: Context
    channel: FakeChannel
    clock: FakeClock
    core: HandCore
    port: int

    def browser(self) -> Browser:
        return Browser(self.port)

    async def link(self, account: str = "sue", lang: Lang = "en") -> str:
        """What somebody is answered to "compose": the path of their page."""
        order = order_in("compose")
        assert order is not None
        name = RawText(account.capitalize())
        answer = await carry_out(self.context, PersonRef("fake", account), name, order, lang)
        assert answer.page is not None
        return answer.page.removeprefix(URL)

    async def journal(self) -> list[str]:
        return await self.core.story.journal()


def console_desk(context: Context) -> ConsoleDesk:
    requests = DurableDisclosures(context, ByHand(context))  # type: ignore[arg-type]
    return ConsoleDesk(
        ConsoleDoor(context),
        ConsoleVisits(context),
        MemberRosterDesk(context),
        requests,
        JournalDesk(context),
        Files(context),
    )


@dataclass
class ByHand:
    """Private words go out at once, without the durable engine."""

    context: Context

    async def start_told(self, note_id: str) -> None:
        await deliver_of_entry(self.context, note_id)


@asynccontextmanager
async def opened(folder: Path, redactor: Redactor) -> AsyncIterator[tuple[Context, FakeChannel, FakeClock]]:
    """A core on a fresh database, with one channel in memory."""
    channel, clock = FakeChannel(), FakeClock()
    engine = fresh_database(folder / "entrenous.db")
    context = Context(
        store=SealedStore(engine, Keyring(secrets.token_bytes(32)), clock),
        channels={"fake": channel},
        detector=ThreadedDetector(redactor),
        clock=clock,
        rules=Rules(pages=URL),
    )
    yield context, channel, clock
    engine.dispose()


@asynccontextmanager
async def serving_pages(folder: Path, redactor: Redactor) -> AsyncIterator[Desk]:
    async with opened(folder, redactor) as (context, channel, clock):
        core = HandCore(Story(context, clock))
        sheets = AuthorSheets(context, core)  # type: ignore[arg-type]
        settings = PagesSettings(url=URL, port=0)
        site = Site(
            settings, TomlWording(), MemberLooks(context), sheets, AuthorPermits(context), console_desk(context)
        )
        await site.start()
        try:
            yield Desk(context, channel, clock, core, site.port)
        finally:
            await site.stop()
