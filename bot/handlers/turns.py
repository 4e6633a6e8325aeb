"""Order within a conversation: one decision at a time, and posts in the platform's order."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from bot.domain.messages import ConversationRef

_LOOK_AGAIN_SECONDS = 1.0
_LEGS_AT_ONCE = 8


class Turns:
    """Locks and bells of the conversations, in this process.

    The order itself is read from the store; a bell only spares the looking. `_LOOK_AGAIN_SECONDS` covers bells that
    rang in another process.
    """

    def __init__(self) -> None:
        self._locks: defaultdict[ConversationRef, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._telling: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._legs: WeakValueDictionary[ConversationRef, asyncio.Lock] = WeakValueDictionary()
        self.calls = asyncio.Semaphore(_LEGS_AT_ONCE)
        """Held for one call on one leg of a round."""
        self._bells: defaultdict[ConversationRef, asyncio.Event] = defaultdict(asyncio.Event)

    def deciding(self, conversation: ConversationRef) -> asyncio.Lock:
        """Held while one message of the conversation is decided, since the next one needs what this one teaches."""
        return self._locks[conversation]

    def publishing(self, entry_id: str) -> asyncio.Lock:
        """Held while what an entry has ready is sent, so that two who do so do not send it twice."""
        lock = self._sending.get(entry_id)
        if lock is None:
            lock = self._sending[entry_id] = asyncio.Lock()
        return lock

    def telling(self, note_id: str) -> asyncio.Lock:
        """Held while a private word is sent, so that two who bring it do not say it twice."""
        lock = self._telling.get(note_id)
        if lock is None:
            lock = self._telling[note_id] = asyncio.Lock()
        return lock

    def leg(self, leg: ConversationRef) -> asyncio.Lock:
        """Held while copies are sent there, so that they come in their order and none twice."""
        lock = self._legs.get(leg)
        if lock is None:
            lock = self._legs[leg] = asyncio.Lock()
        return lock

    def ring(self, conversation: ConversationRef) -> None:
        """Something changed in the conversation: whoever waits looks again."""
        self._bells.pop(conversation, asyncio.Event()).set()

    async def wait_while(self, conversation: ConversationRef, blocked: Callable[[], Awaitable[bool]]) -> None:
        """Return once `blocked()` is false."""
        while True:
            bell = self._bells[conversation]
            if not await blocked():
                return
            try:
                await asyncio.wait_for(bell.wait(), _LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue
