"""Other names for the people of a conversation, each mention in the shape that it had.

Each person (entity of a conversation) gets one given name and one surname. "Mary Dupont", "Mrs Dupont", "mary", "MARY D."
and "d u p o n t" become "Amina Haddad", "Mrs Haddad", "amina", "AMINA H." and "h a d d a d". What shape a mention has is
told by a title before it and by the other mentions of that person; where that does not tell (nicknames, a surname alone
without a title), the given name is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, Literal

from redaction.evaluate import Annotated
from redaction.families import Family
from tests.bench.vary import rewritten, unaccented

Part = Literal["given", "surname"]

_TITLE = re.compile(
    r"(?<!\w)(?:(?i:mrs|mr|ms|miss|mme|mlle|m|madame|monsieur|mademoiselle|dr|docteur|doctor|prof|professeur|ma[iî]tre|famil(?:le|y))|Pr)"
    r"\.?\s+$"
)
_PARTICLE = re.compile(r"al|ben|bin|da|das|de|del|den|der|des|di|do|dos|du|el|la|le|o|st|van|vom|von|zu")
_SPELLED = re.compile(r"\w([\s.,-]+)\w(?:[\s.,-]+\w)+")
_INITIALS = re.compile(r"[A-Z](?:[. -]{0,2}[A-Z]){1,2}\.?|[bcdfghjklmnpqrstvwxz]{2,3}")
"""Letters that stand for a name: `JP`, `J.-P.`, `kt`; small letters only without a vowel, or Jo and Al would be some."""
_QUOTES = frozenset("\"'“«(")
"""What opens a nickname in the middle of a name; it is left out."""
_ALIKE = 0.8
"""From this ratio on, two spellings are one name (Kowalczyk, Kovalczyk)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be put in."""

    given: str
    surname: str


@dataclass(slots=True)
class _Person:
    """How somebody is written in one conversation, folded: surnames, and words that stand alone without a title."""

    surnames: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)

    def parts(self, surface: str, titled: bool) -> list[tuple[Part, str]]:
        """The parts of a mention in their order, each with what is written for it."""
        words = [word for word in surface.split() if word[0] not in _QUOTES] or [surface]
        if _PARTICLE.fullmatch(_fold(words[0])) and len(words) > 1:
            return [("surname", surface)]
        if len(words) == 1:
            return [("surname" if titled or _known(words[0], self.surnames) else "given", surface)]
        if self._surname_first(words):
            return [("surname", " ".join(words[:-1])), ("given", words[-1])]
        return [("given", words[0]), ("surname", " ".join(words[1:]))]

    def _surname_first(self, words: list[str]) -> bool:
        first, last = words[0], words[-1]
        if _known(last, self.alone) and not _known(first, self.alone):
            return True
        return _known(first, self.surnames) or (len(first) > 2 and first.isupper() and not last.isupper())


def substituted(messages: Sequence[Annotated], names: Iterator[Name]) -> list[Annotated]:
    """`messages` with the people of `names` in them; marks of persons say in `whole` whether a whole name is there."""
    people = _people(messages)
    new: dict[tuple[str, str], Name] = {}
    done = []
    for message in messages:
        pieces, marks = list(message.text), list(message.marks)
        for place, mark in enumerate(marks):
            if mark["type"] != Family.PERSON:
                continue
            key, start, end = _key(message, mark), mark["start"], mark["end"]
            if key not in new:
                new[key] = next(names)
            surface = message.text[start:end]
            written, whole = _written(surface, _titled(message, mark), people[key], new[key])
            pieces[start:end] = [written, *[""] * (end - start - 1)]
            marks[place] = {**mark, "whole": whole}
        done.append(rewritten(replace(message, marks=tuple(marks)), pieces))
    return done


def _written(surface: str, titled: bool, person: _Person, name: Name) -> tuple[str, bool]:
    """What stands for `surface` now, and whether a part of the name stands there whole."""
    if spelled := _SPELLED.fullmatch(surface):
        return _cased(spelled[1].join(filter(str.isalpha, name.surname)), surface), False
    if _INITIALS.fullmatch(surface):
        initials = chain((name.given[0], name.surname[0]), name.surname[1:])
        return _cased("".join(next(initials) if char.isalpha() else char for char in surface), surface), False
    words, whole = [], False
    for part, like in person.parts(surface, titled):
        value = name.given if part == "given" else name.surname
        if sum(map(str.isalpha, like)) > 1:
            whole = True
        else:
            value = value[0].upper() + "." * like.endswith(".")
        words.append(_cased(value, like))
    return " ".join(words), whole


def _people(messages: Iterable[Annotated]) -> dict[tuple[str, str], _Person]:
    people: defaultdict[tuple[str, str], _Person] = defaultdict(_Person)
    mentions = [
        (people[_key(message, mark)], message.text[mark["start"] : mark["end"]], _titled(message, mark))
        for message in messages
        for mark in message.marks
        if mark["type"] == Family.PERSON
    ]
    mentions.sort(key=lambda mention: len(mention[1].split()))  # names alone tell which part of a whole name is which
    for person, surface, titled in mentions:
        if len(surface.split()) == 1 and not titled:
            person.alone.add(_fold(surface))
        else:
            person.surnames.update(_fold(words) for part, words in person.parts(surface, titled) if part == "surname")
    return people


def _key(message: Annotated, mark: dict[str, Any]) -> tuple[str, str]:
    """A mark without an entity is a person of its own."""
    return message.conv, mark["entity"] or f"{message.id} {mark['start']}"


def _titled(message: Annotated, mark: dict[str, Any]) -> bool:
    return _TITLE.search(message.text[: mark["start"]]) is not None


def _known(word: str, names: set[str]) -> bool:
    key = _fold(word)
    return any(_alike(key, name) for name in names)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (len(short) > 2 and long.startswith(short)) or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _fold(words: str) -> str:
    return "".join(filter(str.isalpha, unaccented(words).lower()))


def _cased(name: str, like: str) -> str:
    if like.islower():
        return name.lower()
    return name.upper() if like.isupper() and sum(map(str.isalpha, like)) > 1 else name
