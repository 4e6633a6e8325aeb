"""Values of ours as mails. Pure.

One text for everybody who reads, nothing of the mail that came: no address of its author, none of its fields. What a person may
choose stands there with numbers (`ours.py`). Plain text alone: HTML would say the same, and needs a program to be read safely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP

from adapters.mail.ours import About, Mark, fitting, local_part
from adapters.mail.settings import MailSettings
from adapters.mail.verify import OWN
from bot.domain.marks import linked
from bot.domain.messages import Attachment
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.domain.papers import plain
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

BOT = "Entre Nous"
_POLICY = SMTP.clone(max_line_length=900)
"""Longer than Python's 78, since it would write a long Message-ID as an encoded word, which no program reads."""
_LONGEST_SUBJECT = 72
_WITH_WORDS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class File:
    """What is attached to a mail of ours."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """A mail of ours but for whom it is to. `local`: its Message-ID before the `@`. `parents`: of the thread, from its head."""

    subject: str
    text: str
    local: str
    name: str = BOT
    answers_to: str = ""
    parents: tuple[str, ...] = ()
    answers: bool = False
    files: tuple[File, ...] = ()

    def __repr__(self) -> str:
        return f"<Letter {self.local}>"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every mail of ours needs."""

    settings: MailSettings
    wording: Wording
    mark: Mark

    def say(self, key: str, lang: Lang | None) -> str:
        return self.wording.render(Line(key, lang))


def post(post: Post, desk: Desk, lang: Lang | None, parents: tuple[str, ...], round_: str = "") -> Letter:
    """A redacted message for one reader. `lang`: theirs. `parents`: Message-IDs of the thread."""
    lang = lang or post.lang
    body, _ = (desk.say("post.covered", lang), ()) if post.covered else linked(post.body, post.marks)
    shown = f" ({post.case})" if post.case else ""
    said = [f"mail.{mark}" for mark, there in (("edited", post.edited), ("late", post.late)) if there]
    byline = str(post.byline or desk.say("post.nameless", lang))
    head = f"{byline}{shown}{''.join(f' ({desk.say(key, lang)})' for key in said)}:"
    buttons = () if post.covered else post.buttons
    choices = fitting((button.action, button.subject) for button in buttons)
    version = f"{post.conversation.conversation} {post.post_id} {head} {body} {len(post.files)}"
    back = desk.settings.address_of(round_)
    foot = f"{desk.say('mail.footer', lang)} {back}"
    return Letter(
        subject=_subject(f"[{post.case}] {body}" if post.case else str(body)),
        text="\n\n".join(
            filter(None, [head, str(body), _choices(buttons, choices, desk, lang, "choose_post"), f"-- \n{foot}"])
        ),
        local=local_part(About.POST, version, choices, desk.mark),
        name=f"{byline} · {BOT}" if post.byline else BOT,
        answers_to=back,
        parents=parents,
        files=tuple(File(file.name, file.content_type, bytes(file.data)) for file in post.files),
    )


def notice(notice: Notice, desk: Desk, lang: Lang | None, parents: tuple[str, ...]) -> Letter:
    """A line of ours in a round."""
    line = replace(notice.line, lang=lang or notice.line.lang)
    choices = fitting((button.action, button.subject) for button in notice.buttons)
    text = [desk.wording.render(line), _choices(notice.buttons, choices, desk, line.lang, "choose_post")]
    name = f"{notice.conversation.conversation} {notice.notice_id}"
    return Letter(
        subject=_subject(desk.say("mail.subject_notice", line.lang)),
        text="\n\n".join(filter(None, text)),
        local=local_part(About.POST, name, choices, desk.mark),
        answers_to=desk.settings.address,
        parents=parents,
    )


def note(note: Note, desk: Desk, parents: tuple[str, ...]) -> Letter:
    """A private word to one person."""
    lang = note.line.lang
    lines = [desk.wording.render(note.line), *_hidden(note.hidden, desk, lang)]
    lines += [desk.wording.render(note.also)] if note.also else []
    lines += [note.page] if note.page else []
    return _private(note.note_id, lines, note.buttons, desk, lang, parents)


def answer(answer: Answer, desk: Desk, name: str, parents: tuple[str, ...]) -> Letter:
    """What somebody reads who answered us, or ordered something. `name`: stands for the mail that is answered."""
    lang = answer.line.lang
    lines = [desk.wording.render(answer.line), *_hidden(answer.hidden, desk, lang)]
    lines += [answer.page] if answer.page else []
    if answer.preview is not None:
        lines += ["", str(answer.preview.after), "", *_hidden(answer.preview.hidden, desk, lang)]
    files: tuple[File, ...] = ()
    if answer.paper is not None:
        lines = [plain(answer.paper.text), "", *lines]
        files = (File(answer.paper.file, "application/pdf", answer.paper.pdf),)
    letter = _private(name, lines, answer.buttons, desk, lang, parents)
    return replace(letter, answers=True, files=files)


def give_back(back: GiveBack, desk: Desk, lang: Lang | None, parents: tuple[str, ...]) -> Letter:
    """A held message for its author alone: the line, their text as they wrote it, their files."""
    line = replace(back.line, lang=lang or back.line.lang)
    text = back.text.expose().strip()
    quoted = "\n".join(f"> {row}" for row in text.split("\n")) if text else ""
    letter = _private(back.note_id, [desk.wording.render(line), "", quoted], (), desk, line.lang, parents)
    files = tuple(_returned(number, each) for number, each in enumerate(back.attachments, 1) if each.data is not None)
    return replace(letter, subject=_subject(desk.say("mail.subject_back", line.lang)), files=files)


def message(letter: Letter, to: str, settings: MailSettings) -> EmailMessage:
    """The mail itself, in seven bits, for the address `to`."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _mailbox(letter.name, settings.address)
    mail["To"] = to
    mail["Reply-To"] = letter.answers_to or settings.address
    mail["Subject"] = letter.subject
    mail["Message-ID"] = f"<{letter.local}@{settings.domain}>"
    if letter.parents:
        mail["In-Reply-To"] = f"<{letter.parents[-1]}>"
        mail["References"] = " ".join(f"<{parent}>" for parent in letter.parents)
    mail["Auto-Submitted"] = (
        "auto-replied" if letter.answers else "auto-generated"
    )  # RFC 3834: no absence note comes back
    mail["X-Auto-Response-Suppress"] = "All"  # what Exchange heeds instead
    mail[OWN] = "1"
    mail.set_content(letter.text + "\n", charset="utf-8", cte="quoted-printable")
    for file in letter.files:
        main, _, sub = file.content_type.partition(";")[0].partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    return mail


def _private(
    name: str, lines: Iterable[str], buttons: Sequence[Button], desk: Desk, lang: Lang | None, parents: tuple[str, ...]
) -> Letter:
    choices = fitting((button.action, button.subject) for button in buttons)
    text = ["\n".join(lines).strip(), _choices(buttons, choices, desk, lang, "choose")]
    text += [f"-- \n{desk.say('mail.footer_private', lang)}"]
    return Letter(
        subject=_subject(desk.say("mail.subject_private", lang)),
        text="\n\n".join(filter(None, text)),
        local=local_part(About.PRIVATE, name, choices, desk.mark),
        parents=parents,
    )


def _choices(
    buttons: Sequence[Button], choices: Sequence[tuple[str, str]], desk: Desk, lang: Lang | None, key: str
) -> str:
    """The numbers that an answer may bring, each with what it does."""
    if not choices:
        return ""
    rows = [
        f"  #{number}  {label(button, desk.wording, lang)}" for number, button in enumerate(buttons[: len(choices)], 1)
    ]
    return "\n".join([desk.say(f"mail.{key}", lang), *rows])


def label(button: Button, wording: Wording, lang: Lang | None) -> str:
    languages: tuple[Lang, ...] = (lang,) if lang else ("en", "fr")
    said = " / ".join(dict.fromkeys(wording.label(button.action, each) for each in languages))
    words = wording.render(replace(button.words, lang=lang)) if isinstance(button.words, Line) else button.words
    return f"{said} {words}" if words else said


def _hidden(spans: Iterable[HiddenSpan], desk: Desk, lang: Lang | None) -> list[str]:
    """One line for each thing hidden: its pseudonym and its kind, never its value."""
    kinds = {span.pseudonym: desk.wording.kind(span.family, lang or "en") for span in spans}
    return [f"• {pseudonym}: {kind}" for pseudonym, kind in kinds.items()]


def _subject(text: str) -> str:
    """The first line of a text, as much as a list of mails shows."""
    first = next((line.strip() for line in text.strip().split("\n") if line.strip()), BOT)
    first = " ".join(_WITH_WORDS.sub(" ", first).split())
    if len(first) <= _LONGEST_SUBJECT:
        return first
    return f"{first[:_LONGEST_SUBJECT].rpartition(' ')[0] or first[:_LONGEST_SUBJECT]} …"


def _mailbox(name: str, address: str) -> str:
    quoted = re.sub(r'[\\"\x00-\x1f\x7f]', "", name)
    return f'"{quoted}" <{address}>'


def _returned(number: int, attachment: Attachment) -> File:
    """A file as it came; its type does not matter to whom it belongs."""
    assert attachment.data is not None
    name = attachment.name.expose() if attachment.name else ""
    safe = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name) or f"file-{number}"
    return File(safe, "application/octet-stream", attachment.data.expose())
