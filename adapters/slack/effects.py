"""What the core asks of Slack: remove, post, amend, find, tell. Each call ends in an `Effect`, never in an exception."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import structlog

from adapters.slack import faults, files, render
from adapters.slack.client import As, Fields, SlackClient, SlackFault
from adapters.slack.files import Handle, file_of, own_files
from adapters.slack.parse import NAME
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import MOST_FETCHED, NotFetched
from bot.ports.wording import Wording
from redaction import RawBytes

REMEMBERED = 10_000
LOST_THREAD = frozenset({"cannot_reply_to_message", "thread_not_found", "restricted_action_thread_locked"})
_AMBIGUOUS = frozenset({"timeout", "connection", "no_json"})


class Effects:
    """Carries out effects, and remembers of each message what removing and replacing it needs."""

    def __init__(self, client: SlackClient, wording: Wording) -> None:
        self._client = client
        self._wording = wording
        self._traits: OrderedDict[tuple[str, str], tuple[tuple[str, ...], bool]] = OrderedDict()
        self._direct: dict[str, str] = {}
        self._unsure: set[str] = set()
        self._shared: dict[str, dict[int, str]] = {}

    def remember(self, channel: str, ts: str, files: tuple[str, ...], *, broadcast: bool) -> None:
        """Keep the file ids of a message, and whether it was sent to the channel from a thread."""
        self._traits[channel, ts] = (files, broadcast)
        while len(self._traits) > REMEMBERED:
            self._traits.popitem(last=False)

    async def remove(self, message: MessageRef) -> Effect:
        """Take the message away, by the admin's token where there is one; then see that its files left with it."""
        if (shared := file_of(message.message)) is not None:
            return await self._unshare(shared)
        left = await self._files(message)
        who = As.ADMIN if self._client.has_admin else As.BOT
        try:
            await self._client.do("chat.delete", {"channel": message.conversation, "ts": message.message}, who)
            done = Effect(Outcome.DONE)
        except SlackFault as fault:
            done = self._not_removed(fault)
        if done.outcome not in {Outcome.DONE, Outcome.GONE}:
            return done
        for file in left:
            if (trouble := await self._file_left(file, message.conversation)) is not None:
                return trouble
        return done

    async def _unshare(self, file: str) -> Effect:
        """A file of ours goes with the message that it stood in."""
        try:
            await self._client.do("files.delete", {"file": file})
        except SlackFault as fault:
            return faults.effect(fault.code, fault.retry_after)
        return Effect(Outcome.DONE)

    def _not_removed(self, fault: SlackFault) -> Effect:
        effect = faults.effect(fault.code, fault.retry_after)
        if effect.outcome is Outcome.FORBIDDEN and not self._client.has_admin:
            return Effect(Outcome.FORBIDDEN, code="no_admin_token")
        if fault.code in faults.REFUSED:
            return Effect(Outcome.FORBIDDEN, code=f"admin_{fault.code}")
        return effect

    async def _files(self, message: MessageRef) -> tuple[str, ...]:
        """From memory; after a restart from the message itself, while it is there."""
        known = self._traits.get((message.conversation, message.message))
        if known is not None:
            return known[0]
        try:
            found = await self._client.read(
                "conversations.replies", {"channel": message.conversation, "ts": message.message, "limit": 1}
            )
        except SlackFault as fault:
            _log().warning("slack.files_unknown", ts=message.message, code=fault.code)
            return ()
        first: Mapping[str, Any] = next(iter(found.get("messages") or ()), {})
        return own_files(first) if first.get("ts") == message.message else ()

    async def _file_left(self, file: str, channel: str) -> Effect | None:
        """None once the file is not in the channel. A file that stayed behind is deleted: unread, it must not be seen."""
        if not file:
            return None
        try:
            seen = (await self._client.read("files.info", {"file": file}))["file"]
            if channel in {*(seen.get("channels") or ()), *(seen.get("groups") or ())}:
                who = As.ADMIN if self._client.has_admin else As.BOT
                await self._client.do("files.delete", {"file": file}, who)
        except SlackFault as fault:
            trouble = faults.effect(fault.code, fault.retry_after)
            return (
                None
                if trouble.outcome is Outcome.GONE
                else Effect(trouble.outcome, None, fault.retry_after, f"file_{fault.code}")
            )
        return None

    async def post(self, post: Post) -> Effect:
        """Post the redacted version; of a long one only the parts that are not there yet."""
        origin = post.origin or MessageRef(NAME, post.conversation.conversation, post.reply_to or "")
        _, broadcast = self._traits.get((origin.conversation, origin.message), ((), False))
        parts = render.post(post, self._wording, broadcast=broadcast)
        try:
            look = len(parts) > 1 or post.post_id in self._unsure or bool(post.files)
            there = await self._parts_of(post) if look else {}
            for number, arguments in enumerate(parts, start=1):
                if number not in there:
                    there[number] = await self._say(arguments)
            with_it = await self._share(post, there[1])
        except SlackFault as fault:
            return self._not_posted(post.post_id, fault)
        self._unsure.discard(post.post_id)
        self._shared.pop(post.post_id, None)
        done = self._standing(post, there, len(parts))
        return replace(done, more=(*done.more, *with_it))

    async def _share(self, post: Post, ts: str) -> tuple[MessageRef, ...]:
        """Its pictures and documents, in its thread, so that what is answered there belongs to it. Raises `SlackFault`."""
        if post.covered or not post.files:
            return ()
        channel, shared = post.conversation.conversation, self._shared.setdefault(post.post_id, {})
        for file in post.files:
            if file.number not in shared:
                name = file.name
                shared[file.number] = await self._client.upload(channel, name, name, file.data, post.thread or ts)
        return tuple(self._ref(channel, files.shared(file)) for file in shared.values())

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        """Change each message of a post in its place; those that it does not need any more go.

        A post of which somebody took a part away is taken away whole: half of it must not stand as it was before.
        """
        said = tuple(ref for ref in standing if file_of(ref.message) is None)
        kept = standing[len(said) :]
        if kept and post.files and not post.covered and standing != post.replaces:
            effect = await self._amend(post, said)
            return replace(effect, more=(*effect.more, *kept)) if effect.outcome is Outcome.DONE else effect
        if post.files and not post.covered:
            return Effect(Outcome.UNSUPPORTED, code="files")
        return await self._without(kept, await self._amend(post, said))

    async def _amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        parts = render.post(post, self._wording, covering=len(standing))
        if len(parts) > len(standing):
            return Effect(Outcome.UNSUPPORTED, code="does_not_fit")
        try:
            for ref, arguments in zip(standing, parts, strict=False):
                await self._client.do("chat.update", render.amended(arguments, ref))
        except SlackFault as fault:
            effect = faults.amending(fault.code, fault.retry_after)
            return await self._without(standing, effect) if effect.outcome is Outcome.GONE else effect
        left = await self._without(standing[len(parts) :], Effect(Outcome.DONE))
        return replace(left, ref=standing[0], more=standing[1 : len(parts)]) if left.outcome is Outcome.DONE else left

    async def _without(self, messages: Iterable[MessageRef], then: Effect) -> Effect:
        """`then`, once these messages are gone; else what is in the way."""
        for message in messages:
            removed = await self.remove(message)
            if removed.outcome not in {Outcome.DONE, Outcome.GONE}:
                return removed
        return then

    def _standing(self, post: Post, there: Mapping[int, str], parts: int) -> Effect:
        refs = [self._ref(post.conversation.conversation, there[number]) for number in range(1, parts + 1)]
        return Effect(Outcome.DONE, refs[0], more=tuple(refs[1:]))

    async def notice(self, notice: Notice) -> Effect:
        try:
            ts = await self._say(render.notice(notice, self._wording))
        except SlackFault as fault:
            return faults.effect(fault.code, fault.retry_after)
        return Effect(Outcome.DONE, self._ref(notice.conversation.conversation, ts))

    async def find(self, post: Post) -> Effect:
        """DONE if every part of the post stands in the channel."""
        try:
            there = await self._parts_of(post)
        except SlackFault as fault:
            return faults.effect(fault.code, fault.retry_after)
        if post.files and not post.covered:
            return Effect(Outcome.GONE)  # its files are not found this way; `post` looks which of its words are there
        wanted = len(render.post(post, self._wording))
        if not all(number in there for number in range(1, wanted + 1)):
            return Effect(Outcome.GONE)
        return self._standing(post, there, wanted)

    async def fetch(self, handle: Handle) -> RawBytes:
        """Raises `NotFetched`."""
        if not handle.id:
            raise NotFetched("foreign")
        try:
            file = (await self._client.read("files.info", {"file": handle.id}))["file"]
            if int(file.get("size") or 0) > MOST_FETCHED:
                raise NotFetched("too_big")
            url = str(file.get("url_private_download") or file.get("url_private") or "")
            return RawBytes(await self._client.download(url, MOST_FETCHED))
        except SlackFault as fault:
            passing = faults.outcome(fault.code) is Outcome.RETRY
            raise NotFetched(fault.code, passing=passing) from None

    async def tell(self, note: Note) -> Effect:
        """By direct message: an ephemeral one vanishes on reload, and is not certain to arrive."""
        link = await self.link(note.about) if note.about else None
        return await self._privately(note.to, lambda channel: (render.note(note, self._wording, channel, link),))

    async def give_back(self, back: GiveBack) -> Effect:
        return await self._privately(back.to, lambda channel: render.give_back(back, self._wording, channel))

    async def _privately(self, person: PersonRef, messages: Callable[[str], tuple[render.Arguments, ...]]) -> Effect:
        if not person.account.startswith(("U", "W")):
            return Effect(Outcome.UNSUPPORTED, code="author_is_app")
        ref = None
        try:
            channel = await self.direct(person.account)
            for arguments in messages(channel):
                ts = (await self._client.do("chat.postMessage", arguments))["ts"]
                ref = ref or self._ref(channel, str(ts))
        except SlackFault as fault:
            return faults.effect(fault.code, fault.retry_after)
        return Effect(Outcome.DONE, ref)

    async def direct(self, account: str) -> str:
        """The id of the direct messages with a member. Raises `SlackFault`."""
        if account not in self._direct:
            found = await self._client.do("conversations.open", {"users": account})
            self._direct[account] = str(found["channel"]["id"])
        return self._direct[account]

    async def _say(self, arguments: render.Arguments) -> str:
        """Post; where the thread is lost, in the channel: a redacted version must not be lost with its thread."""
        try:
            return str((await self._client.do("chat.postMessage", arguments))["ts"])
        except SlackFault as fault:
            if fault.code not in LOST_THREAD or "thread_ts" not in arguments:
                raise
        plain = {key: value for key, value in arguments.items() if key not in {"thread_ts", "reply_broadcast"}}
        return str((await self._client.do("chat.postMessage", plain))["ts"])

    def _not_posted(self, post_id: str, fault: SlackFault) -> Effect:
        """A call whose answer got lost may have had its effect: look before posting again."""
        if fault.code in _AMBIGUOUS or fault.code.startswith("http_5") or fault.code in faults.PASSING:
            self._unsure.add(post_id)
        return faults.effect(fault.code, fault.retry_after)

    async def _parts_of(self, post: Post) -> dict[int, str]:
        """Part number -> timestamp of what is in the thread, else in the channel. Raises `SlackFault`."""
        where: dict[str, str | int | bool] = {"channel": post.conversation.conversation, "include_all_metadata": True}
        if post.origin:
            where["oldest"] = post.origin.message
        found: dict[int, str] = {}
        if post.thread:
            found = await self._search("conversations.replies", post.post_id, {**where, "ts": post.thread})
        return found or await self._search("conversations.history", post.post_id, where)

    async def _search(self, method: str, post_id: str, arguments: Fields) -> dict[int, str]:
        found: dict[int, str] = {}
        try:
            async for message in self._client.pages(method, "messages", arguments):
                payload = _own_payload(message.get("metadata"))
                if payload.get("post") == post_id:
                    found[int(payload["part"])] = str(message["ts"])
        except SlackFault as fault:
            if fault.code not in LOST_THREAD:
                raise
        return found

    async def link(self, message: MessageRef) -> str | None:
        """Where a message can be opened; None where Slack does not say."""
        try:
            found = await self._client.read(
                "chat.getPermalink", {"channel": message.conversation, "message_ts": message.message}
            )
        except SlackFault as fault:
            _log().info("slack.no_permalink", ts=message.message, code=fault.code)
            return None
        return str(found["permalink"])

    def _ref(self, channel: str, ts: str) -> MessageRef:
        return MessageRef(NAME, channel, ts)


def _own_payload(metadata: Any) -> Mapping[str, Any]:
    """What we sent along with a post of ours; nothing for anybody else's message."""
    match metadata:
        case {"event_type": render.POST, "event_payload": {"post": str(post), "part": int(part)}}:
            return {"post": post, "part": part}
    return {}


def _log() -> Any:
    return structlog.get_logger("adapters.slack")
