"""Whatever ended a request has its day in its story, and so has the consent that the person took back."""

from __future__ import annotations

import re

import pytest

from bot.domain.consents import Consent, Said
from bot.handlers.disclosure.waiting import mind_requests
from tests.adapters.web.console.house import House
from tests.adapters.web.console.world import Browser


def dated(browser: Browser, words: str) -> str:
    """The time that stands before these words in the story."""
    found = re.findall(
        r'<time datetime="([^"]+)">[^<]*</time>(?:(?!<time).)*?' + re.escape(words), browser.page, re.DOTALL
    )
    assert found, browser.text()
    return str(found[-1])


async def test_a_request_that_was_taken_back_says_when(house: House) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    house.world.clock.pass_time(minutes=3)
    now = house.world.clock.now()
    await ann.get(f"/console/requests/{one}")
    await ann.send(f"/console/requests/{one}/withdraw")
    assert dated(ann, "took it back") == now.isoformat()
    house.world.clock.pass_time(minutes=3)
    assert (await house.request(one)).ended_at == now


async def test_and_so_does_one_whose_time_ran_out(house: House) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    house.world.clock.pass_time(days=1)
    await mind_requests(house.world.context)
    now = house.world.clock.now()
    house.world.clock.pass_time(hours=1)
    ann = await house.world.signed_in("ann")
    await ann.get(f"/console/requests/{one}")
    assert dated(ann, "Its time ran out.") == now.isoformat()


async def test_a_refusal_keeps_its_day_when_its_words_are_destroyed(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    now = house.world.clock.now()
    await ben.send(f"/console/requests/{one}/refuse", reason="Ring her first.")
    async with house.world.context.store.begin() as unit:
        await unit.cases.destroy(house.case_id, now)
    await ann.get(f"/console/requests/{one}")
    assert dated(ann, "It was refused.") == now.isoformat()
    assert "Ring her first" not in ann.page


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "took back what they had agreed to"), ("fr", "revenue sur son accord")]
)
async def test_consent_that_the_person_took_back_stands_there_with_its_day(house: House, lang: str, words: str) -> None:
    ann = await house.world.signed_in("ann", "fr" if lang == "fr" else "en")
    one = await house.asked(ann)
    await ann.get(f"/console/requests/{one}")
    assert words not in ann.text()
    house.world.clock.pass_time(minutes=2)
    now = house.world.clock.now()
    async with house.world.context.store.begin() as unit:
        for said in (Said.AGREED, Said.WITHDRAWN):
            await unit.case_notices.consent(house.case_id, house.world.ids["sue"], Consent(said, now, "mark", "en"))
    await ann.get(f"/console/requests/{one}")
    assert dated(ann, words) == now.isoformat()
