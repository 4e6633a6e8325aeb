"""Somebody writes into the journal with a database client: the check finds it and names the first bad entry."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.database import open_database
from adapters.storage.keys import Keyring
from adapters.storage.signing import Signer
from adapters.storage.store import SealedStore
from adapters.storage.witness import WitnessRecords
from bot.audit.witness import witness_text
from bot.domain.witness import WitnessError, read_witnesses
from config.sentences import TomlWording
from tests.bot.tampering import NOW, check, copied, first, hash_anew, mail, sql, write
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

OTHER = json.dumps({"channel": "slack", "code": "nothing-to-see"})
CHANGE = (("UPDATE journal SET body = ? WHERE seq = 5", (OTHER,)),)
KIND = ("UPDATE journal SET kind = 'bot_away' WHERE seq = 5",)
DATE = ("UPDATE journal SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 5",)
DELETE = ("DELETE FROM journal WHERE seq = 5",)
CLOSED_UP = (
    *DELETE,
    "UPDATE journal SET seq = -(seq - 1) WHERE seq > 5",
    "UPDATE journal SET seq = -seq WHERE seq < 0",
)
INSERT = (
    "UPDATE journal SET seq = -(seq + 1) WHERE seq >= 5",
    "UPDATE journal SET seq = -seq WHERE seq < 0",
    ("INSERT INTO journal SELECT 5, at, kind, ?, prev, hash, signature FROM journal WHERE seq = 4", (OTHER,)),
)
SWAP = (
    "UPDATE journal SET seq = -5 WHERE seq = 5",
    "UPDATE journal SET seq = 5 WHERE seq = 8",
    "UPDATE journal SET seq = 8 WHERE seq = -5",
)
EDITS: dict[str, tuple[Sequence[str | tuple[str, tuple[Any, ...]]], str]] = {
    "change": (CHANGE, "changed"),
    "kind": (KIND, "changed"),
    "date": (DATE, "changed"),
    "delete": (DELETE, "missing"),
    "delete and close up": (CLOSED_UP, "unchained"),
    "insert": (INSERT, "unchained"),
    "reorder": (SWAP, "unchained"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The database that the fixture `store` has open."""
    return tmp_path / "entrenous.db"


async def test_a_journal_that_nobody_touched_is_sound_with_every_mail(store: SealedStore, file: Path) -> None:
    mails = []
    for _ in range(4):
        mails.append(await mail(store))
        await write(store, 3)
    assert (await check(store, *mails)).sound
    assert [one.entries for one in mails] == [0, 3, 6, 9]
    assert len(sql(file, "SELECT DISTINCT signature FROM journal WHERE length(signature) = 128")) == 12


@pytest.mark.parametrize("edit", EDITS)
async def test_each_entry_that_is_touched_is_named_without_any_mail(store: SealedStore, file: Path, edit: str) -> None:
    await write(store, 10)
    statements, code = EDITS[edit]
    sql(file, *statements)
    assert first(await check(store)) == (5, code)


@pytest.mark.parametrize("edit", [name for name in EDITS if name != "delete"])
async def test_without_the_bots_key_hashing_anew_hides_nothing(store: SealedStore, file: Path, edit: str) -> None:
    await write(store, 10)
    sql(file, *EDITS[edit][0])
    hash_anew(file)
    assert first(await check(store)) == (5, "forged")
    sql(file, "UPDATE journal SET signature = '' WHERE seq >= 5")
    assert first(await check(store)) == (5, "unsigned")
    await write(store, 2)
    assert first(await check(store))[1] == "touched", "the bot does not vouch for it by going on"
    assert len(sql(file, "SELECT * FROM journal WHERE kind = 'journal_broken'")) == 1, "said once"


@pytest.mark.parametrize("edit", [name for name in EDITS if name != "delete"])
async def test_with_the_bots_key_too_it_differs_from_what_the_trustees_hold(
    store: SealedStore, file: Path, edit: str
) -> None:
    await write(store, 4)
    before = await mail(store)
    await write(store, 6)
    held = await mail(store)
    sql(file, *EDITS[edit][0])
    hash_anew(file, await signer_of(store))
    assert (await check(store, before)).sound, "the entries of the first mail are as they were"
    entry, code = first(await check(store, before, held))
    assert (entry, code) in {(5, "rewritten"), (10, "cut_off")}


async def test_an_end_that_is_cut_off_is_missed(store: SealedStore, file: Path) -> None:
    await write(store, 10)
    held = await mail(store)
    sql(file, "DELETE FROM journal WHERE seq > 7")
    assert first(await check(store, held)) == (8, "cut_off")


async def test_two_tails_that_change_places_are_found(
    store: SealedStore, file: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """Both were written and signed by the bot itself, one of them after a restore: nothing but a mail tells which is which."""
    await write(store, 5)
    early = await mail(store)
    forked = copied(file, tmp_path / "forked.db")
    await write(store, 5, "one")
    held = await mail(store)
    other = opened(forked, store, clock)
    await write(other, 5, "other")
    assert (await check(other)).sound
    sql(file, "DELETE FROM journal WHERE seq > 5")
    assert (await check(store, early)).sound
    sql(file, ("ATTACH ? AS forked", (str(forked),)), "INSERT INTO journal SELECT * FROM forked.journal WHERE seq > 5")
    assert (await check(store)).sound
    assert first(await check(store, held)) == (1, "rewritten")
    assert first(await check(store, early, held)) == (6, "rewritten"), "an older mail tells up to where it is the same"


async def test_yesterdays_database_in_the_place_of_todays_is_found(
    store: SealedStore, file: Path, tmp_path: Path, clock: FakeClock
) -> None:
    await write(store, 5)
    yesterday = copied(file, tmp_path / "yesterday.db")
    old = await mail(store)
    await write(store, 5)
    held = await mail(store)
    back = opened(yesterday, store, clock)
    assert (await check(back, old)).sound
    assert first(await check(back, old, held)) == (6, "cut_off")
    await write(back, 20, "later")
    assert first(await check(back, old, held)) == (6, "rewritten"), "and after it went on, longer than it was"


async def test_another_journal_with_another_key_is_not_the_one_of_the_mail(
    store: SealedStore, tmp_path: Path, clock: FakeClock
) -> None:
    other = SealedStore(fresh_database(tmp_path / "other.db"), Keyring(secrets.token_bytes(32)), clock)
    await write(store, 3)
    await write(other, 3)
    assert first(await check(other, await mail(store))) == (0, "other_key")


async def test_a_mail_that_the_bot_did_not_write_is_not_believed(store: SealedStore) -> None:
    await write(store, 3)
    held = await mail(store)
    await write(store, 1)
    for changed in (
        replace(held, entries=2),
        replace(held, gone={"0f3a": held.day}),
        replace(held, signature="00" * 64),
    ):
        (read,) = read_witnesses("\n".join(changed.lines()))
        assert (0, "mail_forged") in {(fault.entry, fault.code) for fault in (await check(store, read)).faults}
    assert (await check(store, held)).sound


async def test_the_key_in_the_mail_stays_when_the_journal_goes_on(store: SealedStore) -> None:
    keys = set()
    for _ in range(3):
        await write(store, 1)
        keys.add((await mail(store)).key)
    assert len(keys) == 1
    text = witness_text(await WitnessRecords(store).take(NOW), TomlWording())
    assert max(len(line) for line in text.splitlines()) <= 76, "mail programs fold what is longer"
    with pytest.raises(WitnessError, match="cut"):
        read_witnesses("\n".join(line for line in text.splitlines() if not line.startswith("signed: ")))


def opened(file: Path, like: SealedStore, clock: FakeClock) -> SealedStore:
    """Another file with the same keys."""
    return SealedStore(open_database(f"sqlite:///{file}"), like._keyring, clock)


async def signer_of(store: SealedStore) -> Signer:
    """What only somebody with the master key has."""
    async with store.session(writes=False) as session:
        return session.keyring.signer()
