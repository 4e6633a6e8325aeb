"""Exercises for volunteers: invented people, typical slips, and what to learn from what the bot makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from redaction import Lang

_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One slip: a situation, a text that contains it, what to look at afterwards, a question.

    `right`: number of the right answer, from 1. `attach`: a picture of ours that goes along with the text; such a message
    is held whole. `hidden`, `kept`, `missed`: words of `text` as they stand there; all that the bot hides, what it must leave, and
    details that it leaves though they are some. A test holds them against the redaction layer, so that `look` stays true.
    """

    id: str
    title: str
    situation: str
    task: str
    text: str
    look: str
    question: str
    answers: tuple[str, ...]
    right: int
    reason: str
    hidden: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    attach: str = ""

    def __post_init__(self) -> None:
        """Raises `ValueError` for what nobody could do."""
        if not _ID.fullmatch(self.id):
            raise ValueError("id: lower-case letters, digits and hyphens")
        if not 2 <= len(self.answers) <= 3 or not 1 <= self.right <= len(self.answers):
            raise ValueError("answers: two or three, and `right` is the number of one of them")
        if absent := [words for words in (*self.hidden, *self.kept, *self.missed) if words not in self.text]:
            raise ValueError(f"not in the text: {absent[0]}")


Exercises = Mapping[Lang, tuple[Exercise, ...]]
"""In the order in which they are done. A language has its own, not translations."""
NO_EXERCISES: Exercises = {}
"""For a room in which nothing is practised."""
