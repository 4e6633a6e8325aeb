"""Values of ours for the tests, without a redaction pipeline."""

from __future__ import annotations

from typing import Any

from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Line, Note, Notice, Post
from redaction.text import mint_redacted


def a_post(channel: str, body: str = "[Person A] rang again.", *, byline: str = "Sue Martin", **more: Any) -> Post:
    given: dict[str, Any] = {"post_id": "p1", "lang": "en", **more}
    return Post(
        conversation=ConversationRef("slack", channel), byline=mint_redacted(byline), body=mint_redacted(body), **given
    )


def a_notice(channel: str, **more: Any) -> Notice:
    line = Line("notice.held", "en", {"byline": mint_redacted("Sue Martin")})
    return Notice("n1", ConversationRef("slack", channel), line, **more)


def a_note(person: str, **more: Any) -> Note:
    given: dict[str, Any] = {"line": Line("note.redacted", "en", {"count": 2}), **more}
    return Note("t1", PersonRef("slack", person), **given)


def ref(channel: str, ts: str) -> MessageRef:
    return MessageRef("slack", channel, ts)
