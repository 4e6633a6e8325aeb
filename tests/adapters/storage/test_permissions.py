"""Authors' own tokens: sealed, used until they end, there until they are revoked, whatever the master key."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from adapters.storage.database import migrate, open_database
from adapters.storage.keys import Keyring, master_id
from adapters.storage.rotation import rotate
from adapters.storage.sealing import SealBroken
from adapters.storage.store import SealedStore
from adapters.storage.tables import author_tokens
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.ports.on_behalf import Permission
from redaction import RawText
from tests.adapters.storage.test_rotation import Home, home
from tests.fakes.clock import FakeClock

__all__ = ["home"]

NOW = FakeClock().now()
SUE, BOB = PersonRef("slack", "U0SUE"), PersonRef("slack", "U0BOB")
CANARY = "xoxp-canary-0000"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SealedStore]:
    engine = open_database(f"sqlite:///{tmp_path / 'entrenous.db'}")
    migrate(engine)
    yield SealedStore(engine, Keyring(secrets.token_bytes(32)), FakeClock())
    engine.dispose()


async def given(store: SealedStore, person: PersonRef = SUE, token: str = CANARY) -> str:
    """The fingerprint of whose it is."""
    async with store.begin() as unit:
        await unit.permissions.keep(Permission(person, RawText(token)), NOW)
        return unit.people.fingerprint(person)


async def in_use(store: SealedStore, person: str) -> str | None:
    async with store.read() as unit:
        token = await unit.permissions.token(person)
    return token.expose() if token else None


async def test_it_is_used_until_it_ends_and_kept_until_it_is_revoked(store: SealedStore) -> None:
    sue, bob = await given(store), await given(store, BOB, "xoxp-other")
    assert (await in_use(store, sue), await in_use(store, bob)) == (CANARY, "xoxp-other")
    async with store.begin() as unit:
        assert await unit.permissions.end(sue, NOW) == SUE
        assert await unit.permissions.end(sue, NOW) is None
        assert await unit.permissions.holders("slack") == [bob]
        (waiting,) = await unit.permissions.to_revoke()
        assert (waiting.person, waiting.token.expose()) == (SUE, CANARY)
        await unit.permissions.forget(waiting)
        assert await unit.permissions.to_revoke() == []
    assert await in_use(store, sue) is None


async def test_one_that_was_given_anew_is_not_forgotten_with_the_old_one(store: SealedStore) -> None:
    sue = await given(store)
    async with store.begin() as unit:
        await unit.permissions.end(sue, NOW)
        (waiting,) = await unit.permissions.to_revoke()
    await given(store, token="xoxp-anew")
    async with store.begin() as unit:
        await unit.permissions.forget(waiting)
    assert await in_use(store, sue) == "xoxp-anew"


async def test_nothing_of_it_is_in_clear(store: SealedStore, tmp_path: Path) -> None:
    await given(store)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert CANARY.encode() not in content
    assert SUE.account.encode() not in content
    assert CANARY not in repr(Permission(SUE, RawText(CANARY)))


async def test_one_persons_token_opens_in_no_other_row(store: SealedStore) -> None:
    sue, bob = await given(store), await given(store, BOB, "xoxp-other")
    async with store.session(writes=True) as session:
        (sealed,) = (await session.run(select(author_tokens.c.sealed).where(author_tokens.c.person == sue))).scalars()
        await session.run(update(author_tokens).where(author_tokens.c.person == bob).values(sealed=sealed))
    with pytest.raises(SealBroken):
        await in_use(store, bob)


async def test_a_changed_master_key_opens_it(home: Home) -> None:
    sue = await given(home.open())
    await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    home.files.finish()
    assert await in_use(home.open(), sue) == CANARY


async def test_a_leavers_tokens_end_on_every_account_and_wait_to_be_revoked(store: SealedStore) -> None:
    sue, bob = await given(store), await given(store, BOB)
    async with store.begin() as unit:
        member = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", NOW)
        await unit.roster.link(SUE, member.member_id, NOW)
        gone = await unit.roster.leave(member.member_id, NOW + timedelta(days=1))
        assert gone.permissions == 1
        assert [waiting.person for waiting in await unit.permissions.to_revoke()] == [SUE]
    assert (await in_use(store, sue), await in_use(store, bob)) == (None, CANARY)
