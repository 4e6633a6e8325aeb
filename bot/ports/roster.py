"""Who belongs to the association, as the handlers ask for it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.messages import PersonRef
from bot.domain.roster import Account, Departure, Joining, Member, Role
from redaction import Lang, RawText


class Roster(Protocol):
    """People, roles and accounts. Names and accounts are sealed; no client is ever in it.

    `who` is what cases are keyed on: a member's id (`M-…`) where an account is linked, else the account's fingerprint.
    """

    async def add(self, name: RawText, roles: frozenset[Role], lang: Lang, now: datetime) -> Member:
        """Put somebody on the roster; they are invited until an account is linked."""

    async def member(self, member_id: str) -> Member | None: ...

    async def members(self) -> list[Member]:
        """Everybody, leavers too, in the order in which they were added."""

    async def accounts(self, member_id: str) -> list[Account]:
        """The accounts of a member; none of somebody who left."""

    async def member_of(self, person: PersonRef) -> Member | None:
        """Whose account it is. A leaver's account still tells that it was theirs, so that no door opens to it."""

    async def who(self, person: PersonRef) -> str: ...

    async def who_of(self, fingerprint: str) -> str:
        """The same for an account of which only the fingerprint is known (an entry's author)."""

    async def reach(self, who: str) -> tuple[PersonRef, ...]:
        """The accounts by which somebody can be written to: a member's, or the one itself that is on no roster."""

    async def holding(self, role: Role, channel: str) -> tuple[PersonRef, ...]:
        """Accounts on `channel` of active members who hold `role`."""

    async def give_roles(self, member_id: str, roles: frozenset[Role]) -> None:
        """These roles and no others."""

    async def link(self, person: PersonRef, member_id: str, now: datetime) -> bool:
        """Make the account the member's, with the cases that it is in.

        False, and nothing happens, where it belongs to somebody else who has not left, or where the member has left.
        """

    async def leave(self, member_id: str, now: datetime) -> Departure:
        """End everything at once: roles, accounts, memberships of cases, codes for and by them, links, waiting notes."""


class Invitations(Protocol):
    """One-time codes. A code is kept nowhere: only its keyed fingerprint is."""

    async def make(self, kind: str, subject: str, made_by: str, expires_at: datetime) -> str:
        """A new code. `kind` says what it is good for: `roster.TO_JOIN`, whose subject is a member's id."""

    async def redeem(self, code: str, kind: str, now: datetime) -> tuple[Joining, str]:
        """Use a code up: JOINED and its subject, or WRONG, USED or EXPIRED and ""."""

    async def end(self, subject: str, now: datetime) -> int:
        """Use up every code for `subject` and every one made by them; how many were still good."""
