"""The order in which one message's use cases run; no rule is decided here.

    intake:     decide [-> fetch -> clear -> read, for what came with files; a voice note is listened to once it is out of sight] -> remove -> publish (posts, private notes) -> finish
    published:  publish, for a redacted version that its author released, or that was mended
    carried:    what an entry says, brought to the other legs of its round
    told:       deliver a private word that is about no message
    unclaimed:  wait ten minutes -> tell the supervisors, if the message is still held

Every step may run again after a crash: the handlers look at what the store says before they act.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.domain.ids import opaque_id
from bot.domain.records import Decision
from bot.handlers.context import Context
from bot.handlers.decide import decide
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.finish import finish, is_finished
from bot.handlers.publish import publish
from bot.handlers.read_files import clear_away, fetch_files, read_files
from bot.handlers.remove import remove
from bot.handlers.rescue import rescue
from bot.handlers.rounds.carry import carry, look
from bot.handlers.spoken import listen
from bot.handlers.unclaimed import alert_unclaimed, still_held
from bot.workflows.engine import Engine, StepFailed

log = structlog.get_logger(__name__)

_DECIDING = frozenset({"decide", "fetch", "clear", "read"})
"""Steps after which it is known what becomes of a message; where one breaks, it is withheld."""


class Flows:
    """The workflows of this process, bound to the engine and to what the handlers need."""

    def __init__(self, engine: Engine, context: Context, ready: Callable[[], Awaitable[None]]) -> None:
        self._engine = engine
        self._context = context
        self._ready = ready
        self._carrying: set[str] = set()
        """Entries whose copies are under way, so that the same work is not begun twice."""
        engine.register("intake", self._intake)
        engine.register("published", self._published)
        engine.register("carried", self._carried)
        engine.register("told", self._told)
        engine.register("unclaimed", self._unclaimed)

    async def start_intake(self, entry_id: str) -> None:
        """Begin, or go on with, the work on one entry."""
        workflow_id = entry_id
        while await self._engine.failed(workflow_id):
            workflow_id += "r"
        await self._engine.start("intake", workflow_id, entry_id)

    async def start_published(self, entry_id: str) -> None:
        """Send what an entry has ready; each time anew, since a post is mended more than once."""
        await self._engine.start("published", f"{entry_id}.{opaque_id()}", entry_id)

    async def start_told(self, note_id: str) -> None:
        """Bring a note to its person, however long the platform is out of reach; it stands for the entry it is about."""
        await self._engine.start("told", f"{note_id}.told", note_id)

    async def carry_changed(self) -> int:
        """Bring what changed in rounds to their other legs, what an earlier run left undone too; how many messages."""
        entries = await look(self._context)
        for entry_id in entries:
            if entry_id not in self._carrying:
                self._carrying.add(entry_id)
                await self._engine.start("carried", f"{entry_id}.{opaque_id()}", entry_id)
        return len(entries)

    async def _carried(self, entry_id: str) -> str:
        await self._ready()
        return await self._guarded("carry", self._carry, entry_id)

    async def _intake(self, entry_id: str) -> str:
        await self._ready()
        decision = await self._guarded("decide", self._decide, entry_id)
        if decision == Decision.READING:
            decision = await self._with_files(entry_id)
        if await is_finished(self._context, entry_id):
            self._context.to_carry.set()
            return decision  # left alone, or nothing to post
        if decision in (Decision.REDACTED, Decision.WITHHELD, Decision.LISTENING):
            await self._guarded("remove", self._remove, entry_id)
        if decision == Decision.LISTENING:
            await self._listened_to(entry_id)
        await self._guarded("publish", self._publish, entry_id)
        if decision in (Decision.WITHHELD, Decision.LISTENING):
            await self._engine.start("unclaimed", f"{entry_id}.unclaimed", entry_id)
        return decision

    async def _with_files(self, entry_id: str) -> str:
        """Each file is sealed before the message goes, and the message is out of sight before they are read."""
        fetched = await self._guarded("fetch", self._fetch, entry_id)
        await self._guarded("clear", self._clear, entry_id)

        async def read(entry_id: str) -> str:
            return (await read_files(self._context, entry_id, fetched)).value

        return await self._guarded("read", read, entry_id)

    async def _listened_to(self, entry_id: str) -> None:
        """Once the line stands in its place. Where that breaks, the voice note goes back to its author all the same."""
        await self._guarded("show", self._show, entry_id)
        with suppress(StepFailed):  # logged
            await self._guarded("listen", self._listen, entry_id)

    async def _published(self, entry_id: str) -> str:
        await self._ready()
        return await self._guarded("publish", self._publish, entry_id)

    async def _told(self, note_id: str) -> str:
        await self._ready()
        return await self._guarded("tell", self._tell, note_id)

    async def _unclaimed(self, entry_id: str) -> str:
        await self._engine.sleep(self._context.rules.claim_after.total_seconds())
        await self._ready()
        return await self._guarded("alert", self._alert, entry_id)

    async def _guarded(self, name: str, step: Callable[[str], Awaitable[str]], entry_id: str) -> str:
        """Run a step; if it raises, withhold the message rather than lose it, and say so in the log."""
        try:
            return await self._engine.step(name, step, entry_id)
        except StepFailed as failure:
            log.error("step_failed", step=name, entry=entry_id, error=str(failure))
            if name in _DECIDING:
                return await self._engine.step("rescue", self._rescue, entry_id)
            raise

    async def _decide(self, entry_id: str) -> str:
        return (await decide(self._context, entry_id)).value

    async def _fetch(self, entry_id: str) -> str:
        return await fetch_files(self._context, entry_id)

    async def _clear(self, entry_id: str) -> str:
        return await clear_away(self._context, entry_id)

    async def _rescue(self, entry_id: str) -> str:
        return (await rescue(self._context, entry_id)).value

    async def _show(self, entry_id: str) -> str:
        await publish(self._context, entry_id)
        return "done"

    async def _listen(self, entry_id: str) -> str:
        return await listen(self._context, entry_id)

    async def _remove(self, entry_id: str) -> str:
        return (await remove(self._context, entry_id)).value

    async def _publish(self, entry_id: str) -> str:
        await publish(self._context, entry_id)
        await deliver_of_entry(self._context, entry_id)
        await finish(self._context, entry_id)
        self._context.to_carry.set()
        return "done"

    async def _carry(self, entry_id: str) -> str:
        try:
            await carry(self._context, entry_id)
        finally:
            self._carrying.discard(entry_id)
            self._context.to_carry.set()
        return "done"

    async def _tell(self, note_id: str) -> str:
        await deliver_of_entry(self._context, note_id)
        return "done"

    async def _alert(self, entry_id: str) -> str:
        if not await still_held(self._context, entry_id):
            return "claimed"
        await alert_unclaimed(self._context, entry_id)
        return "told"
