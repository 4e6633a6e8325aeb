"""Values of ours as WhatsApp's messages. Pure.

Limits: developers.facebook.com/documentation/business-messaging/whatsapp/messages (text, interactive reply buttons, interactive
lists). Nobody can change or remove what was sent, so every answer is a message of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain import cutting
from bot.domain.cutting import utf16
from bot.domain.files import CleanFile, FileKind
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.domain.papers import Paper, plain
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

TEXT, BODY = 4096, 1024
"""Characters of a text, and of a message with buttons."""
MOST_BUTTONS, BUTTON = 3, 20
MOST_ROWS, ROW, DESCRIPTION = 10, 24, 72
"""Lines of a list, characters of their titles and of the smaller print under them."""
DATA = 200
"""Characters of what comes back when a line is chosen."""
FILES = 5_000_000
"""Bytes of a picture; a document may be larger."""
MOST_PARTS = 3
"""Messages that a paper may take; a longer one comes as a PDF alone."""

_OWN_WORDS = {
    f"answer.{name}": f"whatsapp.{name}"
    for name in ("welcome", "private_help", "draft_sent", "draft_dropped", "draft_posted", "which_words")
}
"""They tell of what is removed here, and nothing can be."""
_TAKEN = {
    FileKind.PICTURE: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TEXT: "text/plain",
    FileKind.CSV: "text/plain",
}
"""What Meta takes (…/whatsapp/business-phone-numbers/media#supported-media-types); an ODT is not among it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a line of a list. `more`: the rest of a label that is too long, in small print."""

    data: str
    title: str
    more: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """One message: a text, with `choices` under it. `opens`: what stands on the button that opens a list.

    `reply_to`: the mark of the message that it quotes.
    """

    body: str
    choices: tuple[Choice, ...] = ()
    opens: str = ""
    reply_to: str | None = None

    @property
    def listed(self) -> bool:
        """Whether its choices are a list: there are too many for buttons, or a label is too long for one."""
        return len(self.choices) > MOST_BUTTONS or any(
            choice.more or cutting.length(choice.title, utf16) > BUTTON for choice in self.choices
        )

    def __repr__(self) -> str:
        return f"<Text of {len(self.body)} characters>"


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A picture or a document of ours, with words under it."""

    name: str
    content_type: str
    content: bytes
    caption: str = ""

    @property
    def picture(self) -> bool:
        return self.content_type.startswith("image/")

    def __repr__(self) -> str:
        return f"<File {self.name}>"


Piece = Text | File


def post(post: Post, wording: Wording) -> tuple[Piece, ...]:
    """A redacted message under its author's name, in as many messages as it needs; its files come after it."""
    body = wording.render(Line("post.covered", post.lang)) if post.covered else str(post.body)
    shown = _texts(f"{head_of(post, wording)} {body}", () if post.covered else post.buttons, post.lang, wording)
    first = replace(shown[0], reply_to=post.reply_to or post.thread)
    return (first, *shown[1:], *(() if post.covered else _files(post.files, post.lang, wording)))


def head_of(post: Post, wording: Wording) -> str:
    """Whose it is, of which case, and whether it comes late."""
    marks = ["edited"] * post.edited + ["late"] * post.late
    shown = f" ({post.case})" if post.case else ""
    shown += "".join(f" ({wording.render(Line(f'whatsapp.{mark}', post.lang))})" for mark in marks)
    return f"{post.byline or wording.render(Line('post.nameless', post.lang))}{shown}:"


def notice(notice: Notice, wording: Wording) -> tuple[Piece, ...]:
    shown = _texts(wording.render(notice.line), notice.buttons, notice.line.lang, wording)
    return (replace(shown[0], reply_to=notice.reply_to or notice.thread), *shown[1:])


def note(note: Note, wording: Wording) -> tuple[Piece, ...]:
    """A private word: the line, what was hidden, buttons."""
    lang = note.line.lang
    lines = [wording.render(note.line), *_hidden(note.hidden, lang, wording)]
    lines += [wording.render(note.also)] if note.also else []
    lines += [note.page] if note.page else []
    shown = _texts("\n".join(lines), note.buttons, lang, wording)
    quoted = note.about.message if note.about and note.about.channel == note.to.channel else None
    return (replace(shown[0], reply_to=quoted), *shown[1:])


def give_back(back: GiveBack, wording: Wording) -> tuple[Piece, ...]:
    """A withheld message for its author alone: the line, and their text. What else they sent they have in this chat."""
    quoted = back.about.message if back.about and back.about.channel == back.to.channel else None
    line = _texts(wording.render(back.line), (), back.line.lang, wording)
    text = _texts(back.text.expose(), (), back.line.lang, wording) if back.text else ()
    return (replace(line[0], reply_to=quoted), *line[1:], *text)


def private(answer: Answer, wording: Wording, quotes: str | None = None) -> tuple[Piece, ...]:
    """The answer to somebody. `quotes`: the message that it answers: a preview stands under both sides then."""
    lang = answer.line.lang
    line = replace(answer.line, key=_OWN_WORDS.get(answer.line.key, answer.line.key))
    lines = [wording.render(line), *_hidden(answer.hidden, lang, wording), *([answer.page] if answer.page else [])]
    if answer.preview is not None:
        lines += ["", str(answer.preview.after), "", *_hidden(answer.preview.hidden, lang, wording)]
    said = _texts("\n".join(lines).strip(), answer.buttons, lang, wording)
    said = (replace(said[0], reply_to=quotes if answer.preview else None), *said[1:])
    return (*_paper(answer.paper), *said) if answer.paper else said


def _paper(paper: Paper) -> tuple[Piece, ...]:
    """A paper to read here, where that does not fill the chat, and as a PDF to keep or to hand on."""
    parts = tuple(Text(part) for part in _parts(plain(paper.text)))
    return (*(parts if len(parts) <= MOST_PARTS else ()), File(paper.file, "application/pdf", paper.pdf))


def _files(files: Sequence[CleanFile], lang: Lang, wording: Wording) -> Iterable[Piece]:
    for file in files:
        if file.kind in _TAKEN and len(file.data) <= FILES:
            yield File(file.name, _TAKEN[file.kind], bytes(file.data))
        else:
            yield Text(wording.render(Line("whatsapp.file_left", lang)))


def _texts(body: str, buttons: Sequence[Button], lang: Lang | None, wording: Wording) -> tuple[Text, ...]:
    """`body` in sendable messages, with the buttons under the last; what does not fit above buttons comes before them."""
    choices = [choice_of(button, lang, wording) for button in buttons]
    if not choices:
        return tuple(Text(part) for part in _parts(body))
    opens = _both("whatsapp.choose", lang, wording)
    groups = [tuple(choices[start : start + MOST_ROWS]) for start in range(0, len(choices), MOST_ROWS)]
    fits = cutting.length(body, utf16) <= BODY and body.strip()
    before = () if fits else tuple(Text(part) for part in _parts(body))
    heads = [body if fits else _both("whatsapp.what_now", lang, wording)]
    heads += [_both("whatsapp.more_choices", lang, wording)] * (len(groups) - 1)
    return (*before, *(Text(head, group, opens) for head, group in zip(heads, groups, strict=True)))


def choice_of(button: Button, lang: Lang | None, wording: Wording) -> Choice:
    """Raises `ValueError` for a subject that is longer than Meta carries."""
    data = f"{button.action}:{button.subject}"
    if len(data) > DATA:
        raise ValueError(f"the button {button.action} with its subject is longer than {DATA} characters")
    label = label_of(button, lang, wording)
    title = cutting.shortened(label, ROW, utf16)
    return Choice(data, title, "" if title == label else cutting.shortened(label, DESCRIPTION, utf16))


def label_of(button: Button, lang: Lang | None, wording: Wording) -> str:
    languages: tuple[Lang, ...] = (lang,) if lang else ("en", "fr")
    label = " / ".join(dict.fromkeys(wording.label(button.action, each) for each in languages))
    words = wording.render(replace(button.words, lang=lang)) if isinstance(button.words, Line) else button.words
    return f"{label} {words}" if words else label


def _both(key: str, lang: Lang | None, wording: Wording) -> str:
    """A short sentence of ours, in one line where it is in both languages."""
    return wording.render(Line(key, lang)).replace("\n", " / ")


def _hidden(spans: Iterable[HiddenSpan], lang: Lang | None, wording: Wording) -> list[str]:
    """One line for each thing hidden: its pseudonym and its kind, never its value."""
    kinds = {span.pseudonym: wording.kind(span.family, lang or "en") for span in spans}
    return [f"• {pseudonym}: {kind}" for pseudonym, kind in kinds.items()]


def _parts(text: str) -> tuple[str, ...]:
    """`text` in texts that Meta takes, none of them blank."""
    return tuple(part for part in cutting.split(text, TEXT, utf16) if part.strip()) or ("…",)
