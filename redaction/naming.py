"""One way of writing a person's name, taken apart so that it can be compared with others.

"Mary Dupont", "DUPONT Mary", "w h i t l o c k", "J-P", "Le Goff" and "legoff".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from redaction.folding import fold

_PARTICLE_WORDS = (
    "de du des da do dos das di del della der den van von vom zu ter ten la le les l d el al ben bin ibn st ste saint "
    "sainte mac mc o y e et and"
)
PARTICLES = frozenset(_PARTICLE_WORDS.split())
"""Small words of names: kept for how a name looks, not for what it tells."""
_POSSESSIVE = re.compile(r"(?<=[a-z])'s?(?=\W|$)")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SPELLED = 3
_RADIO_WORDS = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
)
_RADIO = frozenset(_RADIO_WORDS.split())


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """`given` and `family` words where the form tells them apart; `loose` words that may be either. All folded.

    `compact`: all letters of the form; `parts`: all its words, particles too. `spelled`: it was spelled out, perhaps not to the end ("G R A Z").
    """

    given: Words
    family: Words
    loose: Words
    compact: str
    parts: Words = ()
    spelled: bool = False

    @property
    def words(self) -> Words:
        return self.given + self.loose + self.family

    @property
    def initials(self) -> bool:
        return all(len(word) == 1 for word in self.words)


@dataclass(frozen=True, slots=True)
class Lore:
    """What is known about names at large, handed in so that linking stays free of files.

    `nicknames`: folded nickname -> folded full names. `area`: a commune's département, None if unknown or ambiguous.
    `given`, `everyday`: whether a folded word is a given name, or one that people use all the time.
    """

    nicknames: Mapping[str, Collection[str]] = field(default_factory=dict)
    area: Callable[[str], str | None] = lambda _: None
    given: Callable[[str], bool] = lambda _: False
    everyday: Callable[[str], bool] = lambda _: False


def parse(surface: str, lore: Lore, titled: bool = False) -> Name:
    """`surface` as it stands in a text, without its honorific; `titled`: one stood before it."""
    surface = _capitals(surface, lore)
    folded = _POSSESSIVE.sub("", fold(surface)).replace("'", "")
    words = _WORD.findall(folded)
    compact = "".join(words)
    if spelled := _spelled(words):
        return Name((), (), (spelled,), spelled, (spelled,), spelled=True)
    units = [tuple(_WORD.findall(unit)) for unit in folded.split()]
    units = _telling(units)
    if not units:
        return Name((), (), tuple(words), compact, tuple(words))
    if len(units) == 1:
        return replace(_single(surface, units[0], compact, lore, titled), parts=tuple(words))
    if titled and not any(_any_given(unit, lore) or len(unit[0]) == 1 for unit in units):
        return Name((), tuple(word for unit in units for word in unit), (), compact, tuple(words))
    first, last = _ordered(surface, units, lore)
    return Name(first, last, (), compact, tuple(words))


def _capitals(surface: str, lore: Lore) -> str:
    """Without everyday words in lower case beside a name in capitals: "lucky Jimmy" is Jimmy."""
    words = surface.split()
    named = [word for word in words if word[:1].isupper() or fold(word) in PARTICLES or not lore.everyday(fold(word))]
    return " ".join(named) if any(word[:1].isupper() and len(word) > 1 for word in named) else surface


def _telling(units: list[Words]) -> list[Words]:
    """Without particles. A single letter is one only between others ("Luis y Vega"), else an initial.

    "Des Oduya" is a Desmond, since no surname begins with "des".
    """
    last = len(units) - 1
    kept = [
        tuple(
            word
            for word in unit
            if word not in PARTICLES or (len(word) == 1 and at in (0, last)) or (at == 0 < last and unit == ("des",))
        )
        for at, unit in enumerate(units)
    ]
    return [unit for unit in kept if unit]


def _single(surface: str, unit: Words, compact: str, lore: Lore, titled: bool) -> Name:
    """One word, or several joined by hyphens: a given name, a surname, or initials."""
    if len(unit) == 1 and _is_initials(surface, unit[0]):
        return Name((), (), tuple(unit[0]), compact)
    if titled:
        return Name((), unit, (), compact)
    if all(lore.given(word) or len(word) == 1 for word in unit):
        return Name(unit, (), (), compact)
    return Name((), (), unit, compact)


def _ordered(surface: str, units: list[Words], lore: Lore) -> tuple[Words, Words]:
    """Given and family words of a full name; "DUPONT Marie" and "Masri Hamza" are the other way round."""
    written = surface.split()
    loud = sum(1 for word in written if word.isupper() and len(word) > 2)
    if len(written) == len(units) and 0 < loud < len(units) and all(word.isupper() for word in written[:loud]):
        parted = [tuple(word for unit in part for word in unit) for part in (units[loud:], units[:loud])]
        return parted[0], parted[1]
    backwards = (written[0].isupper() and len(written[0]) > 2 and not written[-1].isupper()) or (
        len(units) == 2 and not _any_given(units[0], lore) and _any_given(units[1], lore) and len(units[0][0]) > 1
    )
    if backwards:
        return units[-1], tuple(word for unit in units[:-1] for word in unit)
    split = len(units) - 1
    return tuple(word for unit in units[:split] for word in unit), units[-1]


def _any_given(unit: Words, lore: Lore) -> bool:
    return any(lore.given(word) for word in unit)


def _spelled(words: list[str]) -> str | None:
    """What a name spelled letter by letter spells: "w h i t l o c k", "M I double K", "D E V for victor"."""
    if words and len(words) >= _LEAST_SPELLED and all(word in _RADIO for word in words):
        return "".join(word[0] for word in words)
    letters: list[str] = []
    times = 1
    skip = False
    for word in words:
        if skip:
            skip = False
        elif len(word) == 1:
            letters.append(word * times)
            times = 1
        elif word in ("double", "deux"):
            times = 2
        elif word in ("for", "comme", "as", "like"):
            skip = True
        else:
            return None
    return "".join(letters) if len(letters) >= _LEAST_SPELLED else None


def _is_initials(surface: str, word: str) -> bool:
    """Two or three letters without a vowel between them, or two capitals: "JP", "jp", "MC"."""
    if len(word) == 1:
        return True
    if len(word) > 3:
        return False
    return not re.search(r"[aeiouy]", word) or (surface.isupper() and len(word) == 2)


def likeness(a: str, b: str, lore: Lore, surnames: bool = False) -> float:
    """How surely two single words are one name: 1 same, .9 nickname, .8 slip of the pen, .6 initial, 0 not.

    Surnames have no nicknames: Petit is not Petitjean.
    """
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.6 if a[0] == b[0] else 0.0
    if not surnames and nicknamed(a, b, lore):
        return 0.9
    return 0.8 if _slip(a, b, lore) else 0.0


def nicknamed(a: str, b: str, lore: Lore) -> bool:
    """Whether one word is a nickname of the other, by the list or by its making (Dotty, Freddie, Kev)."""
    full_a, full_b = lore.nicknames.get(a, ()), lore.nicknames.get(b, ())
    if b in full_a or a in full_b or bool(set(full_a) & set(full_b)):
        return True
    short, long = sorted((a, b), key=len)
    if _BRITISH.match(short) and long.startswith(short[:2]):
        return True
    if len(short) >= _LEAST_STEM and long.endswith(short) and long.removesuffix(short) in _FORENAMES:
        return True
    stem = _DIMINUTIVE.sub("", short)
    if len(stem) >= _LEAST_STEM and stem != short and _kept_whole(stem, long):
        return True
    clipped = len(short) <= _MOST_CLIPPED or not lore.given(short)
    return clipped and len(short) >= _LEAST_STEM and long.startswith(short) and len(long) - len(short) >= 2


def _kept_whole(stem: str, long: str) -> bool:
    """Whether a nickname's stem begins or ends the full name: Dotty of Dorothy, Freddie of Winifred."""
    if long == stem:
        return True
    return len(long) > len(stem) + 1 and (long.startswith(stem) or (len(stem) > _LEAST_STEM and long.endswith(stem)))


def _slip(a: str, b: str, lore: Lore) -> bool:
    """A typo or another spelling. Claire and Clara, Louis and Louise both exist: not a slip."""
    if a[-1] != b[-1] and (a in b or b in a or a[:-1] == b[:-1]) and lore.given(a) and lore.given(b):
        return False
    if sounds(a) == sounds(b) or _vowels_apart(a, b):
        return True
    if min(len(a), len(b)) < _LEAST_SLIP:
        return False
    allowed = 1 if max(len(a), len(b)) < 8 else 2
    if lore.given(a) and lore.given(b):
        return a[0] == b[0] and OSA.distance(a, b, score_cutoff=1) <= 1 and len(a) > _LEAST_SLIP
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def _vowels_apart(a: str, b: str) -> bool:
    """Whether only vowels tell two long names apart, the last letter aside: Yusuf and Yousef, not Hassan and Hussein."""
    if min(len(a), len(b)) < _LEAST_VARIED or a[0] != b[0] or (a[-1] != b[-1] and {a[-1], b[-1]} & _VOWELS):
        return False
    allowed = 2 if min(len(a), len(b)) < _LONG else 3
    return _consonants(a) == _consonants(b) and OSA.distance(a, b, score_cutoff=allowed) <= allowed


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word))


_LEAST_VARIED, _LONG = 5, 7
_VOWELS = frozenset("aeiouy")

_BRITISH = re.compile(r"^[a-z]{2}z$")
"""Baz, Gaz, Shaz: how the British shorten Barry, Gareth, Basil."""
_FORENAMES = frozenset(["olu", "oluwa", "ade", "ayo", "ola", "temi", "abdul", "abdel", "abdou", "nana"])
"""What is left out when a name is called by its end: Femi of Olufemi, Rahman of Abdulrahman."""
_DIMINUTIVE = re.compile(r"(?:(?<=(.))\1)?(?:y|ie|ey|i|(?<=^...)s|(?<=^...[^aeiouy])s|ou|ette|inette|ine|on|ot)$")
_LEAST_STEM, _MOST_CLIPPED, _LEAST_SLIP = 3, 4, 4
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=.)h"), ""),
    (re.compile(r"ck|q|c(?![eiy])"), "k"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ie$|ey$|y|ee$"), "i"),
    (re.compile(r"eau[xlt]?$|au[xlt]?$"), "o"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"(?<=..)[est]$"), ""),
)


@lru_cache(maxsize=8192)
def sounds(word: str) -> str:
    """A rough key of how a name sounds in either language: "mary" and "marie", "catherine" and "kathryn"."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
