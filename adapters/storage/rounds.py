"""Who reads a round on a leg of their own, and what stands there. Accounts and messages are opaque ids: nothing is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from adapters.storage.address_tables import copies, round_members
from adapters.storage.session import Row, Session, from_ms, to_ms
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.rounds import Copy, CopyState, RoundMember

_LOOK = (CopyState.DUE, CopyState.SENDING)
_AT_ONCE = 100


class KeptRoundMembers:
    """`bot.ports.rounds.RoundMembers` over the table `round_members`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def join(self, member: RoundMember) -> bool:
        values = {
            "round": member.round,
            "channel": member.leg.channel,
            "account": member.leg.conversation,
            "who": member.who,
            "since": to_ms(member.since),
        }
        return await self._db.add(round_members, values)

    async def leave(self, name: str, who: str) -> int:
        theirs = delete(round_members).where(round_members.c.round == name, round_members.c.who == who)
        return (await self._db.run(theirs)).rowcount

    async def members(self, name: str) -> list[RoundMember]:
        query = select(round_members).where(round_members.c.round == name)
        query = query.order_by(round_members.c.since, round_members.c.channel, round_members.c.account)
        return [_member(row) for row in await self._db.all(query)]

    async def of(self, who: str) -> list[RoundMember]:
        query = select(round_members).where(round_members.c.who == who)
        query = query.order_by(round_members.c.round, round_members.c.since)
        return [_member(row) for row in await self._db.all(query)]


class KeptCopies:
    """`bot.ports.rounds.Copies` over the table `copies`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def due(self, copy: Copy) -> None:
        look = {"state": CopyState.DUE, "entry_id": copy.entry_id, "due_at": to_ms(copy.due_at), "attempts": 0}
        values = {
            **look,
            "copy_id": copy.copy_id,
            "subject": copy.subject,
            "round": copy.round,
            "channel": copy.leg.channel,
            "conversation": copy.leg.conversation,
        }
        if not await self._db.add(copies, values):
            await self._change(copy, **look, changes=copies.c.changes + 1, code="")

    async def of_subject(self, subject: str) -> list[Copy]:
        query = select(copies).where(copies.c.subject == subject).order_by(copies.c.channel, copies.c.conversation)
        return [_copy(row) for row in await self._db.all(query)]

    async def on_leg(self, leg: ConversationRef) -> list[Copy]:
        here = copies.c.channel == leg.channel, copies.c.conversation == leg.conversation
        query = select(copies).where(*here, copies.c.state.in_(_LOOK)).order_by(copies.c.entry_id, copies.c.copy_id)
        return [_copy(row) for row in await self._db.all(query.limit(_AT_ONCE))]

    async def entries_due(self) -> list[str]:
        query = select(copies.c.entry_id).where(copies.c.state.in_(_LOOK)).distinct().order_by(copies.c.entry_id)
        return [row["entry_id"] for row in await self._db.all(query)]

    async def sending(self, copy: Copy) -> None:
        await self._change(copy, state=CopyState.SENDING, attempts=copies.c.attempts + 1)

    async def stands(self, copy: Copy, refs: Sequence[MessageRef], mark: str, *, anew: bool) -> None:
        there: dict[str, Any] = {
            "message": refs[0].message if refs else None,
            "more": " ".join(ref.message for ref in refs[1:]),
            "print": mark,
            "attempts": 0,
            "version": copies.c.version + int(anew),
        }
        await self._change(copy, **there)
        await self.end(copy, CopyState.DONE)

    async def end(self, copy: Copy, state: CopyState, code: str = "") -> None:
        await self._change(copy, copies.c.changes == copy.changes, state=state, code=code[:80])

    async def _change(self, copy: Copy, *only: ColumnElement[bool], **values: Any) -> None:
        await self._db.run(update(copies).where(copies.c.copy_id == copy.copy_id, *only).values(**values))


def _member(row: Row) -> RoundMember:
    leg = ConversationRef(row["channel"], row["account"])
    return RoundMember(row["round"], row["who"], leg, from_ms(row["since"]))


def _copy(row: Row) -> Copy:
    def there(message: str) -> MessageRef:
        return MessageRef(row["channel"], row["conversation"], message)

    return Copy(
        copy_id=row["copy_id"],
        subject=row["subject"],
        round=row["round"],
        entry_id=row["entry_id"],
        leg=ConversationRef(row["channel"], row["conversation"]),
        state=CopyState(row["state"]),
        due_at=from_ms(row["due_at"]),
        ref=there(row["message"]) if row["message"] else None,
        more=tuple(there(part) for part in row["more"].split()),
        print=row["print"],
        version=row["version"],
        changes=row["changes"],
        attempts=row["attempts"],
    )
