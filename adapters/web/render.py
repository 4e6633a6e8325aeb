"""What the core says -> records of the room. Pure: nothing is decided here, and nothing sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from adapters.web.entries import Enclosed, Hidden, Noted, Noticed, Posted, Pressable, Returned
from bot.domain.outgoing import Button, GiveBack, Line, Note, Notice, Post
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang, RawText

_OWN_WORDS = {
    "answer.case_opened": "web.case_opened",
    "answer.case_invited": "web.case_invited",
    "answer.case_shared": "web.case_shared",
    "answer.draft_sent": "web.draft_sent",
    "answer.draft_dropped": "web.draft_dropped",
    "answer.code_handed": "web.code_handed",
    "answer.code_accepted": "web.code_accepted",
    "answer.field_asked": "web.field_asked",
    "answer.take_asked": "web.take_asked",
    "answer.take_again": "web.take_again",
    "left.case_explained": "web.left_explained",
    "left.case_copy_offered": "web.left_copy_offered",
    "left.case_consent": "web.left_consent",
    "note.explain_due": "web.explain_due",
    "note.hint": "web.hint",
}
"""A room has pages and buttons, and no private chat to write words in."""

LANGUAGES: tuple[Lang, ...] = ("en", "fr")


@dataclass(frozen=True, slots=True, repr=False)
class Sides:
    """A text cut at what is hidden in it. `pieces`: each with whether it is hidden; `values`: what each span hides."""

    text: str
    pieces: tuple[tuple[str, bool], ...]
    values: tuple[str, ...]


class Names(Protocol):
    """Where the core names one of our posts, the room knows the message that it stands for."""

    def message_of(self, what: str) -> str: ...


def message_id(post: Post) -> str:
    """The room's name for what is posted: that of the message it stands for, where the core tells it."""
    return post.origin.message if post.origin else post.post_id


def posted(post: Post, names: Names, at: datetime, files: tuple[Enclosed, ...] = ()) -> Posted:
    return Posted(
        at=at,
        post_id=post.post_id,
        message=message_id(post),
        byline=post.byline,
        body="" if post.covered else post.body,
        lang=post.lang,
        thread=_place(post.thread, names),
        reply_to=_place(post.reply_to, names),
        buttons=() if post.covered else pressable(post.buttons),
        late=post.late,
        edited=post.edited,
        case=post.case or "",
        hidden=hidden(post.hidden),
        covered=post.covered,
        files=files,
    )


def noticed(notice: Notice, names: Names, wording: Wording, at: datetime) -> Noticed:
    return Noticed(
        at=at,
        notice_id=notice.notice_id,
        text=in_each_language(notice.line, wording),
        thread=_place(notice.thread or notice.reply_to, names),
        buttons=pressable(notice.buttons),
    )


def noted(note: Note, names: Names, wording: Wording, at: datetime) -> Noted:
    return Noted(
        at=at,
        note_id=note.note_id,
        to=note.to.account,
        text=_sentences(note, wording),
        hidden=hidden(note.hidden),
        about=_place(note.about.message, names) if note.about else None,
        buttons=pressable(note.buttons),
        page=note.page or "",
    )


def returned(back: GiveBack, wording: Wording, at: datetime) -> Returned:
    """A handle that is no number is none of ours: the file is then left out, and the text still goes back."""
    return Returned(
        at=at,
        note_id=back.note_id,
        to=back.to.account,
        text=in_each_language(back.line, wording),
        body=back.text,
        files=tuple(int(item.handle) for item in back.attachments if item.handle.isdecimal()),
        about=back.about.message if back.about else None,
    )


def returned_text(back: Returned) -> str:
    """The withheld message, for its author's eyes."""
    return back.body.expose()


def sides(text: RawText, spans: Iterable[HiddenSpan]) -> Sides:
    """What its author wrote, for their eyes, with what is hidden in it."""
    written, pieces, at = text.expose(), [], 0
    spans = list(spans)
    for span in sorted(spans, key=lambda one: one.start):
        if span.start >= at:
            pieces += [(written[at : span.start], False), (written[span.start : span.end], True)]
            at = span.end
    pieces.append((written[at:], False))
    return Sides(written, tuple(pieces), tuple(written[span.start : span.end] for span in spans))


def in_each_language(line: Line, wording: Wording) -> dict[Lang, str]:
    """The reader picks the language of the page, so a record keeps both."""
    return {lang: wording.render(replace(own_words(line), lang=lang)) for lang in LANGUAGES}


def own_words(line: Line) -> Line:
    """The line as a room says it, and what stands in it."""
    slots = {name: own_words(value) if isinstance(value, Line) else value for name, value in line.slots.items()}
    return replace(line, key=_OWN_WORDS.get(line.key, line.key), slots=slots)


def _sentences(note: Note, wording: Wording) -> dict[Lang, str]:
    """The line, and the second sentence if there is one."""
    said = [in_each_language(line, wording) for line in (note.line, note.also) if line is not None]
    return {lang: " ".join(each[lang] for each in said) for lang in LANGUAGES}


def hidden(spans: Iterable[HiddenSpan]) -> tuple[Hidden, ...]:
    return tuple(Hidden(start=span.start, end=span.end, family=span.family, pseudonym=span.pseudonym) for span in spans)


def _place(what: str | None, names: Names) -> str | None:
    return None if what is None else names.message_of(what)


def pressable(buttons: Iterable[Button]) -> tuple[Pressable, ...]:
    """A button that ends in a sentence is for roles, which nobody holds in a room."""
    return tuple(Pressable(action=one.action, subject=one.subject, words=_words(one)) for one in buttons)


def _words(button: Button) -> str:
    return "" if button.words is None or isinstance(button.words, Line) else button.words
