"""Who is who within one case: gives every mention the pseudonym of what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from redaction import naming, wording
from redaction.families import Family
from redaction.folding import fold
from redaction.memory import CaseMemory, Known
from redaction.naming import Lore, Name

_LETTERS = re.compile(r"[\W_]+")
_OVER_WORDS = frozenset(
    [
        "clinique",
        "clinic",
        "hopital",
        "hospital",
        "hop",
        "ch",
        "chu",
        "chr",
        "polyclinique",
        "institut",
        "centre",
        "center",
        "de",
        "du",
        "la",
        "le",
        "les",
        "of",
        "the",
        "st",
        "saint",
    ]
)
_TITLE = re.compile(
    r"(?:^|[^\w])(?:(?P<f>mrs|ms|miss|mme|madame|melle|mlle|lady|sister|wife|daughter|mother|mum|mom|sister|aunt|femme|fille|mere"
    r"|maman|soeur|epouse|tante|granny|nan|belle-mere|belle-fille)"
    r"|(?P<m>mr|mister|monsieur|m\.|mr\.|sir|husband|son|father|dad|brother|uncle|mari|fils|pere|papa|frere|epoux|oncle|beau-pere|beau-fils))"
    r"\.?,?[ ]+\(?(?:is |called |named |c'est |s'appelle )?$"
)
_HONORIFIC = re.compile(
    r"(?:^|[^\w])(?:mrs|ms|mme|madame|mr|monsieur|m|mlle|melle|dr|doctor|docteur|pr|prof|professor|professeur|me|maitre)\.?[ ]+$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One detail and the words around it, from the plain text."""

    text: str
    before: str = ""
    after: str = ""


class Linker:
    """Assigns pseudonyms' entries; what it learns goes into the case's memory."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore
        self._same: dict[Family, Callable[[str, str], bool]] = {
            Family.PHONE: _same_number,
            Family.FACILITY: _same_facility,
            Family.ADDRESS: _same_letters,
            Family.EMAIL: _same_email,
            Family.HANDLE: _same_handle,
            Family.ORG: _same_facility,
            Family.LOCATION: _same_place,
        }

    def assign(self, memory: CaseMemory, family: Family, mention: Mention) -> Known:
        """The entry that `mention` means, an old one or a new one. Not for coarsened or destroyed families."""
        if family is Family.PERSON:
            return self._person(memory, mention)
        same = self._same[family]
        for known in memory.of(family):
            if any(same(form, mention.text) for form in known.forms):
                memory.mention(known, mention.text)
                return known
        known = memory.add(family, self._kind(family, mention), self._area(family, mention))
        memory.mention(known, mention.text)
        return known

    def _kind(self, family: Family, mention: Mention) -> str:
        if family is Family.FACILITY:
            return wording.facility_kind(fold(mention.text))
        return wording.KIND_OF_FAMILY[family]

    def _area(self, family: Family, mention: Mention) -> str | None:
        return self._lore.area(mention.text) if family is Family.LOCATION else None

    def _person(self, memory: CaseMemory, mention: Mention) -> Known:
        name = naming.parse(mention.text)
        gender, titled = _told(mention.before)
        best: Known | None = None
        best_score = (0.0, 0)
        for known in memory.of(Family.PERSON):
            score = self._fits(known, name, gender, titled)
            if score > 0 and (score, known.seen) > best_score:
                best, best_score = known, (score, known.seen)
        known = best or memory.add(Family.PERSON, "person")
        memory.mention(known, mention.text)
        if gender and gender not in known.genders:
            known.genders.append(gender)
        if titled and len(name.words) == 1 and not name.initials:
            known.surnames.append(name.words[0])
        return known

    def _fits(self, known: Known, name: Name, gender: str | None, titled: bool) -> float:
        if gender and known.genders and gender not in known.genders:
            return 0.0
        return max(self._alike(naming.parse(form), name, known, titled) for form in known.forms)

    def _alike(self, old: Name, new: Name, known: Known, titled: bool) -> float:
        """How surely two ways of writing mean one person, 0 to 1."""
        if old.compact == new.compact:
            return 1.0
        fewer, more = sorted((old.words, new.words), key=len)
        left = list(more)
        worst, strong = 1.0, False
        for word in fewer:
            scores = [naming.likeness(word, other, self._lore) for other in left]
            top = max(scores, default=0.0)
            if top == 0.0:
                return 0.85 if _joined(old, new) else 0.0
            worst, strong = min(worst, top), strong or top > 0.7
            left.pop(scores.index(top))
        if not strong and not (old.initials or new.initials):
            return 0.0
        return worst * (1.0 if len(fewer) == len(more) else 0.95)


def _joined(old: Name, new: Name) -> bool:
    """A name of several words written as one: "legoff" in "Anne Le Goff"."""
    short, long = sorted((old.compact, new.compact), key=len)
    return len(short) >= 5 and (long.endswith(short) or long.startswith(short))


def _told(before: str) -> tuple[str | None, bool]:
    """The gender that a title or kin word before a name tells, and whether it was an honorific."""
    folded = fold(before[-30:])
    match = _TITLE.search(folded)
    gender = None if match is None else "f" if match["f"] else "m"
    return gender, bool(_HONORIFIC.search(folded))


def _same_number(a: str, b: str) -> bool:
    one, two = (_digits(text) for text in (a, b))
    return len(one) >= 6 and one[-9:] == two[-9:]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold(text).replace("o", "0").replace("i", "1").replace("l", "1"))


def _same_letters(a: str, b: str) -> bool:
    return _LETTERS.sub("", fold(a)) == _LETTERS.sub("", fold(b))


def _same_email(a: str, b: str) -> bool:
    return _spoken(a) == _spoken(b)


def _spoken(text: str) -> str:
    plain = re.sub(r"\b(?:dot|point|at|arobase|arobas|chez)\b", "", fold(text))
    return _LETTERS.sub("", plain)


def _same_handle(a: str, b: str) -> bool:
    one, two = (re.sub(r"^(?:https?://)?(?:www\.)?", "", fold(text)) for text in (a, b))
    return _LETTERS.sub("", one) == _LETTERS.sub("", two)


def _same_place(a: str, b: str) -> bool:
    one, two = _words(a), _words(b)
    return one == two


def _words(text: str) -> list[str]:
    plain = re.sub(r"\bste?\b\.?", lambda match: "sainte" if match[0].startswith("ste") else "saint", fold(text))
    return re.findall(r"[^\W_]+", plain)


def _same_facility(a: str, b: str) -> bool:
    """The same name, or one is the other without its kind word: "Institut Bergonié", "Bergonié"."""
    one, two = ([word for word in _words(text) if word not in _OVER_WORDS] for text in (a, b))
    if not one or not two:
        return _words(a) == _words(b)
    fewer, more = sorted((one, two), key=len)
    return more[-len(fewer) :] == fewer or more[: len(fewer)] == fewer
