"""Values of ours as the arguments of Telegram's methods. Pure.

Never a `parse_mode`: a volunteer's asterisk must not change what is shown, so the byline is bold by an entity, whose
offsets count UTF-16 units (https://core.telegram.org/bots/api#messageentity).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType

from adapters.telegram.cutting import shortened, split
from bot.domain.files import FileKind
from bot.domain.marks import Mark, Style, linked
from bot.domain.messages import Attachment, MessageRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.domain.papers import Paper, plain
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

ALERT_LIMIT = 200
"""Of the answer to a pressed button (https://core.telegram.org/bots/api#answercallbackquery)."""

DATA_LIMIT = 64
"""Bytes of a button's `callback_data` (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""

START_PAYLOAD = "hello"

MOST_PARTS = 3
"""Messages that a paper may take; a longer one comes as a PDF alone."""

_WORDS = frozenset({"missed", "missed_not", "detail", "detail_not"})
_ABREAST = 3
STARTS_ANEW = frozenset(
    {"not_detail", "hide_more", "correct", "missed_open", "draft_more", "menu_urgent", "alert_whom", "alert"}
)
"""Actions whose answer is a message of its own; any other answer takes the place of what the button stood under.

Whom to ring stays in sight.
"""

_OWN_WORDS = {"answer.welcome": "telegram.welcome", "answer.private_help": "telegram.private_help"}
"""They tell of the reaction that hides, which other platforms do not have."""

_METHODS = frozenset({"photo", "video", "video_note", "animation", "voice", "audio", "document"})


@dataclass(frozen=True, slots=True)
class Key:
    """An inline button: it sends `data` to us, or opens `url`, or `app`, a page of ours inside of Telegram."""

    label: str
    data: str | None = None
    url: str | None = None
    app: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """One `sendMessage`."""

    chat: int
    text: str
    marks: tuple[Mark, ...] = ()
    thread: int | None = None
    reply_to: int | None = None
    keys: tuple[tuple[Key, ...], ...] = ()

    def __repr__(self) -> str:
        return f"<Text of {len(self.text)} characters to {self.chat}>"


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """One `sendPhoto`, `sendVoice`…: a file that Telegram has already, by its `file_id`."""

    chat: int
    kind: str
    file_id: str

    def __repr__(self) -> str:
        return f"<File {self.kind} to {self.chat}>"


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One `sendDocument` or `sendPhoto` with a file of ours, which Telegram does not have yet."""

    chat: int
    name: str
    content: bytes
    kind: str = "document"
    thread: int | None = None
    reply_to: int | None = None

    def __repr__(self) -> str:
        return f"<Document {self.name}>"


Piece = Text | File | Document


@dataclass(frozen=True, slots=True, repr=False)
class Alert:
    """One `answerCallbackQuery`: what the person who pressed sees, alone."""

    text: str
    url: str | None = None


def post(post: Post, wording: Wording, bot: str | None) -> tuple[Text, ...]:
    """A redacted message under its author's name, in as many parts as it needs; buttons under the last."""
    covered = wording.render(Line("post.covered", post.lang))
    body, marks = (covered, ()) if post.covered else linked(post.body, post.marks)
    head = head_of(post, wording)
    first = Text(
        chat=int(post.conversation.conversation),
        text=f"{head} {body}",
        marks=(Mark(0, len(head), Style.BOLD), *after(marks, len(head) + 1)),
        thread=number_of(post.thread),
        reply_to=number_of(post.reply_to),
    )
    return _parts(first, keys_of(() if post.covered else post.buttons, post.lang, wording, bot))


def files(post: Post) -> tuple[Document, ...]:
    """The pictures and documents that go with a post, each a message behind it; none while it is covered."""
    chat, thread = int(post.conversation.conversation), number_of(post.thread)
    return tuple(
        Document(chat, file.name, file.data, "photo" if file.kind is FileKind.PICTURE else "document", thread)
        for file in (() if post.covered else post.files)
    )


def head_of(post: Post, wording: Wording) -> str:
    """Whose it is, of which case, and whether it comes late."""
    marks = ["edited"] * post.edited + ["late"] * post.late
    shown = f" ({post.case})" if post.case else ""
    shown += "".join(f" ({wording.render(Line(f'telegram.{mark}', post.lang))})" for mark in marks)
    return f"{post.byline or wording.render(Line('post.nameless', post.lang))}{shown}:"


def notice(notice: Notice, wording: Wording, bot: str | None) -> tuple[Text, ...]:
    """A line of ours in a group."""
    first = Text(
        chat=int(notice.conversation.conversation),
        text=wording.render(notice.line),
        thread=number_of(notice.thread),
        reply_to=number_of(notice.reply_to),
    )
    return _parts(first, keys_of(notice.buttons, notice.line.lang, wording, bot))


def note(note: Note, wording: Wording) -> tuple[Text, ...]:
    """A private word: the line, what was hidden, a link to the post where Telegram has one."""
    lines = [wording.render(note.line), *_hidden(note.hidden, note.line.lang, wording)]
    lines += [wording.render(note.also)] if note.also else []
    lines += _links(note.about)
    lines += [note.page] if note.page else []
    first = Text(int(note.to.account), "\n".join(lines))
    return _parts(first, keys_of(note.buttons, note.line.lang, wording, None))


def give_back(back: GiveBack, wording: Wording) -> tuple[Text | File, ...]:
    """A withheld message for its author alone: the line, their text as they wrote it, their files."""
    chat = int(back.to.account)
    line = _parts(Text(chat, wording.render(back.line)), ())
    text = _parts(Text(chat, back.text.expose()), ()) if back.text else ()
    return (*line, *text, *(_file(chat, each) for each in back.attachments))


def private(
    chat: int, answer: Answer, wording: Wording, titles: Mapping[str, str] = MappingProxyType({})
) -> tuple[Piece, ...]:
    """The answer to somebody in the private chat. `titles`: what the guarded groups are called, by their id."""
    lang = answer.line.lang
    line = replace(answer.line, key=_OWN_WORDS.get(answer.line.key, answer.line.key))
    lines = [wording.render(line), *_hidden(answer.hidden, lang, wording), *_page(answer)]
    if answer.preview is not None:
        lines += ["", str(answer.preview.after), "", *_hidden(answer.preview.hidden, lang, wording)]
    keys = (*_app(answer, wording), *_grid(answer.buttons, lang, wording, titles))
    said = _parts(Text(chat, "\n".join(lines).strip()), keys)
    return (*_paper(chat, answer.paper), *said) if answer.paper else said


def _app(answer: Answer, wording: Wording) -> tuple[tuple[Key, ...], ...]:
    """The page to write on opens inside of Telegram, which wants https (https://core.telegram.org/bots/api#webappinfo)."""
    page = answer.page or ""
    if answer.line.key != "answer.compose" or not page.startswith("https://"):
        return ()
    return ((Key(wording.render(Line("telegram.open_page", answer.line.lang)), app=page),),)


def _paper(chat: int, paper: Paper) -> tuple[Piece, ...]:
    """A paper to read here, where that does not fill the chat, and as a PDF to keep or to hand on."""
    text = plain(paper.text)
    bold = Mark(0, len(paper.title), Style.BOLD)
    parts = _parts(Text(chat, text, marks=(bold,) if text.startswith(paper.title) else ()), ())
    return (*(parts if len(parts) <= MOST_PARTS else ()), Document(chat, paper.file, paper.pdf))


def _grid(
    buttons: Sequence[Button], lang: Lang | None, wording: Wording, titles: Mapping[str, str]
) -> tuple[tuple[Key, ...], ...]:
    """Words to choose from stand side by side, everything else in a row of its own."""
    rows: list[list[Key]] = []
    for button in buttons:
        label = _label(button, lang, wording)
        group = button.subject.rpartition("/")[2]
        if button.action == "draft_send" and len(titles) > 1 and titles.get(group):
            label = f"{label}: {titles[group]}"
        word = button.action in _WORDS
        if word and rows and len(rows[-1]) < _ABREAST and (rows[-1][0].data or "").partition(":")[0] in _WORDS:
            rows[-1].append(Key(label, data=_data(button)))
        else:
            rows.append([Key(label, data=_data(button))])
    return tuple(map(tuple, rows))


def _page(answer: Answer) -> list[str]:
    return [answer.page] if answer.page else []


def alert(answer: Answer, wording: Wording, bot: str | None) -> Alert:
    """The answer to a pressed button, cut to what Telegram shows."""
    pseudonyms = ", ".join(dict.fromkeys(span.pseudonym for span in answer.hidden))
    text = f"{wording.render(answer.line)}\n{pseudonyms}".strip()
    return Alert(shortened(text, ALERT_LIMIT), start_link(bot) if answer.open_private else None)


def start_link(bot: str | None) -> str | None:
    """The link that opens the bot's private chat with its Start button (https://core.telegram.org/bots/features#deep-linking)."""
    return f"https://t.me/{bot}?start={START_PAYLOAD}" if bot else None


def _parts(whole: Text, keys: tuple[tuple[Key, ...], ...]) -> tuple[Text, ...]:
    """`whole` in sendable parts: the first answers and is bold, the last has the buttons, a blank one is left out."""
    cut = split(whole.text)
    starts = [0, *accumulate(map(len, cut))]
    texts = [(start, part) for start, part in zip(starts, cut, strict=False) if part.strip()] or [(0, "…")]
    parts = [
        replace(
            whole,
            text=text,
            marks=within(whole.marks, start, start + len(text)),
            reply_to=whole.reply_to if number == 0 else None,
        )
        for number, (start, text) in enumerate(texts)
    ]
    return (*parts[:-1], replace(parts[-1], keys=keys))


def after(marks: Iterable[Mark], shift: int) -> tuple[Mark, ...]:
    """`marks` of what stands `shift` characters further on."""
    return tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in marks)


def within(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """What is left of marks in the part from `start` to `end`, in offsets of the part."""
    cut = (replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start) for mark in marks)
    return tuple(mark for mark in cut if mark.start < mark.end)


def keys_of(
    buttons: Iterable[Button], lang: Lang | None, wording: Wording, bot: str | None
) -> tuple[tuple[Key, ...], ...]:
    """A row for each button, and in a group one that opens the private chat, which only the reader can open."""
    rows = [(Key(_label(button, lang, wording), data=_data(button)),) for button in buttons]
    if rows and (link := start_link(bot)):
        rows.append((Key(wording.render(Line("telegram.open_chat", lang)).replace("\n", " / "), url=link),))
    return tuple(rows)


def _label(button: Button, lang: Lang | None, wording: Wording) -> str:
    languages: tuple[Lang, ...] = (lang,) if lang else ("en", "fr")
    label = " / ".join(dict.fromkeys(wording.label(button.action, each) for each in languages))
    words = wording.render(replace(button.words, lang=lang)) if isinstance(button.words, Line) else button.words
    return f"{label} {words}" if words else label


def _data(button: Button) -> str:
    data = f"{button.action}:{button.subject}"
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"the button {button.action} with its subject is longer than {DATA_LIMIT} bytes")
    return data


def _hidden(spans: Iterable[HiddenSpan], lang: Lang | None, wording: Wording) -> list[str]:
    """One line for each thing hidden: its pseudonym and its kind, never its value."""
    kinds: Mapping[str, str] = {span.pseudonym: wording.kind(span.family, lang or "en") for span in spans}
    return [f"• {pseudonym}: {kind}" for pseudonym, kind in kinds.items()]


def _links(about: MessageRef | None) -> tuple[str, ...]:
    """A link to a message of a supergroup (https://core.telegram.org/api/links#message-links); basic groups have none."""
    if about is None or not about.conversation.startswith("-100"):
        return ()
    return (f"https://t.me/c/{about.conversation.removeprefix('-100')}/{about.message}",)


def _file(chat: int, attachment: Attachment) -> File:
    kind, _, file_id = attachment.handle.partition(":")
    if kind not in _METHODS:
        raise ValueError("an attachment whose kind Telegram cannot send again")
    return File(chat, kind, file_id)


def number_of(value: str | None) -> int | None:
    """An id of ours as Telegram's."""
    return int(value) if value else None
