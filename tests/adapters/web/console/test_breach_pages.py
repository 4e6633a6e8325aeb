"""The pages of a breach file: who reads them, what stands there and what never does, in both languages."""

from __future__ import annotations

import pytest

from bot.domain.roster import Role
from bot.handlers.disclosure.waiting import mind_requests
from tests.adapters.web.console.house import House
from tests.adapters.web.console.test_request_attacks import visit
from tests.adapters.web.console.world import Browser, made_token, standing
from tests.bot.handlers.disclosure.board import NAME, PHONE, TOWN

BREACHES = (
    ("GET", "/console/breaches"),
    ("GET", "/console/breaches/{id}"),
    *(("POST", f"/console/breaches/{{id}}/{step}") for step in ("notify", "tell-person", "close")),
)
READS = {Role.DATA_LEAD, Role.TRUSTEE}
SECRETS = (NAME, PHONE, TOWN)


async def breached(house: House) -> str:
    """Ann breaks the glass and looks; Ben and Dan do not hold it right."""
    world = house.world
    ann = await world.signed_in("ann")
    there = f"/console/glass/{house.case}"
    await ann.get(there)
    await ann.send(f"{there}/open/person_in_danger", **house.form())
    look = ann_location(ann)
    await ann.get(look)
    world.clock.pass_time(minutes=16)
    await mind_requests(world.context)
    one = look.split("/")[-2]
    for account in ("ben", "dan"):
        browser = await world.signed_in(account)
        await browser.get(f"/console/requests/{one}")
        await browser.send(f"/console/requests/{one}/review", right="no", reason=f"They could have rung {NAME}.")
        assert browser.status == 200
    return one


def ann_location(browser: Browser) -> str:
    assert browser.status == 303, browser.text()
    return browser.location.removeprefix("/entrenous")


async def test_the_data_lead_reads_what_happened_how_long_is_left_and_both_drafts(house: House) -> None:
    one = await breached(house)
    dan = await house.world.signed_in("dan")
    await dan.get("/console/breaches")
    assert "h " in dan.text()
    assert f"/console/breaches/{one}" in dan.page
    await dan.get(f"/console/requests/{one}")
    assert f"/console/breaches/{one}" in dan.page
    await dan.get(f"/console/breaches/{one}")
    said = dan.text()
    for words in (
        "71 h 59 min left",
        "[Person A]",
        "Ann <Quill>",
        "did not hold it right",
        "Notification of a personal data breach (GDPR article 33)",
        "who looked 1 time(s)",
        "You trusted us, and we made a mistake with it.",
        "The viewer has not said yet whether anything was told outside.",
    ):
        assert words in said, words
    assert [secret for secret in SECRETS if secret in dan.page] == []
    assert "<script" not in dan.page


async def test_it_is_notified_in_stages_the_person_told_and_the_file_closed(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    one = await breached(house)
    dan = await house.world.signed_in("dan")
    there = f"/console/breaches/{one}"
    await dan.get(there)
    await dan.send(f"{there}/notify", reason=" ")
    assert dan.status == 422
    assert 'id="reason_notify-said"' in dan.page
    await dan.send(f"{there}/notify", reason=f"By their form, number 12, about {NAME}.")
    assert dan.status == 200
    assert "Noted: the CNIL was told." in dan.text()
    assert "By their form, number 12, about [Person A]." in dan.text()
    assert "min left" not in dan.text()
    await dan.send(f"{there}/tell-person", reason="By letter.")
    await dan.send(f"{there}/notify", reason="What was missing.")
    await dan.send(f"{there}/close", reason="All is done.")
    assert "The file is closed" in dan.text()
    assert "/close" not in dan.page
    path = f"{there}/close"
    await dan.post(path, token=made_token(dan, path), reason="once more")
    assert dan.status == 409
    entries = [(kind, body) for kind, body in await house.world.journal() if kind.startswith("breach_")]
    assert [kind for kind, _ in entries] == [
        "breach_found", "breach_notified", "breach_notified", "breach_notified", "breach_closed",
    ]  # fmt: skip
    assert [body["to"] for kind, body in entries if kind == "breach_notified"] == ["cnil", "person", "cnil"]
    written = str(await house.world.journal()) + dan.page + "".join(capsys.readouterr())
    assert [secret for secret in SECRETS if secret in written] == []


async def test_in_french(house: House) -> None:
    one = await breached(house)
    eve = await house.world.signed_in("eve", "fr")
    await eve.get(f"/console/breaches/{one}")
    said = eve.text()
    for words in (
        "il reste 71 h 59 min",
        "[Personne A]",
        "Notification d'une violation",
        "Vous nous avez fait confiance",
    ):
        assert words in said, words


@pytest.mark.parametrize("role", [*Role, None])
async def test_every_role_at_every_address_of_a_breach_file(house: House, role: Role | None) -> None:
    one = await breached(house)
    browser = await standing(house.world, role)
    before = len(await house.world.journal())
    seen = [await visit(browser, method, path.format(id=one), reason="x") for method, path in BREACHES]
    entries = (await house.world.journal())[before:]
    if role in (None, Role.LISTENER):
        assert set(seen) == {401}
    elif role in READS:
        assert set(seen) == {200}
    else:
        assert set(seen) == {403}
        assert [body["wanted"] for kind, body in entries if kind == "console_refused"] == ["breaches"] * len(BREACHES)
    assert any(kind.startswith("breach_") for kind, _ in entries) is (role in READS)


async def test_a_file_that_is_none_is_not_found_and_that_is_journalled(house: House) -> None:
    dan = await house.world.signed_in("dan")
    asked = await house.asked(await house.world.signed_in("ann"))
    pages = set()
    for one in (asked, "0" * 16, "%2e%2e", "x" * 300):
        assert (await dan.get(f"/console/breaches/{one}")).status_code == 404
        pages.add(dan.page)
    assert len(pages) == 1
    denied = [body for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert [(body["action"], body["code"]) for body in denied] == [("see_breach", "no_such_file")] * 2
