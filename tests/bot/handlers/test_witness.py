"""The daily witness: once a day to each trustee, at once when a case is destroyed, and again until the server takes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.storage.store import SealedStore
from adapters.storage.witness import WitnessRecords
from adapters.witness.settings import WitnessSettings
from adapters.witness.smtp import SmtpMailer
from bot.audit.chain import verify_chain
from bot.domain.disclosure_entries import DisclosureLooked, DisclosureOpened
from bot.domain.witness import read_witnesses
from bot.handlers.witness import WitnessRound, send_due
from config.sentences import TomlWording
from tests.fakes.clock import FakeClock
from tests.platforms.smtp.server import MailServer

ANNE, BASIL = "anne@example.org", "basil@example.org"


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as running:
        yield running


@pytest.fixture
def daily(store: SealedStore, clock: FakeClock, server: MailServer) -> WitnessRound:
    values: dict[str, Any] = {
        "trustees": (ANNE, BASIL),
        "sender": "bot@example.org",
        "host": "127.0.0.1",
        "tls": "none",
    }
    mailer = SmtpMailer(WitnessSettings(**values, port=server.port))
    return WitnessRound(store, WitnessRecords(store), mailer, TomlWording(), clock)


async def journalled(store: SealedStore) -> list[tuple[str, dict[str, Any]]]:
    async with store.read() as unit:
        links = await unit.journal.links()
    assert verify_chain(links).sound
    return [(link.kind, dict(link.body)) for link in links]


async def test_each_trustee_gets_one_a_day_with_a_mail_of_their_own(
    daily: WitnessRound, server: MailServer, clock: FakeClock
) -> None:
    for _ in range(3):
        await send_due(daily)
    assert [mail.to for mail in server.mails] == [[ANNE], [BASIL]]
    clock.pass_time(hours=23, minutes=59)
    await send_due(daily)
    assert len(server.mails) == 2
    clock.pass_time(minutes=1)
    await send_due(daily)
    assert [mail.to for mail in server.mails[2:]] == [[ANNE], [BASIL]]
    assert server.violations == []


async def test_the_head_in_the_mail_is_the_journals(
    daily: WitnessRound, store: SealedStore, server: MailServer, clock: FakeClock
) -> None:
    await send_due(daily)
    clock.pass_time(days=1)
    await send_due(daily)
    (witness,) = read_witnesses(server.mails[2].text)
    async with store.read() as unit:
        links = await unit.journal.links()
    assert (witness.entries, witness.head) == (2, links[1].hash)
    assert [link.kind for link in links] == ["witness_sent"] * 4


async def test_a_destroyed_case_is_told_without_waiting_for_the_next_day(
    daily: WitnessRound, store: SealedStore, server: MailServer, clock: FakeClock
) -> None:
    await send_due(daily)
    async with store.begin() as unit:
        case_id = await unit.cases.open(clock.now())
        await unit.cases.destroy(case_id, clock.now())
    await send_due(daily)
    await send_due(daily)
    assert len(server.mails) == 4
    assert read_witnesses(server.mails[3].source)[0].gone == {case_id: clock.now().date()}


async def test_a_trustee_who_cannot_be_reached_is_tried_again_and_the_other_is_not_troubled(
    daily: WitnessRound, store: SealedStore, server: MailServer, clock: FakeClock
) -> None:
    server.refusing[ANNE] = "450 later"
    for _ in range(5):
        await send_due(daily)
        clock.pass_time(minutes=10)
    assert [mail.to for mail in server.mails] == [[BASIL]]
    failed = ("witness_failed", {"trustee": 1, "code": "refused_450"})
    assert [entry for entry in await journalled(store) if entry[0] == "witness_failed"] == [failed], "said once"
    last = await daily.records.last(1)
    assert (last.sent_at, last.code) == (None, "refused_450")
    clock.pass_time(hours=6)
    await send_due(daily)
    assert (await journalled(store)).count(failed) == 2, "and again when it goes on"
    server.refusing.clear()
    await send_due(daily)
    assert [mail.to for mail in server.mails] == [[BASIL], [ANNE]]
    last = await daily.records.last(1)
    assert (last.sent_at, last.failed_at, last.code) == (clock.now(), None, "")


async def test_nothing_personal_and_no_address_reaches_the_journal(
    daily: WitnessRound, store: SealedStore, server: MailServer
) -> None:
    server.refusing[ANNE] = "550 anne@example.org is not known"
    await send_due(daily)
    assert not any("anne" in str(entry) or "basil" in str(entry) for entry in await journalled(store))


async def test_an_opening_and_each_look_are_told_without_waiting_for_the_next_day(
    daily: WitnessRound, store: SealedStore, server: MailServer, clock: FakeClock
) -> None:
    await send_due(daily)
    looked = DisclosureLooked(at=clock.now(), disclosure="d", case="c", who="M-1", fields="Person_A")
    opened = DisclosureOpened(at=clock.now(), disclosure="d", case="c", viewer="M-1", how="approved", minutes=15)
    for number, entry in enumerate((opened, looked, looked), 1):
        async with store.begin() as unit:
            await unit.journal.append(entry)
        await send_due(daily)
        await send_due(daily)
        assert len(server.mails) == 2 + 2 * number
    (witness,) = read_witnesses(server.mails[-1].text)
    kinds = [kind for kind, _ in await journalled(store)]
    assert (kinds.count("disclosure_looked"), kinds[witness.entries - 1]) == (2, "disclosure_looked")
