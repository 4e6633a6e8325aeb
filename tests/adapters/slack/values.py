"""Values of ours for the tests, without a redaction pipeline."""

from __future__ import annotations

from typing import Any

from bot.domain.drafts import Draft, Preview, Writing
from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Notice, Post
from redaction import HiddenSpan, RawText
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


def a_preview(
    text: str, after: str, hidden: tuple[HiddenSpan, ...] = (), *, place: str | None = None, **more: Any
) -> Answer:
    """An answer that shows a draft; `more`: fields of the draft, or `corrects`, `places`, `cases`, `case`, `lang`."""
    lang = more.pop("lang", "en")
    shown = {name: more.pop(name) for name in ("cases", "case") if name in more}
    places = tuple(ConversationRef("slack", one) for one in more.pop("places", ()))
    writing = Writing(
        PersonRef("slack", "U0SUE00001"),
        RawText("Sue Martin"),
        RawText(text),
        lang,
        place=ConversationRef("slack", place) if place else None,
        corrects=more.pop("corrects", None),
    )
    draft = Draft("d1", writing, **more)
    preview = Preview(draft, mint_redacted(after), hidden, lang, places, **shown)
    buttons = (Button("draft_send", f"d1/{place}" if place else "d1"), Button("draft_drop", "d1"))
    return Answer(Line("answer.draft", lang, {"count": len(hidden)}), buttons=buttons, preview=preview)


def some_words(*words: str, chosen: tuple[int, ...] = ()) -> Answer:
    """An answer that asks which words of a reported message are to be hidden."""
    buttons = (
        Button("missed_not" if n in chosen else "missed", f"d1/{n}", mint_redacted(word))
        for n, word in enumerate(words)
    )
    return Answer(Line("answer.missed_which", "en"), buttons=(*buttons, Button("missed_done", "d1")))
