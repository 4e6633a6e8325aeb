"""What an answer to a mail of ours chooses. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.mail.ours import About, Ours
from bot.domain.outgoing import Answer
from redaction import RawText

_NUMBERED = re.compile(r"\s*#\s?(?P<number>\d{1,2})\b[ \t.:),-]*(?P<words>.*)", re.DOTALL)
_BARE = re.compile(r"\s*(?P<number>\d{1,2})[ \t.:),-]*(?:\n(?P<words>.*))?", re.DOTALL)
_JOINED = frozenset({"answer.joined", "answer.joined_already"})
_WANT_WORDS = frozenset({"hide_more", "correct", "draft_more", "request_object"})
_LONGEST_NUMBERED = 4000


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """`chosen`: an action and its subject; None for a number that stood nowhere. `words`: what followed it."""

    chosen: tuple[str, str] | None
    words: RawText


def choice_in(answered: Ours | None, text: str) -> Choice | None:
    """The choice that an answer begins with: `#2`, `#2 Mary, Eymet`, and to a private word of ours a number alone, too.

    An answer to what colleagues wrote is a choice only where nothing else stands in it: it might as well be for them.
    """
    if answered is None or len(text) > _LONGEST_NUMBERED:
        return None
    found = _NUMBERED.fullmatch(text)
    if found is None and answered.about is About.PRIVATE:
        found = _BARE.fullmatch(text)
    if found is None or (answered.about is About.POST and ((found["words"] or "").strip() or not answered.choices)):
        return None
    number = int(found["number"])
    chosen = answered.choices[number - 1] if 1 <= number <= len(answered.choices) else None
    return Choice(chosen, RawText((found["words"] or "").strip()))


def is_number(text: str) -> bool:
    """Whether somebody chooses, and nothing tells what: that is never for colleagues."""
    return re.fullmatch(r"\s*#\s?\d{1,2}[ .:)]*\s*", text) is not None


def wants_words(action: str) -> bool:
    """Whether a choice is followed by words, which may stand behind the number."""
    return action in _WANT_WORDS


def joined(answer: Answer) -> bool:
    """Whether a code made somebody known."""
    return answer.line.key in _JOINED
