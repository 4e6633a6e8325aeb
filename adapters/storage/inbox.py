"""Inbound events, sealed under the inbox key until a case opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from adapters.storage.case_keys import CaseKeys
from adapters.storage.codec import decode, encode
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.tables import inbox, posts
from bot.domain.messages import ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.records import Decision, Entry, EntryState, PostState
from bot.ports.store import Original, Wiped
from redaction import HiddenSpan, RawText


class SealedInbox:
    """`bot.ports.store.Inbox` over the `inbox` table."""

    def __init__(self, session: Session, case_keys: CaseKeys) -> None:
        self._db = session
        self._case_keys = case_keys

    async def add(self, entry_id: str, inbound: Inbound, received_at: datetime) -> bool:
        return await self._db.add(inbox, self._columns(entry_id, inbound, received_at))

    def _columns(self, entry_id: str, inbound: Inbound, received_at: datetime) -> dict[str, Any]:
        author = inbound.author
        keyring = self._db.keyring
        return {
            "entry_id": entry_id,
            "event_key": keyring.fingerprint("event", inbound.origin.channel, inbound.event_id),
            "channel": inbound.origin.channel,
            "conversation": inbound.origin.conversation,
            "message": inbound.origin.message,
            "number": inbound.number if inbound.kind is Kind.NEW else 0,
            "author": keyring.fingerprint("person", author.channel, author.account) if author else "",
            "state": EntryState.RECEIVED,
            "code": "",
            "composed": int(inbound.composed is not None),
            "received_at": to_ms(received_at),
            "sealed": self._db.seal("inbox", _place(entry_id, "inbound"), inbound),
        }

    async def entry(self, entry_id: str) -> Entry:
        row = await self._db.one(select(inbox).where(inbox.c.entry_id == entry_id))
        if row is None:
            raise LookupError(entry_id)
        return _entry(row)

    async def received(self, channel: str, event_id: str) -> str | None:
        key = self._db.keyring.fingerprint("event", channel, event_id)
        row = await self._db.one(select(inbox.c.entry_id).where(inbox.c.event_key == key))
        return str(row["entry_id"]) if row else None

    async def inbound(self, entry_id: str) -> Inbound:
        row = await self._db.one(select(inbox.c.sealed, inbox.c.case_id).where(inbox.c.entry_id == entry_id))
        if row is None or row["sealed"] is None or row["case_id"] is not None:
            raise Wiped(entry_id)
        value: Inbound = self._db.unseal("inbox", _place(entry_id, "inbound"), row["sealed"])
        return value

    async def hold(self, entry_id: str, inbound: Inbound) -> None:
        await self._update(entry_id, sealed=self._db.seal("inbox", _place(entry_id, "inbound"), inbound))

    async def decide(self, entry_id: str, decision: Decision, case_id: str | None = None, code: str = "") -> None:
        changed = {"state": EntryState.DECIDED, "decision": decision, "code": code, "case_id": case_id}
        await self._update(entry_id, **changed)

    async def finish(self, entry_id: str) -> None:
        await self._update(entry_id, state=EntryState.DONE)

    async def wipe(self, entry_id: str) -> None:
        await self._update(entry_id, sealed=None, sealed_spans=None)

    async def _update(self, entry_id: str, **values: Any) -> None:
        await self._db.run(update(inbox).where(inbox.c.entry_id == entry_id).values(**values))

    async def keep_original(self, entry_id: str, case_id: str, original: Original) -> None:
        key = await self._case_keys.key(case_id)
        await self._update(
            entry_id,
            sealed=seal(key, _place(entry_id, "original"), encode((original.author, original.text))),
            sealed_spans=seal(key, _place(entry_id, "spans"), encode(original.spans)),
        )

    async def author(self, entry_id: str) -> PersonRef | None:
        row = await self._db.one(select(inbox.c.sealed, inbox.c.case_id).where(inbox.c.entry_id == entry_id))
        if row is None or row["sealed"] is None:
            raise Wiped(entry_id)
        if row["case_id"] is None:
            return (await self.inbound(entry_id)).author
        return (await self._original(entry_id, row))[0]

    async def original(self, entry_id: str) -> RawText:
        row = await self._db.one(select(inbox.c.sealed, inbox.c.case_id).where(inbox.c.entry_id == entry_id))
        if row is None or row["sealed"] is None or row["case_id"] is None:
            raise Wiped(entry_id)
        return (await self._original(entry_id, row))[1]

    async def _original(self, entry_id: str, row: Row) -> tuple[PersonRef | None, RawText]:
        key = await self._case_keys.key(row["case_id"])
        kept: tuple[PersonRef | None, RawText] = decode(unseal(key, _place(entry_id, "original"), row["sealed"]))
        return kept

    async def mark(self, entry_id: str, code: str) -> None:
        await self._update(entry_id, code=code)

    async def marked(self, code: str) -> list[str]:
        query = select(inbox.c.entry_id).where(inbox.c.code == code).order_by(inbox.c.entry_id)
        return [row["entry_id"] for row in await self._db.all(query)]

    def album_key(self, inbound: Inbound) -> str:
        origin = inbound.origin
        return self._db.keyring.fingerprint("album", origin.channel, origin.conversation, inbound.album or "")

    async def hidden(self, entry_id: str) -> tuple[HiddenSpan, ...]:
        row = await self._db.one(select(inbox.c.sealed_spans, inbox.c.case_id).where(inbox.c.entry_id == entry_id))
        if row is None or row["sealed_spans"] is None:
            raise Wiped(entry_id)
        key = await self._case_keys.key(row["case_id"])
        spans: tuple[HiddenSpan, ...] = decode(unseal(key, _place(entry_id, "spans"), row["sealed_spans"]))
        return spans

    async def unfinished(self) -> list[str]:
        query = select(inbox.c.entry_id).where(inbox.c.state != EntryState.DONE).order_by(inbox.c.entry_id)
        return [row["entry_id"] for row in await self._db.all(query)]

    async def blocking(self, conversation: ConversationRef, number: int, undecided_since: datetime) -> bool:
        cutoff = to_ms(undecided_since)
        undecided = _earlier(inbox, conversation, number).where(
            inbox.c.state == EntryState.RECEIVED, inbox.c.received_at > cutoff
        )
        unsent = _earlier(posts, conversation, number).where(
            or_(
                posts.c.state.in_((PostState.READY, PostState.SENDING)),
                (posts.c.state == PostState.WAITING) & (posts.c.created_at > cutoff),
            )
        )
        return bool((await self._db.run(select(or_(undecided.exists(), unsent.exists())))).scalar())

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        query = _in(select(inbox.c.message), inbox, conversation).where(inbox.c.number > 0)
        row = await self._db.one(query.order_by(inbox.c.number.desc()).limit(1))
        return row["message"] if row else None

    async def redacted_of(self, author: str, since: datetime) -> int:
        theirs = inbox.c.author == author, inbox.c.decision == Decision.REDACTED, inbox.c.composed == 0
        query = select(func.count()).select_from(inbox).where(*theirs, inbox.c.received_at > to_ms(since))
        return int((await self._db.run(query)).scalar_one())

    async def wipe_before(self, moment: datetime) -> int:
        query = (
            update(inbox)
            .where(inbox.c.received_at < to_ms(moment), inbox.c.state == EntryState.DONE, inbox.c.sealed.is_not(None))
            .values(sealed=None, sealed_spans=None)
        )
        return (await self._db.run(query)).rowcount


def _place(entry_id: str, field: str) -> str:
    return f"inbox:{entry_id}:{field}"


def _in(query: Any, table: Any, conversation: ConversationRef) -> Any:
    return query.where(table.c.channel == conversation.channel, table.c.conversation == conversation.conversation)


def _earlier(table: Any, conversation: ConversationRef, number: int) -> Any:
    return _in(select(table.c.entry_id), table, conversation).where(table.c.number > 0, table.c.number < number)


def _entry(row: Row) -> Entry:
    return Entry(
        entry_id=row["entry_id"],
        origin=MessageRef(row["channel"], row["conversation"], row["message"]),
        number=row["number"],
        author=row["author"],
        state=EntryState(row["state"]),
        received_at=from_ms(row["received_at"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
        case_id=row["case_id"],
        code=row["code"],
        composed=bool(row["composed"]),
    )
