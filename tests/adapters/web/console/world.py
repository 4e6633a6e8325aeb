"""An association with people of every role, the pages that it reaches over HTTP, and browsers that knock there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import httpx

from adapters.web.settings import PagesSettings
from adapters.web.site import Site
from adapters.web.verify import form_token
from bot.domain.factor import code_at, secret_in, step_of
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.looking import MemberLooks
from bot.handlers.orders import carry_out
from bot.handlers.permission import AuthorPermits
from bot.handlers.sheets import AuthorSheets
from config.sentences import TomlWording
from redaction import Lang, RawText
from tests.adapters.web.desk import URL, console_desk
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

ORIGIN = "https://bot.example.org"
COOKIE = "__Host-entrenous_console"


class Browser:
    """It has one cookie, as `__Host-` ones are, and remembers the page that it shows."""

    def __init__(self, port: int) -> None:
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Origin": ORIGIN})
        self.session = ""
        self.set_cookie = ""
        self.page = ""
        self.status = 0
        self.location = ""

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self._do("GET", path, headers)

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        return await self._do("POST", path, headers or {}, fields)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Send the form of the page that goes to `path`, with its token."""
        return await self._do("POST", path, {}, {"token": self.token(path), **fields})

    def token(self, path: str) -> str:
        found = re.search(
            rf'action="[^"]*{re.escape(path)}"[^>]*>\s*<input type="hidden" name="token" value="(\w+)"', self.page
        )
        assert found, f"no form to {path} on the page: {self.text()[:600]}"
        return found[1]

    def field(self, name: str) -> str:
        """What stands in a hidden field of the page."""
        found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', self.page)
        assert found, f"no field {name} on the page: {self.text()[:600]}"
        return found[1]

    def text(self) -> str:
        """What a person reads."""
        body = re.sub(r"<head>.*?</head>|<svg.*?</svg>", "", self.page, flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def secret(self) -> bytes:
        found = re.search(r'id="letters">([A-Z2-7 ]+)<', self.page)
        assert found, "the secret is shown in letters"
        return secret_in(found[1])

    async def _do(
        self, method: str, path: str, headers: dict[str, str], data: dict[str, str] | None = None
    ) -> httpx.Response:
        if self.session:
            headers = {"Cookie": f"{COOKIE}={self.session}", **headers}
        response = await self.client.request(method, path, headers=headers, data=data)
        if cookie := response.headers.get("set-cookie"):
            self.set_cookie = cookie
            self.session = cookie.partition(";")[0].partition("=")[2].strip('"')
        self.page, self.status = response.text, response.status_code
        self.location = response.headers.get("location", "")
        return response


@dataclass
class World:
    context: Context
    channel: FakeChannel
    clock: FakeClock
    port: int
    secrets: dict[str, bytes] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        one = Browser(self.port)
        self.browsers.append(one)
        return one

    async def person(self, account: str, *roles: Role, lang: Lang = "en") -> str:
        """Somebody with an account in the chat; their id."""
        async with self.context.store.begin() as unit:
            now = self.clock.now()
            member = await unit.roster.add(RawText(f"{account.capitalize()} <Quill>"), frozenset(roles), lang, now)
            await unit.roster.link(PersonRef("web", account), member.member_id, now)
        self.ids[account] = member.member_id
        return member.member_id

    async def asks(self, account: str, words: str = "open the console", lang: Lang = "en") -> Answer:
        order = order_in(words)
        assert order is not None
        return await carry_out(self.context, PersonRef("web", account), RawText(account), order, lang)

    async def link(self, account: str, lang: Lang = "en") -> str:
        page = (await self.asks(account, lang=lang)).page
        assert page is not None
        return page.removeprefix(URL)

    def code(self, account: str, steps: int = 0) -> str:
        """What their telephone shows, or showed or will show so many half minutes away."""
        return code_at(self.secrets[account], step_of(self.clock.now()) + steps)

    async def knocked(self, account: str, lang: Lang = "en") -> Browser:
        """A browser that used a link and waits for the code, on the page that asks for it."""
        browser = self.browser()
        await browser.post(await self.link(account, lang))
        assert browser.status == 303, browser.text()
        await browser.get("/console/sign-in")
        return browser

    async def enrolled(self, account: str, lang: Lang = "en") -> tuple[Browser, list[str]]:
        """Somebody who set up their telephone and is signed in by that; and their codes on paper."""
        browser = await self.knocked(account, lang)
        self.secrets[account] = browser.secret()
        await browser.send("/console/sign-in", code=self.code(account))
        assert browser.status == 200, browser.text()
        codes = re.findall(r"<li><code>([\w-]+)</code>", browser.page)
        self.clock.pass_time(seconds=30)
        return browser, codes

    async def signed_in(self, account: str, lang: Lang = "en") -> Browser:
        if account not in self.secrets:
            return (await self.enrolled(account, lang))[0]
        browser = await self.knocked(account, lang)
        await browser.send("/console/sign-in", code=self.code(account))
        assert browser.status == 303, browser.text()
        self.clock.pass_time(seconds=30)
        return browser

    async def journal(self) -> list[tuple[str, dict[str, object]]]:
        async with self.context.store.read() as unit:
            return [(link.kind, link.body) for link in await unit.journal.links()]  # type: ignore[attr-defined]

    async def kinds(self) -> list[str]:
        return [kind for kind, _ in await self.journal()]


async def standing(world: World, role: Role | None) -> Browser:
    """A browser in which somebody of that role is signed in, if they can be."""
    if role is None:
        return world.browser()
    await world.person("one", Role.SUPERVISOR)
    browser = await world.signed_in("one")
    async with world.context.store.begin() as unit:
        await unit.roster.give_roles(world.ids["one"], frozenset({role}))
    return browser


def made_token(browser: Browser, path: str) -> str:
    """A token such as the page would carry, so that what refuses is the right and not the form."""
    return form_token(browser.session, path)


async def serve(context: Context, channel: FakeChannel, clock: FakeClock) -> tuple[Site, World]:
    sheets = AuthorSheets(context, None)  # type: ignore[arg-type]
    permits, desk = AuthorPermits(context), console_desk(context)
    site = Site(PagesSettings(url=URL, port=0), TomlWording(), MemberLooks(context), sheets, permits, desk)
    await site.start()
    return site, World(context, channel, clock, site.port)
