"""A breach file in a real browser before the real bot: read by the data lead on a small telephone in French, notified and closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.disclosure import Consent
from bot.domain.disclosure_wish import ConsentGiven, Particulars, Wish
from bot.domain.messages import PersonRef
from bot.domain.proof import SignedIn
from bot.handlers.disclosure.answering import review
from bot.handlers.disclosure.asking import break_glass
from bot.handlers.disclosure.viewing import close, look
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, answers
from tests.browser.test_compose import Association
from tests.browser.test_console import look as looked_at
from tests.browser.test_console import window
from tests.browser.test_disclosure import House, watched

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        yield House(running_bot)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 320, 640, "fr-FR"))


def breached(house: House, reference: str) -> str:
    """Ann opened it at once and looked; two others did not hold it right."""

    async def put() -> str:
        context = house._bot.context
        ground, now = context.grounds["person_in_danger"], datetime.now(UTC)
        async with context.store.read() as unit:
            ids = {name: await unit.roster.who(PersonRef("web", name)) for name in ("ann", "ben", "chloe")}
            case = await unit.cases.referred(reference)
        assert case is not None
        reasons = {"Person_A": RawText("they must ring the door")}
        consent = ConsentGiven(Consent.IMPOSSIBLE, RawText("she does not answer"))
        particulars = Particulars(RawText(""), reasons, answers(ground, now), consent, RawText(""))
        wish = Wish(ground.ground_id, case.case_id, ids["ann"], now + timedelta(days=1), particulars)
        ann = SignedIn(ids["ann"], now)
        one = (await break_glass(context, ann, wish)).disclosure_id
        await look(context, ann, one)
        await close(context, ids["ann"], one)
        for name in ("ben", "chloe"):
            done = await review(context, SignedIn(ids[name], now), one, RawText("they could ring"), right=False)
            assert done.happened
        return one

    return house._bot.do(put())


def test_the_file_is_read_notified_and_closed_on_a_telephone_in_french(
    phone: Page, house: House, shots: Path | None
) -> None:
    case = house.case()
    one = breached(house, case)
    house.come_in(phone, "dan", "fr")
    phone.get_by_label("Console").get_by_role("link", name="Violations").click()
    looked_at(phone, shots, "90-breaches-phone-fr")
    phone.get_by_role("link", name=f"Violation, dossier {case}").click()
    expect(phone.locator(".countdown")).to_contain_text("il reste 71 h 5")
    expect(phone.locator(".facts")).to_contain_text("[Personne A]")
    for draft in phone.locator("summary").filter(has_text="RGPD").all():
        draft.click()
    expect(phone.locator("main")).to_contain_text("Vous nous avez fait confiance")
    looked_at(phone, shots, "91-breach-phone-fr")
    phone.locator("#notify + p + form button").click()
    expect(phone.locator("#reason_notify")).to_have_attribute("aria-invalid", "true")
    phone.locator("#reason_notify").fill("Par leur téléservice, numéro 12.")
    phone.locator("#notify + p + form button").click()
    expect(phone.get_by_role("status")).to_contain_text("la CNIL est prévenue")
    phone.get_by_text("Clore le dossier").click()
    phone.locator("#reason_close").fill("La personne a été informée de vive voix.")
    phone.get_by_role("button", name="Clore").click()
    expect(phone.get_by_role("status")).to_contain_text("Le dossier est clos")
    looked_at(phone, shots, "92-breach-closed-phone-fr")
    assert NAME not in phone.content()
    phone.goto(f"{house.url}/console/requests/{one}")
    expect(phone.get_by_role("link", name="Le dossier de violation")).to_be_visible()
