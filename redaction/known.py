"""What the case knows is the strongest detector: its names and values are found again, whatever a model thinks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from presidio_analyzer import EntityRecognizer, RecognizerResult
from rapidfuzz.distance import OSA

from redaction import gazetteer, naming
from redaction.engine import LANGUAGE
from redaction.families import Family
from redaction.folding import fold, folded_word
from redaction.memory import CaseMemory, Known
from redaction.naming import PARTICLES, Lore, parse
from redaction.recognizers.cues import fold as same_length_fold

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3
_LEAST_SLIP, _LONG = 6, 9
_MOST_WORDS = 12
"""Of a name that is looked for again: Maria da Conceição dos Santos e Silva has seven."""
_SCORE = 1.0
_NO_LORE = Lore()
_LEAST_EXACT = 4
_MOST_INITIALS = 3
_NAMES = (Family.PERSON, Family.LOCATION, Family.FACILITY, Family.ORG)
_EXACT = (Family.PHONE, Family.EMAIL, Family.HANDLE, Family.ADDRESS)
_ORDER = {family: place for place, family in enumerate((*_NAMES, *_EXACT))}
"""Whose names count first, where two have one."""
_EVERY_FAMILY = [str(family) for family in Family]


class _Shape(NamedTuple):
    """What is looked for of a name: all its letters, its longer words, its initials ("" where it has none).

    `exact`: it is looked for as it stands too. `length`: how many words it may be written as.
    """

    compact: str
    exact: bool
    length: int
    parts: frozenset[str]
    initials: str


@lru_cache(maxsize=1024)
def _shape(form: str) -> _Shape:
    """Remembered, since every message of a case asks for all its names."""
    words = [word for word in parse(form, _NO_LORE).words if word not in PARTICLES]
    initialled = 1 < len(words) <= _MOST_INITIALS and all(len(word) > 1 for word in words)
    return _Shape(
        _compact(form),
        _is_exact(form),
        min(_MOST_WORDS, len(_WORD.findall(form))),
        frozenset(word for word in words if len(word) >= _LEAST),
        "".join(word[0] for word in words) if initialled else "",
    )


@lru_cache(maxsize=8192)
def _nicknamed(word: str, part: str) -> bool:
    return naming.nicknamed(word, part, _lore())


@cache
def _lore() -> Lore:
    return Lore(nicknames=gazetteer.nicknames(), given=gazetteer.is_given)


class KnownValues(EntityRecognizer):
    """Finds what one case knows, made anew for each message. A name that is an everyday word needs its capital."""

    def __init__(self, memory: CaseMemory) -> None:
        self._memory = memory
        self._learnt: set[tuple[Family, str]] = set()
        self._whole: dict[str, Family] = {}
        self._parts: set[str] = set()
        self._initials: set[str] = set()
        self._starts: set[str] = set()
        self._exact: dict[str, Family] = {}
        self._longest = 1
        super().__init__(supported_entities=_EVERY_FAMILY, supported_language=LANGUAGE)

    def learn(self, hidden: Iterable[tuple[Family, str]] = ()) -> None:
        """Take in what the case knows by now.

        `hidden`: what was hidden in this very message already, identity numbers too, which no memory keeps.
        """
        for known in sorted(self._memory, key=_by_family):
            if known.family in _ORDER:
                for form in known.forms:
                    self._learn(known.family, form)
        for family, value in hidden:
            self._learn(family, value)

    def load(self) -> None:
        """Nothing to load: the case's memory is at hand."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every mention of a known name; whole words, any case, with or without accents."""
        found = [*self._names(text), *self._values(text)]
        return [RecognizerResult(str(family), start, end, _SCORE) for start, end, family in found]

    def clients(self) -> frozenset[str]:
        """The single words of people's names, folded: no colleague of that name is told apart from them."""
        return frozenset(self._parts)

    def _learn(self, family: Family, form: str) -> None:
        if (family, form) in self._learnt:
            return
        self._learnt.add((family, form))
        if family not in _NAMES:
            if family is not Family.AGE:
                self._learn_exactly(family, form)
            return
        shape = _shape(form)
        if shape.exact:
            self._learn_exactly(family, form)
        if len(shape.compact) >= _LEAST:
            self._whole.setdefault(shape.compact, family)
            self._starts |= {shape.compact[:1], shape.compact[:2]}
            self._longest = max(self._longest, shape.length)
        if family is Family.PERSON:
            self._parts |= shape.parts
            self._initials |= {shape.initials} - {""}
            self._initials |= {shape.compact} if form.isupper() and len(shape.compact) == 2 else set()

    def _learn_exactly(self, family: Family, value: str) -> None:
        if sum(char.isalnum() for char in value) >= _LEAST_EXACT:
            self._exact.setdefault(same_length_fold(value), family)

    def _values(self, text: str) -> Iterator[tuple[int, int, Family]]:
        folded = same_length_fold(text)
        for value, family in self._exact.items():
            start = folded.find(value)
            while start >= 0:
                end = start + len(value)
                if not folded[start - 1 : start].isalnum() and not folded[end : end + 1].isalnum():
                    yield start, end, family
                start = folded.find(value, end)

    def _names(self, text: str) -> Iterator[tuple[int, int, Family]]:
        if not (self._whole or self._initials):
            return
        words = [(*match.span(), folded_word(match[0])) for match in _WORD.finditer(text)]
        for at, (start, end, word) in enumerate(words):
            if self._names_somebody(text[start:end], word):
                yield start, end, Family.PERSON
            if word[:2] not in self._starts:  # most words begin no known name
                continue
            joined = ""
            for _, last, more in words[at : at + self._longest]:
                joined += more
                family = self._whole.get(joined)
                if family and text.count("\n", start, last) == 0 and _stands_out(text[start:last]):
                    yield start, last, family

    def _names_somebody(self, surface: str, word: str) -> bool:
        """Whether one word is a known person's name, or like it, or their initials."""
        if (word in self._parts or self._resembles(surface, word)) and _stands_out(surface):
            return True
        return word in self._initials and surface.isupper() and not gazetteer.is_kept(surface)

    def _resembles(self, surface: str, word: str) -> bool:
        """A nickname of a known given name, or a slip of the pen in a known name that is long enough to tell."""
        capital = surface[0].isupper()
        if not (capital or len(word) >= _LEAST_SLIP) or gazetteer.is_everyday(word) or gazetteer.is_kept(surface):
            return False
        if capital and any(_nicknamed(word, part) for part in self._parts):
            return True
        if len(word) < _LEAST_SLIP or gazetteer.is_word(word):
            return False
        allowed = 1 if len(word) < _LONG else 2
        near = (part for part in self._parts if abs(len(part) - len(word)) <= allowed and part[0] == word[0])
        return any(
            OSA.distance(part, word, score_cutoff=allowed) <= allowed for part in near if len(part) >= _LEAST_SLIP
        )


def _by_family(known: Known) -> int:
    return _ORDER.get(known.family, len(_ORDER))


def _stands_out(surface: str) -> bool:
    """Whether `surface` can be a name here: it has a capital, or is no everyday word ("will", "rose", "grace")."""
    return any(map(str.isupper, surface)) or not gazetteer.is_everyday(surface)


def _is_exact(name: str) -> bool:
    """Whether a name has digits among its letters ("o955", "L3a", "Lot 47"), which words of letters alone do not tell."""
    return any(map(str.isdigit, name)) and any(map(str.isalpha, name))


def _compact(form: str) -> str:
    return "".join(_WORD.findall(fold(form).replace("'", " ")))
