"""The roster on a real database: names sealed, accounts linked and ended, codes good for once."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from adapters.storage.tables import asks, case_members, identities, links, notes
from adapters.storage.undertaking_tables import case_notices, consents
from bot.domain.consents import Consent, Said
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line, Note
from bot.domain.records import NoteKind, NoteRecord, NoteState
from bot.domain.roster import TO_JOIN, Joining, Member, Role, Status
from redaction import RawText
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
CANARY = "Zebedee Quatermain"
ON_TELEGRAM, ON_SLACK = PersonRef("telegram", "70077007"), PersonRef("slack", "U0ZEBEDEE")
LISTENER = frozenset({Role.LISTENER})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SealedStore]:
    engine = fresh_database(tmp_path / "a.db")
    yield SealedStore(engine, Keyring(secrets.token_bytes(32)), FakeClock())
    engine.dispose()


async def added(store: SealedStore, *roles: Role, accounts: tuple[PersonRef, ...] = ()) -> Member:
    async with store.begin() as unit:
        member = await unit.roster.add(RawText(CANARY), frozenset(roles) or LISTENER, "fr", NOW)
        for account in accounts:
            assert await unit.roster.link(account, member.member_id, NOW)
    return member


async def again(store: SealedStore, member_id: str) -> Member:
    async with store.read() as unit:
        member = await unit.roster.member(member_id)
    assert member is not None
    return member


async def in_case(store: SealedStore, who: str, case_id: str | None = None) -> str:
    """`who` is a member of a case; its id."""
    async with store.begin() as unit:
        case_id = case_id or await unit.cases.open(NOW)
    async with store.session(writes=True) as session:
        await session.run(insert(case_members).values(case_id=case_id, who=who, how="opened", joined_at=0))
    return case_id


async def members_of(store: SealedStore, case_id: str) -> set[str]:
    async with store.session(writes=False) as session:
        here = select(case_members.c.who).where(case_members.c.case_id == case_id, case_members.c.left_at.is_(None))
        return {row["who"] for row in await session.all(here)}


async def test_somebody_who_was_added_is_invited_and_holds_no_role_before_they_joined(store: SealedStore) -> None:
    member = await again(store, (await added(store, Role.SUPERVISOR, Role.CUSTODIAN)).member_id)
    assert (member.status, member.lang) == (Status.INVITED, "fr")
    assert member.roles == {Role.SUPERVISOR, Role.CUSTODIAN}
    assert member.name.expose() == CANARY
    assert not member.holds(Role.SUPERVISOR)


async def test_a_linked_account_makes_the_member_active_and_tells_who_it_is(store: SealedStore) -> None:
    member = await added(store, Role.SUPERVISOR)
    async with store.begin() as unit:
        fingerprint = unit.people.fingerprint(ON_TELEGRAM)
        assert await unit.roster.who(ON_TELEGRAM) == fingerprint
        assert await unit.roster.link(ON_TELEGRAM, member.member_id, NOW)
        assert await unit.roster.link(ON_TELEGRAM, member.member_id, NOW)
        assert await unit.roster.link(ON_SLACK, member.member_id, NOW)
        who = {await unit.roster.who(ON_TELEGRAM), await unit.roster.who_of(fingerprint)}
        found = await unit.roster.member_of(ON_SLACK)
        channels = [account.channel for account in await unit.roster.accounts(member.member_id)]
    assert who == {member.member_id}
    assert found is not None
    assert found.holds(Role.SUPERVISOR)
    assert sorted(channels) == ["slack", "telegram"]


async def test_an_account_belongs_to_one_person_until_they_leave(store: SealedStore) -> None:
    first, second = await added(store, accounts=(ON_TELEGRAM,)), await added(store)
    async with store.begin() as unit:
        assert not await unit.roster.link(ON_TELEGRAM, second.member_id, NOW)
        assert await unit.roster.who(ON_TELEGRAM) == first.member_id
        await unit.roster.leave(first.member_id, NOW)
        assert not await unit.roster.link(ON_TELEGRAM, first.member_id, NOW)
        assert await unit.roster.link(ON_TELEGRAM, second.member_id, NOW)
        assert await unit.roster.who(ON_TELEGRAM) == second.member_id
        assert not await unit.roster.link(ON_SLACK, "M-NOBODY", NOW)


async def test_who_holds_a_role_on_a_channel_are_those_who_joined_there(store: SealedStore) -> None:
    both = await added(store, Role.SUPERVISOR, Role.LISTENER, accounts=(ON_TELEGRAM, ON_SLACK))
    await added(store, Role.LISTENER, accounts=(PersonRef("telegram", "8"),))
    async with store.begin() as unit:
        assert await unit.roster.holding(Role.SUPERVISOR, "telegram") == (ON_TELEGRAM,)
        assert await unit.roster.holding(Role.SUPERVISOR, "slack") == (ON_SLACK,)
        await unit.roster.give_roles(both.member_id, LISTENER)
        assert await unit.roster.holding(Role.SUPERVISOR, "telegram") == ()


async def test_what_an_account_did_before_it_was_linked_is_the_members_then(store: SealedStore) -> None:
    async with store.read() as unit:
        account = unit.people.fingerprint(ON_TELEGRAM)
    member = await added(store, accounts=(ON_SLACK,))
    alone, shared = await in_case(store, account), await in_case(store, account)
    await in_case(store, member.member_id, shared)
    async with store.session(writes=True) as session:
        values = {"kind": "field", "case_id": alone, "subject": "s", "who": account, "state": "open", "at": 0}
        await session.run(insert(asks).values(ask_id="a", **values))
    async with store.begin() as unit:
        code = await unit.invitations.make("case", alone, account, LATER)
        await unit.case_notices.explained(alone, account, "fr", NOW)
        await unit.case_notices.consent(alone, account, Consent(Said.AGREED, NOW, "mark", "fr"))
        await unit.roster.link(ON_TELEGRAM, member.member_id, NOW)
    assert await members_of(store, alone) == await members_of(store, shared) == {member.member_id}
    async with store.session(writes=False) as session:
        for column in (asks.c.who, case_notices.c.explained_by, consents.c.by):
            assert [row[column.name] for row in await session.all(select(column))] == [member.member_id]
    async with store.begin() as unit:
        await unit.roster.leave(member.member_id, NOW)
        assert await unit.invitations.redeem(code, "case", NOW) == (Joining.USED, "")


async def test_leaving_ends_roles_accounts_cases_codes_links_and_waiting_words_at_once(store: SealedStore) -> None:
    member = await added(store, Role.SUPERVISOR, accounts=(ON_TELEGRAM, ON_SLACK))
    async with store.begin() as unit:
        account = unit.people.fingerprint(ON_TELEGRAM)
        record = NoteRecord("n", "e", NoteKind.ALERT, NoteState.PENDING, account, NOW)
        await unit.notes.add(record, Note("n", ON_TELEGRAM, Line("alert.rights")))
        for_them = await unit.invitations.make(TO_JOIN, member.member_id, "terminal", LATER)
        by_them = await unit.invitations.make("case", "some-case", member.member_id, LATER)
    case = await in_case(store, member.member_id)
    async with store.session(writes=True) as session:
        link = {"token": "t", "action": "see", "subject": "s", "who": member.member_id, "expires_at": 2**50}
        await session.run(insert(links).values(**link))
    async with store.begin() as unit:
        reference = (await unit.roster.leave(member.member_id, NOW)).orphaned
        after = await unit.roster.member(member.member_id)
        assert after is not None
        assert (after.status, after.roles, after.left_at) == (Status.LEFT, frozenset(), NOW)
        assert await unit.roster.accounts(member.member_id) == []
        assert await unit.roster.holding(Role.SUPERVISOR, "telegram") == ()
        assert await unit.roster.who(ON_TELEGRAM) == account
        assert await unit.notes.pending_for(account) == []
        assert await unit.invitations.redeem(for_them, TO_JOIN, NOW) == (Joining.USED, "")
        assert await unit.invitations.redeem(by_them, "case", NOW) == (Joining.USED, "")
    assert await members_of(store, case) == set()
    assert [word[:2] for word in reference] == ["C-"]
    async with store.session(writes=False) as session:
        used = (await session.all(select(links.c.used_at)))[0]["used_at"]
        sealed = [row["sealed"] for row in await session.all(select(identities.c.sealed))]
        words = [row["sealed"] for row in await session.all(select(notes.c.sealed))]
    assert used is not None
    assert sealed == [None, None]
    assert words == [None]


async def test_leaving_counts_what_ended_and_names_no_case_that_still_has_somebody(store: SealedStore) -> None:
    member = await added(store, accounts=(ON_TELEGRAM,))
    shared = await in_case(store, member.member_id)
    await in_case(store, "M-OTHER", shared)
    await in_case(store, member.member_id)
    async with store.begin() as unit:
        await unit.invitations.make(TO_JOIN, member.member_id, "terminal", NOW - timedelta(seconds=1))
        gone = await unit.roster.leave(member.member_id, NOW)
    assert (gone.channels, gone.cases, gone.invitations, gone.notes) == (("telegram",), 2, 0, 0)
    assert len(gone.orphaned) == 1
    assert await members_of(store, shared) == {"M-OTHER"}


async def test_a_leavers_account_is_still_known_for_a_leavers(store: SealedStore) -> None:
    member = await added(store, accounts=(ON_TELEGRAM,))
    async with store.begin() as unit:
        await unit.roster.leave(member.member_id, NOW)
        owner = await unit.roster.member_of(ON_TELEGRAM)
    assert owner is not None
    assert owner.status is Status.LEFT


async def test_a_code_works_once_for_its_kind_and_in_its_time(store: SealedStore) -> None:
    async with store.begin() as unit:
        code = await unit.invitations.make(TO_JOIN, "M-23456", "terminal", LATER)
        late = await unit.invitations.make(TO_JOIN, "M-23456", "terminal", LATER)
        assert await unit.invitations.redeem("2" * 12, TO_JOIN, NOW) == (Joining.WRONG, "")
        assert await unit.invitations.redeem(code, "case", NOW) == (Joining.WRONG, "")
        assert await unit.invitations.redeem(code, TO_JOIN, NOW) == (Joining.JOINED, "M-23456")
        assert await unit.invitations.redeem(code, TO_JOIN, NOW) == (Joining.USED, "")
        assert await unit.invitations.redeem(late, TO_JOIN, LATER) == (Joining.EXPIRED, "")
        assert await unit.invitations.redeem(late, TO_JOIN, LATER - timedelta(milliseconds=1)) == (
            Joining.JOINED,
            "M-23456",
        )


async def test_no_name_no_account_and_no_code_stands_in_clear(store: SealedStore, tmp_path: Path) -> None:
    member = await added(store, Role.SUPERVISOR, accounts=(ON_TELEGRAM, ON_SLACK))
    async with store.begin() as unit:
        code = await unit.invitations.make(TO_JOIN, member.member_id, "terminal", LATER)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    hidden = (*CANARY.split(), ON_TELEGRAM.account, ON_SLACK.account, code)
    assert [word for word in hidden if word.encode() in content] == []
    assert member.member_id.encode() in content
    assert CANARY not in repr(member)
