"""Posts of ours, sealed: under the key of their case, or under the inbox key where no case is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from adapters.storage.case_keys import CaseKeys
from adapters.storage.codec import decode, encode
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Row, Session, to_ms
from adapters.storage.tables import posts
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.outgoing import Notice, Post
from bot.domain.records import PostKind, PostRecord, PostState
from bot.ports.clock import Clock
from bot.ports.store import Wiped

_ON_ITS_WAY = PostState.SENDING
_GOING = (PostState.SENDING, PostState.STALLED)
_AT_ONCE = 200
_OUT = frozenset({PostState.SENDING, PostState.STALLED, PostState.POSTED})


class SealedPosts:
    """`bot.ports.store.Posts` over the `posts` table."""

    def __init__(self, session: Session, case_keys: CaseKeys, clock: Clock) -> None:
        self._db = session
        self._case_keys = case_keys
        self._clock = clock

    async def add(self, record: PostRecord, content: Post | Notice) -> bool:
        values = {
            "post_id": record.post_id,
            "entry_id": record.entry_id,
            "kind": record.kind,
            "state": record.state,
            "channel": record.conversation.channel,
            "conversation": record.conversation.conversation,
            "number": record.number,
            "case_id": record.case_id,
            "attempts": 0,
            "round": record.round,
            "subject": record.subject,
            "uncarried": 1,
            "created_at": to_ms(self._clock.now()),
            "sealed": seal(await self._key(record.case_id), _place(record.post_id), encode(content)),
        }
        return await self._db.add(posts, values)

    async def record(self, post_id: str) -> PostRecord | None:
        row = await self._db.one(select(posts).where(posts.c.post_id == post_id))
        return _record(row) if row else None

    async def of_entry(self, entry_id: str, kind: PostKind) -> PostRecord | None:
        row = await self._db.one(select(posts).where(posts.c.entry_id == entry_id, posts.c.kind == kind))
        return _record(row) if row else None

    async def all_of_entry(self, entry_id: str) -> list[PostRecord]:
        query = select(posts).where(posts.c.entry_id == entry_id).order_by(posts.c.post_id)
        return [_record(row) for row in await self._db.all(query)]

    async def standing(self, case_id: str) -> list[PostRecord]:
        query = select(posts).where(posts.c.case_id == case_id, posts.c.state == PostState.POSTED)
        return [_record(row) for row in await self._db.all(query.order_by(posts.c.created_at, posts.c.post_id))]

    async def of_case(self, case_id: str) -> list[PostRecord]:
        query = select(posts).where(posts.c.case_id == case_id).order_by(posts.c.created_at, posts.c.post_id)
        return [_record(row) for row in await self._db.all(query)]

    async def content(self, post_id: str) -> Post | Notice:
        row = await self._db.one(select(posts.c.sealed, posts.c.case_id).where(posts.c.post_id == post_id))
        if row is None or row["sealed"] is None:
            raise Wiped(post_id)
        content: Post | Notice = decode(unseal(await self._key(row["case_id"]), _place(post_id), row["sealed"]))
        return content

    async def rewrite(self, post_id: str, content: Post) -> None:
        record = await self.record(post_id)
        if record is None:
            raise Wiped(post_id)
        sealed = seal(await self._key(record.case_id), _place(post_id), encode(content))
        values: dict[str, Any] = {"sealed": sealed, "uncarried": 1}
        if record.state in _OUT:
            values["state"] = PostState.READY
        await self._db.run(update(posts).where(posts.c.post_id == post_id).values(values))

    async def supersede(self, post_id: str, refs: tuple[MessageRef, ...]) -> None:
        for ref in refs:
            there = (
                posts.c.channel == ref.channel,
                posts.c.conversation == ref.conversation,
                posts.c.message == ref.message,
            )
            await self._db.run(
                update(posts)
                .where(*there, posts.c.post_id != post_id)
                .values(state=PostState.REMOVED, sealed=None, uncarried=1)
            )

    async def unsent(self) -> list[str]:
        query = select(posts.c.entry_id).where(posts.c.state.in_((PostState.READY, PostState.SENDING))).distinct()
        return [row["entry_id"] for row in await self._db.all(query.order_by(posts.c.entry_id))]

    async def move(self, post_id: str, state: PostState) -> None:
        values: dict[str, Any] = {"state": state, "uncarried": 1}
        if state is _ON_ITS_WAY:
            values["attempts"] = posts.c.attempts + 1
        await self._db.run(update(posts).where(posts.c.post_id == post_id).values(values))

    async def sent(self, post_id: str, ref: MessageRef, more: tuple[MessageRef, ...]) -> None:
        there = {"message": ref.message, "more": " ".join(part.message for part in more), "uncarried": 1}
        this = posts.c.post_id == post_id
        await self._db.run(update(posts).where(this).values(there))
        await self._db.run(update(posts).where(this, posts.c.state.in_(_GOING)).values(state=PostState.POSTED))

    async def wipe(self, post_id: str) -> None:
        await self._db.run(update(posts).where(posts.c.post_id == post_id).values(sealed=None))

    async def wipe_clean_before(self, moment: datetime) -> None:
        clean = posts.c.kind.in_((PostKind.CLEAN, PostKind.LEFT))
        old = clean, posts.c.state == PostState.POSTED, posts.c.created_at < to_ms(moment)
        await self._db.run(update(posts).where(*old).values(sealed=None))

    async def overtaken(self, conversation: ConversationRef, number: int) -> bool:
        query = select(posts.c.post_id).where(
            posts.c.channel == conversation.channel,
            posts.c.conversation == conversation.conversation,
            posts.c.number > number,
            posts.c.state == PostState.POSTED,
        )
        return await self._db.one(query.limit(1)) is not None

    async def uncarried(self) -> list[PostRecord]:
        query = select(posts).where(posts.c.uncarried == 1, posts.c.round.is_not(None)).order_by(posts.c.entry_id)
        return [_record(row) for row in await self._db.all(query.limit(_AT_ONCE))]

    async def looked_at(self, post_id: str) -> None:
        await self._db.run(update(posts).where(posts.c.post_id == post_id).values(uncarried=0))

    async def newest(self, subject: str) -> PostRecord | None:
        query = select(posts).where(posts.c.subject == subject).order_by(posts.c.entry_id.desc())
        row = await self._db.one(query.limit(1)) if subject else None
        return _record(row) if row else None

    async def all_standing(self) -> list[str]:
        query = select(posts.c.post_id).where(posts.c.kind == PostKind.REDACTED, posts.c.state == PostState.POSTED)
        return [row["post_id"] for row in await self._db.all(query.order_by(posts.c.post_id))]

    async def given_up(self) -> list[str]:
        query = select(posts.c.post_id).where(posts.c.state == PostState.FAILED).order_by(posts.c.post_id)
        return [row["post_id"] for row in await self._db.all(query)]

    async def _key(self, case_id: str | None) -> bytes:
        return await self._case_keys.key(case_id) if case_id else self._db.keyring.key("inbox")


def _place(post_id: str) -> str:
    return f"post:{post_id}"


def _record(row: Row) -> PostRecord:
    conversation = ConversationRef(row["channel"], row["conversation"])
    ref = MessageRef(row["channel"], row["conversation"], row["message"]) if row["message"] else None
    return PostRecord(
        post_id=row["post_id"],
        entry_id=row["entry_id"],
        kind=PostKind(row["kind"]),
        state=PostState(row["state"]),
        conversation=conversation,
        number=row["number"],
        case_id=row["case_id"],
        ref=ref,
        more=tuple(MessageRef(row["channel"], row["conversation"], part) for part in row["more"].split()),
        attempts=row["attempts"],
        round=row["round"],
        subject=row["subject"],
    )
