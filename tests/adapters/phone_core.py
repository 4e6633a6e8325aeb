"""What tests of WhatsApp and text messages share: a core that keeps what it was given, and our own pages' way in for a platform."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.routing import Route

from adapters.web.hooks import Hooks
from adapters.web.server import Listener
from bot.domain.drafts import Draft, Preview
from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Post
from bot.ports.channel import Hook
from redaction import Family, HiddenSpan, Lang, RawText
from redaction.text import mint_redacted
from tests.adapters.telegram.conftest import Recorder


@dataclass
class PhoneCore(Recorder):
    """The core, as a channel with telephones sees it."""

    languages: dict[str, Lang] = field(default_factory=dict)
    undelivered: list[tuple[MessageRef | None, str]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    fails: int = 0
    """So many calls of the core end as a full disk would have them end."""

    async def spoken(self, person: PersonRef) -> Lang | None:
        return self.languages.get(person.account)

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        self.undelivered.append((message, code))

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        self.deleted.append((count, left))

    def _answered(self) -> Answer:
        if self.fails:
            self.fails -= 1
            raise OSError("no space left on device")
        return self.answer


class Time:
    """The platform's clock, which tests move."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.passed, UTC)

    def pass_time(self, **span: float) -> None:
        self.passed += timedelta(**span).total_seconds()


@asynccontextmanager
async def reachable(hooks: dict[str, Hook]) -> AsyncIterator[str]:
    """The address under which our own pages lead to a channel, on a loopback port: `{}/hooks/<name>`."""
    listener = Listener("127.0.0.1", 0, "ENTRENOUS_PAGES__PORT")
    port = listener.bind()
    await listener.serve(Starlette(routes=[Route("/hooks/{name}", Hooks(hooks, time.monotonic))]))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await listener.stop()


def a_post(channel: str, account: str, body: str = "I saw [Person A] in [Town A, Dordogne]", **how: object) -> Post:
    """A redacted message on its way to somebody."""
    values: dict[str, object] = {
        "post_id": "p1",
        "conversation": ConversationRef(channel, account),
        "byline": mint_redacted("Odile"),
        "body": mint_redacted(body),
        "lang": "en",
    }
    return Post(**(values | how))  # type: ignore[arg-type]


def a_note(channel: str, account: str, *buttons: Button, key: str = "note.redacted") -> Note:
    hidden = (HiddenSpan(0, 4, Family.PERSON, "[Person A]"),)
    return Note("n1", PersonRef(channel, account), Line(key, "en", {"count": 1}), hidden=hidden, buttons=buttons)


def a_preview(writing: object, *buttons: Button, body: str = "[Person A] is low") -> Answer:
    """What the core says to a private word: how it would read, and what can be done with it."""
    preview = Preview(
        draft=Draft("ab12", writing),  # type: ignore[arg-type]
        after=mint_redacted(body),
        hidden=(HiddenSpan(0, 4, Family.PERSON, "[Person A]"),),
        lang="en",
        places=(),
    )
    return Answer(Line("answer.draft", "en", {"count": 1}), preview=preview, buttons=buttons)


DRAFT_BUTTONS = (
    Button("draft_send", "ab12/0/round:advice"),
    Button("draft_more", "ab12"),
    Button("draft_which", "ab12"),
    Button("draft_options", "ab12"),
    Button("draft_drop", "ab12"),
)
WRITTEN = RawText("Mary is low")
