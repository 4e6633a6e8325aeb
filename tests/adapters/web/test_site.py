"""The page that shows who a pseudonym stands for: once, to whoever has the link, and nothing to a fetch."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from adapters.web.console.desk import Desk
from adapters.web.settings import PagesSettings
from adapters.web.site import Site
from bot.domain.drafts import Change
from bot.ports.channel import ChannelRefused
from bot.ports.looks import Look, Shown
from bot.ports.permits import Ending
from config.sentences import TomlWording
from redaction import RawText, Redactor
from tests.adapters.web.desk import console_desk, opened

SETTINGS = PagesSettings(url="https://example.org/entrenous", port=0)


@dataclass
class OneLook:
    """Knows one good token, and counts what was shown."""

    used: list[str] = field(default_factory=list)

    async def asked(self, token: str) -> Look | None:
        return Look("C-7K2P4", "Person A") if token == "good" and not self.used else None

    async def look(self, token: str) -> tuple[Shown, ...] | None:
        if await self.asked(token) is None:
            return None
        self.used.append(token)
        return Shown("[Person A]", RawText("Zara <Okonkwo>")), Shown("[Person A]", RawText("zara"))


class NoSheets:
    """Nobody has a page to write on: every link and session is unknown."""

    async def asked(self, token: str) -> None:
        return None

    async def open(self, token: str, wish: Change) -> None:
        return None

    async def shown(self, session: str, draft_id: str) -> None:
        return None

    async def change(self, session: str, wish: Change) -> None:
        return None

    async def post(self, session: str, wish: Change) -> None:
        return None

    async def drop(self, session: str, draft_id: str) -> bool:
        return False

    async def refused(self, code: str) -> None:
        raise AssertionError("nothing was forged")


class OnePermit:
    """Knows one good link, and one right code; remembers what was refused."""

    def __init__(self) -> None:
        self.refusals: list[str] = []

    async def begin(self, token: str) -> str | None:
        return "https://example.org/agree" if token == "good" else None

    async def finish(self, state: str, code: str) -> Ending:
        if state != "good":
            return Ending.GONE
        return Ending.GIVEN if code == "right" else Ending.DENIED

    async def refused(self, code: str) -> None:
        self.refusals.append(code)


@pytest.fixture
def looks() -> OneLook:
    return OneLook()


@pytest.fixture
def permits() -> OnePermit:
    return OnePermit()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, Redactor.load()) as (context, *_):
        yield console_desk(context)


@pytest.fixture
async def browser(looks: OneLook, permits: OnePermit, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    site = Site(SETTINGS, TomlWording(), looks, NoSheets(), permits, desk)
    await site.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{site.port}") as client:
        yield client
    await site.stop()


async def test_fetching_shows_nothing_and_uses_nothing_up(browser: httpx.AsyncClient, looks: OneLook) -> None:
    for _ in range(3):
        page = await browser.get("/look/good")
        assert page.status_code == 200
        assert "[Person A]" in page.text
        assert "C-7K2P4" in page.text
        assert "Okonkwo" not in page.text
    assert looks.used == []


async def test_it_is_shown_once_escaped_and_kept_by_no_browser(browser: httpx.AsyncClient) -> None:
    shown = await browser.post("/look/good")
    assert "Zara &lt;Okonkwo&gt;" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "script" not in shown.text
    again = await browser.post("/look/good")
    assert again.status_code == 404
    assert "Okonkwo" not in again.text
    assert (await browser.get("/look/good")).status_code == 404


@pytest.mark.parametrize("path", ["/look/bad", "/look/", "/", "/look/good/more"])
async def test_any_other_address_shows_nothing(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


async def test_a_french_reader_reads_french(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/look/good", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert 'lang="fr"' in page.text
    assert "Vous avez demandé qui est [Personne A]" in page.text
    assert "Montrer" in page.text


async def test_the_way_to_the_platform_and_back(browser: httpx.AsyncClient, permits: OnePermit) -> None:
    there = await browser.get("/permit/good")
    assert (there.status_code, there.headers["location"]) == (303, "https://example.org/agree")
    assert there.headers["cache-control"] == "no-store"
    assert "Thank you" in (await browser.get("/permit?state=good&code=right")).text
    said_no = await browser.get("/permit?state=good&error=access_denied&code=right")
    assert "Nothing was changed" in said_no.text
    assert permits.refusals == []


async def test_a_forged_state_leads_nowhere_and_a_flood_of_them_is_bounded(
    browser: httpx.AsyncClient, permits: OnePermit
) -> None:
    assert (await browser.get("/permit/bad")).status_code == 404
    for _ in range(80):
        assert (await browser.get("/permit?state=bad&code=right")).status_code == 404
    assert set(permits.refusals) == {"permit_state", "flood"}
    assert permits.refusals.count("permit_state") < 80  # how many more than the bound, a slow minute decides


async def test_a_port_that_is_taken_is_told_with_the_setting_to_change(looks: OneLook, desk: Desk) -> None:
    first = Site(SETTINGS, TomlWording(), looks, NoSheets(), OnePermit(), desk)
    await first.start()
    second = Site(SETTINGS.model_copy(update={"port": first.port}), TomlWording(), looks, NoSheets(), OnePermit(), desk)
    with pytest.raises(ChannelRefused, match="ENTRENOUS_PAGES__PORT"):
        await second.start()
    await first.stop()


@pytest.mark.parametrize("url", ["http://example.org", "example.org", "ftp://example.org", "https://"])
def test_the_address_is_one_that_nobody_reads_along(url: str) -> None:
    with pytest.raises(ValidationError):
        PagesSettings(url=url)


def test_on_this_machine_it_may_be_plain() -> None:
    assert PagesSettings(url="http://127.0.0.1:8351").port == 8351
