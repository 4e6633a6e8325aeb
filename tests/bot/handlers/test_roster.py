"""The roster is changed, and the journal says by whom and for whom, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.storage.store import SealedStore
from bot.domain.messages import PersonRef
from bot.domain.roster import Member, Role
from bot.handlers.roster import TERMINAL, NoSuchMember, add_member, give_roles, invite_member, leave, link_by_hand
from redaction import RawText
from tests.fakes.clock import FakeClock

CANARY = "Zebedee Quatermain"
ACCOUNT = PersonRef("web", "zebedee-q")


class Desk:
    """The administrator at the terminal."""

    def __init__(self, store: SealedStore, clock: FakeClock) -> None:
        self.store, self.now = store, clock.now()

    async def add(self, *roles: Role) -> Member:
        async with self.store.begin() as unit:
            return await add_member(unit, RawText(CANARY), frozenset(roles), "en", by=TERMINAL, now=self.now)

    async def invite(self, member_id: str) -> str:
        async with self.store.begin() as unit:
            return await invite_member(unit, member_id, self.now + timedelta(days=7), by=TERMINAL, now=self.now)

    async def give(self, member_id: str, *roles: Role) -> None:
        async with self.store.begin() as unit:
            await give_roles(unit, member_id, frozenset(roles), by=TERMINAL, now=self.now)

    async def link(self, member_id: str, account: PersonRef = ACCOUNT) -> bool:
        async with self.store.begin() as unit:
            return await link_by_hand(unit, account, member_id, now=self.now)

    async def leave(self, member_id: str) -> None:
        async with self.store.begin() as unit:
            await leave(unit, member_id, by=TERMINAL, now=self.now)


@pytest.fixture
def desk(store: SealedStore, clock: FakeClock) -> Desk:
    return Desk(store, clock)


async def test_every_change_is_journalled_with_ids_and_counts_only(desk: Desk) -> None:
    member_id = (await desk.add(Role.SUPERVISOR, Role.LISTENER)).member_id
    code = await desk.invite(member_id)
    assert await desk.link(member_id)
    await desk.give(member_id)
    await desk.leave(member_id)
    async with desk.store.read() as unit:
        links = await unit.journal.links()
        account = unit.people.fingerprint(ACCOUNT)
    assert [(link.kind, link.body) for link in links] == [
        ("member_added", {"member": member_id, "roles": "listener+supervisor", "by": "terminal"}),
        ("member_invited", {"member": member_id, "by": "terminal"}),
        ("account_linked", {"member": member_id, "channel": "web", "account": account, "how": "hand"}),
        ("roles_changed", {"member": member_id, "roles": "none", "by": "terminal"}),
        (
            "member_left",
            {"member": member_id, "accounts": 1, "cases": 0, "codes": 1, "notes": 0, "by": "terminal"},
        ),
    ]
    written = "".join(map(str, links))
    assert [secret for secret in (*CANARY.split(), ACCOUNT.account, code) if secret in written] == []


async def test_nothing_can_be_done_for_somebody_who_left_or_never_was(desk: Desk) -> None:
    gone = (await desk.add()).member_id
    await desk.leave(gone)
    for member_id in (gone, "M-NEVER"):
        for act in (desk.invite, desk.give, desk.link, desk.leave):
            with pytest.raises(NoSuchMember, match=member_id):
                await act(member_id)
    async with desk.store.read() as unit:
        assert [link.kind for link in await unit.journal.links()] == ["member_added", "member_left"]


async def test_an_account_of_somebody_else_is_not_linked_and_nothing_is_journalled(desk: Desk) -> None:
    first, second = await desk.add(), await desk.add()
    assert await desk.link(first.member_id)
    assert not await desk.link(second.member_id)
    async with desk.store.read() as unit:
        assert await unit.roster.who(ACCOUNT) == first.member_id
        assert [link.kind for link in await unit.journal.links()].count("account_linked") == 1
