"""Values of ours as text messages. Pure.

Buttons become a list of numbers to answer with. Sentences of ours are sent within GSM-7; what colleagues wrote keeps its letters.
A text is cut into messages of three segments, numbered where there are several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from adapters.sms.segments import alphabet, cost, ours, room, theirs
from bot.domain import cutting
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

SEGMENTS = 3
"""Of one message: more arrive torn on some networks (twilio.com/docs/glossary/what-is-sms-segment)."""
MOST_CHOICES = 20
_PART = len("(10/10) ")

_SHORT = {
    name.replace("_", ".", 1): f"sms.{name}"
    for name in (
        "answer_welcome", "answer_private_help", "answer_draft", "answer_draft_nameless",
        "answer_draft_shared", "answer_draft_sent", "answer_draft_dropped", "answer_draft_posted",
        "answer_draft_moved_on", "answer_which_words", "answer_draft_not_found", "answer_draft_where",
        "answer_draft_unreadable", "answer_which_detail", "answer_unknown", "note_composed",
        "note_composed_clean", "note_redacted_before", "note_answered", "note_held",
        "note_held_matter",
    )
}  # fmt: skip
"""Sentences that are said in fewer words here: `sms.answer_draft` in the place of `answer.draft`."""

_LABELS = frozenset(
    {
        *("draft_send", "draft_more", "draft_which", "draft_options", "draft_page", "draft_drop", "take"),
        *("not_detail", "hide_more", "correct", "withdraw", "menu_ask", "menu_cases", "menu_code", "menu_urgent"),
    }
)
"""Buttons whose label is shorter here: `sms.do_draft_send`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a number stands for. `button`: `action:subject`."""

    label: str
    button: str


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text, not cut yet, and what can be answered to it with a number."""

    body: str
    choices: tuple[Choice, ...] = ()

    def __repr__(self) -> str:
        return f"<Text of {len(self.body)} characters>"


def post(post: Post, wording: Wording) -> Text:
    """A redacted message under its author's name. Its number, by which it is answered, is put before it when it is sent."""
    body = _said(Line("post.covered", post.lang), wording) if post.covered else theirs(str(post.body))
    lines = [f"{_head(post, wording)} {body}"]
    if post.files and not post.covered:
        lines.append(_said(Line("sms.file_left", post.lang), wording))
    return Text("\n".join(lines), () if post.covered else _choices(post.buttons, post.lang, wording))


def _head(post: Post, wording: Wording) -> str:
    marks = ["edited"] * post.edited + ["late"] * post.late
    shown = f" ({post.case})" if post.case else ""
    shown += "".join(f" ({_said(Line(f'sms.{mark}', post.lang), wording)})" for mark in marks)
    return theirs(f"{post.byline or wording.render(Line('post.nameless', post.lang))}{shown}:")


def notice(notice: Notice, lang: Lang, wording: Wording) -> Text:
    return Text(_said(_in(notice.line, lang), wording), _choices(notice.buttons, lang, wording))


def note(note: Note, lang: Lang, wording: Wording) -> Text:
    """A private word: the line, what was hidden, a number for each thing that can be done."""
    lines = [" ".join(filter(None, (_said(_in(note.line, lang), wording), _hidden(note.hidden))))]
    lines += [_said(_in(note.also, lang), wording)] if note.also else []
    lines += [note.page] if note.page else []
    return Text("\n".join(lines), _choices(note.buttons, lang, wording))


def give_back(back: GiveBack, lang: Lang, wording: Wording) -> Text:
    """The line, and the text; pictures and files they have on their telephone."""
    text = back.text.expose().strip()
    return Text("\n".join(filter(None, (_said(_in(back.line, lang), wording), theirs(text)))))


def private(answer: Answer, lang: Lang, wording: Wording) -> Text:
    line = answer.line if answer.line.lang else replace(answer.line, lang=lang)
    lines = [" ".join(filter(None, (_said(line, wording), _hidden(answer.hidden))))]
    lines += [theirs(str(answer.preview.after))] if answer.preview else []
    lines += [_said(Line("sms.paper", line.lang), wording)] if answer.paper else []
    lines += [answer.page] if answer.page else []
    return Text("\n".join(lines), _choices(answer.buttons, line.lang or lang, wording))


def numbered(choices: Iterable[tuple[str, Choice]]) -> str:
    """The list under a text: "1 post it, 2 hide more"."""
    return ", ".join(f"{number} {choice.label}" for number, choice in choices)


def parts(text: str) -> tuple[str, ...]:
    """`text` in messages, "(1/3) …" where there are several; none of them blank, no pseudonym torn."""
    weigh = cost(alphabet(text))
    whole = room(text, SEGMENTS)
    if cutting.length(text, weigh) <= whole:
        return (text,)
    cut = [part for part in cutting.split(text, whole - _PART, weigh) if part.strip()]
    return tuple(f"({number}/{len(cut)}) {part.strip()}" for number, part in enumerate(cut, 1))


def _in(line: Line, lang: Lang) -> Line:
    """Never in both languages: each segment costs, and a number has one reader."""
    return replace(line, lang=line.lang or lang)


def _said(line: Line, wording: Wording) -> str:
    return ours(wording.render(replace(line, key=_SHORT.get(line.key, line.key))))


def _choices(buttons: Sequence[Button], lang: Lang, wording: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(_label(button, lang, wording), f"{button.action}:{button.subject}") for button in buttons[:MOST_CHOICES]
    )


def _label(button: Button, lang: Lang, wording: Wording) -> str:
    short = button.action in _LABELS
    label = wording.render(Line(f"sms.do_{button.action}", lang)) if short else wording.label(button.action, lang)
    words = wording.render(replace(button.words, lang=lang)) if isinstance(button.words, Line) else button.words
    return f"{ours(label)} {theirs(str(words))}" if words else ours(label)


def _hidden(spans: Iterable[HiddenSpan]) -> str:
    """The pseudonyms alone: what kind each is can be read in it."""
    return ", ".join(dict.fromkeys(theirs(span.pseudonym) for span in spans))
