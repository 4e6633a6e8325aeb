"""Addresses are sealed; of a leaver they are forgotten, and who writes from there is no stranger."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.storage.addresses import SealedAddresses
from adapters.storage.backup import OURS, make_backup
from adapters.storage.database import open_database, settle
from adapters.storage.key_files import KeyFiles
from adapters.storage.keys import MasterKeys, master_id
from adapters.storage.keystore import unlock
from adapters.storage.restore import Places, restore
from adapters.storage.rotation import rotate
from adapters.storage.store import SealedStore
from bot.domain.addresses import normal_address
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.roster import Role, Status
from bot.domain.rounds import RoundMember
from redaction import RawText
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

NOW = FakeClock().now()
SUE, BOB = RawText("sue@example.org"), RawText("bob@example.org")


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = KeyFiles(folder / "master.key", make=True)
        self.database = fresh_database(folder / "entrenous.db")

    @property
    def masters(self) -> MasterKeys:
        return MasterKeys(self.files.read)

    def store(self) -> SealedStore:
        return SealedStore(self.database, unlock(self.database, self.masters), FakeClock())

    def book(self) -> SealedAddresses:
        return SealedAddresses(self.store())

    def bytes(self) -> bytes:
        settle(self.database)
        return b"".join(path.read_bytes() for path in self.folder.iterdir() if path.is_file())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def _read(book: SealedAddresses, account: str) -> str | None:
    found = await book.address("mail", account)
    return found.expose() if found else None


async def test_an_address_is_an_account_that_tells_nothing_and_stays_the_same(home: Home) -> None:
    book = home.book()
    account = await book.keep("mail", SUE)
    assert await book.keep("mail", SUE) == account == await book.account("mail", SUE)
    assert await _read(book, account) == "sue@example.org"
    assert await book.account("sms", SUE) is None
    assert await book.address("sms", account) is None
    assert await book.account("mail", BOB) is None
    assert b"sue@example.org" not in home.bytes()
    assert "sue" not in account


async def test_whoever_moves_keeps_their_account_and_the_old_address_is_nobodys(home: Home) -> None:
    book = home.book()
    account, other = await book.keep("mail", SUE), await book.keep("mail", BOB)
    await book.move("mail", account, BOB)
    assert await book.account("mail", BOB) == account
    assert await book.account("mail", SUE) is None
    assert await _read(book, other) is None


async def test_what_is_forgotten_is_a_strangers(home: Home) -> None:
    book = home.book()
    account = await book.keep("mail", SUE)
    await book.wrote("mail", account, NOW)
    assert await book.last_wrote("mail", account) == NOW
    await book.forget("mail", account)
    assert await book.account("mail", SUE) is None
    assert await _read(book, account) is None
    assert await book.last_wrote("mail", account) is None
    assert await book.keep("mail", SUE) != account


async def test_a_leavers_address_is_forgotten_and_still_a_leavers(home: Home) -> None:
    book, store = home.book(), home.store()
    account = await book.keep("mail", SUE)
    person = PersonRef("mail", account)
    async with store.begin() as unit:
        member = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", NOW)
        await unit.roster.link(person, member.member_id, NOW)
        leg = ConversationRef("mail", account)
        await unit.rounds.join(RoundMember("advice", member.member_id, leg, NOW))
        await unit.roster.leave(member.member_id, NOW)
        assert await unit.rounds.members("advice") == []
    assert await _read(book, account) is None
    assert await book.account("mail", SUE) == account
    assert await book.keep("mail", SUE) == account, "written to, to be answered"
    await book.forget("mail", account)
    assert await book.account("mail", SUE) == account, "and a leaver's still"
    async with store.begin() as unit:
        found = await unit.roster.member_of(person)
        assert found is not None
        assert found.status is Status.LEFT
        again = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", NOW)
        assert await unit.roster.link(person, again.member_id, NOW)
    await book.keep("mail", SUE)
    assert await _read(book, account) == "sue@example.org"


async def test_a_leg_moves_with_its_account_to_the_member_that_it_is_linked_to(home: Home) -> None:
    book, store = home.book(), home.store()
    person = PersonRef("mail", await book.keep("mail", SUE))
    async with store.begin() as unit:
        who = await unit.roster.who(person)
        await unit.rounds.join(RoundMember("advice", who, ConversationRef("mail", person.account), NOW))
        member = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", NOW)
        await unit.roster.link(person, member.member_id, NOW)
        assert [one.who for one in await unit.rounds.members("advice")] == [member.member_id]


async def test_a_changed_master_key_and_a_backup_take_nothing_from_the_address_book(home: Home, tmp_path: Path) -> None:
    account = await home.book().keep("mail", SUE)
    mark = home.book().mark("mail", RawText("<1@example.org>"))
    await rotate(home.store(), master_id(home.files.prepare()), NOW, lambda *_: None)
    home.files.finish()
    assert await _read(home.book(), account) == "sue@example.org"
    assert home.book().mark("mail", RawText("<1@example.org>")) == mark
    archive, there = tmp_path / "away.backup", tmp_path / "there"
    make_backup({OURS: home.folder / "entrenous.db"}, archive, NOW)
    assert b"sue@example.org" not in archive.read_bytes()
    there.mkdir()
    await restore(archive, Places(there / OURS, there / "engine.db", frozenset()), home.masters, [], FakeClock())
    home.database.dispose()
    home.database = open_database(f"sqlite:///{there / OURS}")
    assert await _read(home.book(), account) == "sue@example.org"
    assert await home.book().account("mail", SUE) == account


@pytest.mark.parametrize(
    ("channel", "typed", "address"),
    [
        ("mail", " Sue@Example.org ", "sue@example.org"),
        ("mail", "sue", None),
        ("mail", "sue@example", None),
        ("sms", "+33 6 39 98 00 01", "+33639980001"),
        ("whatsapp", "+33 (0)6 39.98-00-01", "+33639980001"),
        ("sms", "0044 7700 900123", "+447700900123"),
        ("sms", "06 39 98 00 01", None),
        ("telegram", "12345678", None),
    ],
)
def test_an_address_is_known_in_one_form(channel: str, typed: str, address: str | None) -> None:
    assert normal_address(channel, typed) == address
