"""What we know of names and places: given names, surnames, communes, nicknames, everyday words, and what must stay.

The lists lie in `redaction/data` (its README is their data card). Each is read once, when it is first asked for; all of
them together take about 0.2 s and 60 MB. Every question is case- and accent-free: "ZOE", "Zoé" and "zoe" are one key.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from redaction.folding import fold, place_key

_DATA = Path(__file__).parent / "data"

DOMINANT = 5
"""How many times more people one of several places of one name must have to be the one that is meant."""

_remembered = lru_cache(maxsize=8192)
"""For what is asked of every word: most words of a text have been asked about before."""


def _read(name: str) -> str:
    data = (_DATA / name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def _key_set(name: str) -> frozenset[str]:
    return frozenset(_read(name).splitlines())


@cache
def _given() -> frozenset[str]:
    return _key_set("given.txt.gz")


@cache
def _surnames() -> frozenset[str]:
    return _key_set("surnames.txt.gz")


@cache
def _words() -> Mapping[str, bool]:
    entries = _read("words.txt.gz").split()
    return {entry.rstrip("*"): entry.endswith("*") for entry in entries}


@cache
def _places() -> Mapping[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    areas: dict[str, str] = {}
    for line in _read("places.tsv.gz").splitlines():
        key, area, people = line.split("\t")
        found[key] = (*found.get(key, ()), (areas.setdefault(area, area), int(people)))
    return found


def given_names() -> frozenset[str]:
    """Every given name of the lists, folded."""
    return _given()


def surnames() -> frozenset[str]:
    """Every surname of the lists, folded."""
    return _surnames()


def french_places() -> list[str]:
    """Every commune of the lists, present and former, as its key (see `folding.place_key`)."""
    return [key for key, rows in _places().items() if any(len(area) > 2 for area, _ in rows)]


@_remembered
def is_given(word: str) -> bool:
    """Whether `word` is a given name or nickname somewhere ("Rose" and "Will" too: see `is_everyday`)."""
    key = fold(word)
    return key in _given() or ("-" in key and all(part in _given() for part in key.split("-")))


@_remembered
def is_surname(word: str) -> bool:
    """Whether `word` is a surname of our lists, which hold only a small part of the world's."""
    return fold(word) in _surnames()


@_remembered
def is_word(word: str) -> bool:
    """Whether `word` stands in a dictionary of English or French, inflected forms included."""
    key = fold(word)
    return key in _words() or key.removesuffix("'s") in _words()


@cache
def _sorted_words() -> tuple[str, ...]:
    return tuple(_words())


def begins_word(start: str) -> bool:
    """Whether some dictionary word begins with the folded `start`: "certif", "appli"."""
    words = _sorted_words()
    place = bisect_left(words, start)
    return place < len(words) and words[place].startswith(start)


@_remembered
def is_everyday(word: str) -> bool:
    """Whether `word` is one that people use all the time in lower case: *will*, *rose*, *petit*, but not *olivier*."""
    return _words().get(fold(word), False)


@_remembered
def is_place(name: str) -> bool:
    """Whether `name` is a French commune or a town elsewhere."""
    return place_key(name) in _places()


@cache
def _reach() -> Mapping[str, int]:
    """First word of a place -> how many of our words its longest name may take (hyphens may be written as spaces)."""
    found: dict[str, int] = {}
    for key in _places():
        head, _, rest = key.partition(" ")
        found[head] = max(found.get(head, 0), 1 + (rest.count(" ") + 1 if rest else 0))
    return found


@_remembered
def longest_place_from(word: str) -> int:
    """How many words at most a place that begins with the folded `word` may have; 0 when no place does."""
    return _reach().get(_head(word), 0)


def _head(name: str) -> str:
    """The first word of a key."""
    return place_key(name).partition(" ")[0]


@cache
def _facilities() -> Mapping[str, str]:
    names = (
        name for line in _read("facilities.txt").splitlines() if not line.startswith("#") for name in line.split(", ")
    )
    return {place_key(name.rstrip("?")): "capital" if name.endswith("?") else "sure" for name in names}


@cache
def _facility_heads() -> frozenset[str]:
    return frozenset(map(_head, _facilities()))


@_remembered
def begins_facility(word: str) -> bool:
    """Whether the name of a famous hospital begins with `word`: a cheap first look before `famous_facility`."""
    return _head(word) in _facility_heads()


def famous_facility(name: str) -> str | None:
    """Whether a hospital is called `name` and nothing else: "sure"; "capital" when the name is also something else."""
    return _facilities().get(place_key(name))


def people_of(name: str) -> int:
    """Population of the largest place of that name; 0 when unknown."""
    return max((people for _, people in _places().get(place_key(name), ())), default=0)


def department_of(name: str) -> str | None:
    """The département (or country code, outside France) of a town; None when unknown or ambiguous.

    Of several places with one name, one that has five times the people of all others is the one that is meant.
    """
    by_area: dict[str, int] = {}
    for area, people in _places().get(place_key(name), ()):
        by_area[area] = max(people, by_area.get(area, 0))
    if not by_area:
        return None
    best = max(by_area, key=lambda area: by_area[area])
    others = max((people for area, people in by_area.items() if area != best), default=-1)
    dominant = others < 0 or by_area[best] >= DOMINANT * max(others, 1)
    return best or None if dominant else None


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Nickname -> the given names it may stand for, all folded: `liz` -> `elizabeth`."""
    rows = (line.split("\t") for line in _read("nicknames.tsv").splitlines())
    return MappingProxyType({short: frozenset(long.split()) for short, long in rows})


@cache
def _kept() -> Mapping[str, str]:
    """Folded term -> its kind."""
    found: dict[str, str] = {}
    for line in _read("keep.txt").splitlines():
        if line and not line.startswith("#"):
            kind, terms = line.split(": ", 1)
            for term in terms.split(", "):
                found.setdefault(place_key(term), kind)
    for brand in _read("brands.txt.gz").splitlines():
        found.setdefault(brand, "brand")
    return found


@cache
def _acronyms() -> frozenset[str]:
    terms = (
        term for line in _read("keep.txt").splitlines() if ": " in line for term in line.split(": ", 1)[1].split(", ")
    )
    return frozenset(place_key(term) for term in terms if term.isupper() and len(term) < 6)


@_remembered
def kept_kind(term: str) -> str | None:
    """Why `term` stays (eponym, drug, regimen, public, medical, calendar, neutral, role, brand), or None."""
    key = place_key(term)
    if key in _acronyms() and term.istitle() and is_given(key):
        return None  # PIP is a benefit, Pip is somebody
    return _kept().get(key) or ("neutral" if key in _departments() else None)


def is_kept(term: str) -> bool:
    """Whether `term` is one that advice needs or that names nobody. After a title it may be a person all the same."""
    return kept_kind(term) is not None


@cache
def _phrase_heads() -> frozenset[str]:
    """What kept terms of several words begin with; of "CA15 3" the letters, since a word of a text has no digits."""
    return frozenset(re.sub(r"\d.*", "", _head(term)) for term in _kept() if " " in term)


@_remembered
def begins_kept_phrase(word: str) -> bool:
    """Whether a kept term of several words begins with `word`: a cheap first look before `is_kept_phrase`."""
    return _head(word) in _phrase_heads()


@_remembered
def is_kept_phrase(text: str) -> bool:
    """Whether several words are one kept term: "non Hodgkin", "Ligue contre le cancer", "Bell's palsy"."""
    return place_key(text) in _kept()


@cache
def _departments() -> frozenset[str]:
    return frozenset(
        place_key(area) for rows in _places().values() for area, _ in rows if len(area) > 2 and area != "Paris"
    )


def kept_terms() -> Iterator[tuple[str, str]]:
    """All (folded term, kind), for the docs and the tests."""
    yield from _kept().items()
