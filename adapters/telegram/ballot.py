"""A redacted poll as the arguments of `sendPoll` (https://core.telegram.org/bots/api#sendpoll). Pure.

The byline stands in the description, where a poll has room for words that nobody votes on. What the Bot API does not tell of
the poll that was removed (answers shuffled, added by voters, results hidden until the end) is as Telegram sets it.
"""

from __future__ import annotations

from dataclasses import dataclass

from adapters.telegram.render import Key, after, head_of, keys_of, number_of, within
from bot.domain.marks import Mark, Style, linked
from bot.domain.outgoing import Post
from bot.domain.polls import Poll, as_text, parts_of
from bot.ports.wording import Wording


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """Words with their marks."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Ballot:
    """One `sendPoll`."""

    chat: int
    poll: Poll
    question: str
    options: tuple[str, ...]
    description: Said
    explanation: Said | None = None
    thread: int | None = None
    reply_to: int | None = None
    keys: tuple[tuple[Key, ...], ...] = ()

    def __repr__(self) -> str:
        return f"<Ballot to {self.chat}>"


def ballot(post: Post, poll: Poll, wording: Wording, bot: str | None) -> Ballot:
    """A redacted poll under its author's name."""
    parts = parts_of(post.body, post.marks)
    head = head_of(post, wording)
    described, *rest = [_said(post, part) for part in (parts.description, parts.explanation)]
    before = " ".join(filter(None, (head, parts.lead)))
    marks = (Mark(0, len(head), Style.BOLD), *after(described.marks if described else (), len(before) + 1))
    return Ballot(
        chat=int(post.conversation.conversation),
        poll=poll,
        question=post.body[parts.question.start : parts.question.end],
        options=tuple(post.body[option.start : option.end] for option in parts.options),
        description=Said(f"{before} {described.text}" if described else before, marks),
        explanation=rest[0],
        thread=number_of(post.thread),
        reply_to=number_of(post.reply_to),
        keys=keys_of(post.buttons, post.lang, wording, bot),
    )


def _said(post: Post, part: Mark | None) -> Said | None:
    if part is None:
        return None
    return Said(*linked(post.body[part.start : part.end], within(as_text(post.marks), part.start, part.end)))
