"""One annotated message into many: other names, towns and numbers in the same sentence, written better or worse."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from redaction import gazetteer
from redaction.folding import fold, vocabulary
from redaction.training.marks import Marked, Segment
from redaction.training.substitutes import Names

_WORD = re.compile(r"[^\W\d_]+")
_SPELLED = re.compile(r"^\w(?:[\s.,-]{1,3}\w){2,}$")
_PARTICLES = vocabulary(
    "de du des d la le les l van von der den ten ter da dos das do di del della el al bin ben ould o mc mac st sainte saint et and y e"
)
_MONTHS = tuple(
    months.split()
    for months in (
        "january february march april june july august september october november december",
        "janvier février mars avril juin juillet août septembre octobre novembre décembre",
        "jan feb mar apr jun jul aug sept oct nov dec",
    )
)
_NUMBERED = frozenset({"PHONE", "ID", "ADDRESS", "HANDLE", "EMAIL"})
_NAMED = frozenset({"FACILITY", "ORG", "ADDRESS"})
_LEET = str.maketrans("aeios", "43105")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Varier:
    """Variations of messages, all drawn from one `rng`."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self._rng = rng
        self._names = names

    def vary(self, message: Marked) -> list[Segment]:
        """One variation, as segments."""
        segments = list(message.segments)
        if self._rng.random() < 0.85:
            segments = self._substitute(segments)
        return self.spoil(segments)

    def _substitute(self, segments: list[Segment]) -> list[Segment]:
        swapped: dict[str, str] = {}
        return [replace(one, text=self._other(one, swapped)) if one.type else one for one in segments]

    def _other(self, segment: Segment, swapped: dict[str, str]) -> str:
        text = segment.text
        if segment.type == "PERSON":
            return self._person(text, swapped)
        if segment.type == "LOCATION":
            return self._place(text, swapped)
        if segment.type in _NUMBERED | _NAMED:
            if segment.type in _NAMED and self._rng.random() < 0.6:
                text = self._renamed(text)
            elif segment.type in {"EMAIL", "HANDLE"}:
                text = _WORD.sub(
                    lambda word: _styled(word[0], swapped.get(fold(word[0]), word[0]).replace(" ", "")), text
                )
            return self._digits(text) if segment.type in _NUMBERED else text
        if segment.type in {"DATE", "DOB"}:
            return self._date(text)
        return self._age(text) if segment.type == "AGE" else text

    def _person(self, text: str, swapped: dict[str, str]) -> str:
        if _SPELLED.match(text):
            return self._spelled(text)
        words = _WORD.findall(text)
        long = [word for word in words if len(word) > 1 and fold(word) not in _PARTICLES]
        origin = self._names.any_origin(self._rng)

        def other(match: re.Match[str]) -> str:
            word = match[0]
            key = fold(word)
            if len(word) == 1:
                return (
                    _styled(word, self._rng.choice("abcdefghijklmnoprstvw"))
                    if text.islower() or word.isupper()
                    else word
                )
            if key in _PARTICLES:
                return word
            if key not in swapped:
                given = gazetteer.is_given(key) and (len(long) == 1 or word != long[-1])
                swapped[key] = self._names.given(self._rng, origin) if given else self._names.surname(self._rng, origin)
            return _styled(word, swapped[key])

        if len(long) == 1 and len(words) == 1 and self._rng.random() < 0.12:
            # A single name becomes a whole one, or a whole one with an initial.
            key = fold(long[0])
            if key not in swapped and gazetteer.is_given(key):
                swapped[key] = f"{self._names.given(self._rng, origin)} {self._names.surname(self._rng, origin)}"
        return _WORD.sub(other, text)

    def _spelled(self, text: str) -> str:
        letters = [char for char in text if char.isalpha()]
        gap = re.sub(r"[^\W_]", "", text[: text.find(letters[-1], 1) + 1])[:2] or " "
        gap = re.findall(r"[\s.,-]+", text)[0] or gap
        name = re.sub(r"[^a-z]", "", fold(self._names.surname(self._rng, self._names.any_origin(self._rng))))
        return gap.join(name.upper() if letters[0].isupper() else name) if len(name) > 2 else text

    def _place(self, text: str, swapped: dict[str, str]) -> str:
        key = fold(text)
        if key not in swapped:
            known = gazetteer.is_place(text)
            draw = self._rng.random()
            if known or draw < 0.3:
                swapped[key] = self._names.town(self._rng)
            else:
                swapped[key] = self._renamed(text) if draw < 0.7 else text
        return _styled(text, swapped[key])

    def _renamed(self, text: str) -> str:
        """The proper words of a name of several words, changed: "Clinique Dupré" to "Clinique Vasseur"."""

        def other(match: re.Match[str]) -> str:
            word = match[0]
            if not word[0].isupper() or len(word) < 3 or gazetteer.is_everyday(fold(word)):
                return word
            if gazetteer.is_given(fold(word)):
                return _styled(word, self._names.given(self._rng, None))
            if gazetteer.is_place(word):
                return _styled(word, self._names.town(self._rng))
            return _styled(word, self._names.surname(self._rng, None)) if gazetteer.is_surname(fold(word)) else word

        return _WORD.sub(other, text)

    def _digits(self, text: str) -> str:
        """Other digits in the same shape; the first two of a long number tell what it is and stay."""
        kept = 2 if sum(map(str.isdigit, text)) > 6 else 0
        out = []
        for char in text:
            changed = char.isdigit() and char.isascii() and kept <= 0
            out.append(str(self._rng.randrange(10)) if changed else char)
            kept -= char.isdigit()
        return "".join(out)

    def _date(self, text: str) -> str:
        def number(match: re.Match[str]) -> str:
            value, width = int(match[0]), len(match[0])
            if width == 4:
                return str(min(2029, max(1920, value + self._rng.randint(-9, 9))))
            if 1 <= value <= 12:
                return str(self._rng.randint(1, 12)).zfill(width if match[0][0] == "0" else 1)
            return str(self._rng.randint(13, 28)) if value <= 31 else match[0]

        text = re.sub(r"(?<!\d)\d{1,4}(?!\d)", number, text)
        return _WORD.sub(self._month, text)

    def _month(self, word: re.Match[str]) -> str:
        for months in _MONTHS:
            if word[0].lower() in months:
                return _styled(word[0], self._rng.choice(months))
        return word[0]

    def _age(self, text: str) -> str:
        def number(match: re.Match[str]) -> str:
            return str(self._rng.randint(18, 97) if int(match[0]) > 17 else self._rng.randint(2, 17))

        return re.sub(r"(?<!\d)\d{1,2}(?!\d)", number, text)

    def spoil(self, segments: list[Segment]) -> list[Segment]:
        """As people write: without capitals, in capitals, names in lower case, typing errors, no punctuation."""
        draw = self._rng.random()
        change: Callable[[Segment], str] = lambda one: one.text  # noqa: E731
        if draw < 0.18:
            change = lambda one: one.text.lower()  # noqa: E731
        elif draw < 0.23:
            change = lambda one: one.text.upper()  # noqa: E731
        elif draw < 0.33:
            change = lambda one: one.text.lower() if one.type in {"PERSON", "LOCATION", "ORG", "FACILITY"} else one.text  # noqa: E731
        elif draw < 0.37:
            change = lambda one: one.text if one.type else re.sub(r"[,.!?;]", "", one.text.lower())  # noqa: E731
        segments = [replace(one, text=change(one)) for one in segments]
        if self._rng.random() < 0.03:
            segments = [
                replace(one, text=one.text.translate(_LEET)) if one.type == "PERSON" else one for one in segments
            ]
        if self._rng.random() < 0.2:
            rate = self._rng.uniform(0.01, 0.06)
            segments = [replace(one, text=self.mistyped(one.text, rate)) for one in segments]
        return [one for one in segments if one.text]

    def mistyped(self, text: str, rate: float) -> str:
        """`text` with that share of its letters swapped, dropped, doubled or hit beside; digits stay."""
        out: list[str] = []
        for char in text:
            if not char.isalpha() or self._rng.random() >= rate:
                out.append(char)
                continue
            kind = self._rng.randrange(4)
            if kind == 0 and out and out[-1].isalpha():
                out.insert(len(out) - 1, char)
            elif kind == 1:
                out += [char, char]
            elif kind == 2:
                out.append(self._beside(char))
            elif len(text) < 3:
                out.append(char)
        return "".join(out)

    def _beside(self, char: str) -> str:
        for row in _KEYS:
            place = row.find(char.lower())
            if place >= 0:
                near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
                return _styled(char, self._rng.choice(near))
        return char


def _styled(model: str, text: str) -> str:
    """`text` written as `model` is: lower case, capitals, or as it comes."""
    if model.islower():
        return text.lower()
    return text.upper() if len(model) > 1 and model.isupper() else text
