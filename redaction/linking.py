"""Who is who within one case: gives every mention the pseudonym of what it means."""

from __future__ import annotations

import re
from collections.abc import Callable

from redaction import wording
from redaction.families import Family
from redaction.folding import fold
from redaction.memory import CaseMemory, Known
from redaction.naming import Lore
from redaction.people import Mention, People

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


class Linker:
    """Assigns pseudonyms' entries; what it learns goes into the case's memory."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore
        self._people = People(lore)
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
            return self._people.assign(memory, mention)
        same = self._same[family]
        for known in memory.of(family):
            if any(same(form, mention.text) for form in known.forms):
                memory.mention(known, mention.text)
                return known
        known = memory.add(family, self._kind(family, mention), self._area(family, mention))
        memory.mention(known, mention.text)
        return known

    def absorb(self, memory: CaseMemory, other: CaseMemory) -> list[tuple[Known, Known]]:
        """Take what `other` knows into `memory`, for two cases that are one: each of its entries with what it is now.

        Whoever is in both keeps the pseudonym of `memory`; the others get new ones there.
        """
        memory.clear_as(other)
        found: list[tuple[Known, Known]] = []
        for theirs in other:
            ours = self._match(memory, theirs) or memory.add(theirs.family, theirs.kind, theirs.area)
            for form in theirs.forms:
                memory.mention(ours, form)
            ours.genders.extend(mark for mark in theirs.genders if mark not in ours.genders)
            ours.surnames.extend(form for form in theirs.surnames if form not in ours.surnames)
            found.append((theirs, ours))
        return found

    def _match(self, memory: CaseMemory, theirs: Known) -> Known | None:
        if theirs.family is Family.PERSON:
            return self._people.same(memory, theirs)
        same = self._same[theirs.family]
        return next(
            (
                ours
                for ours in memory.of(theirs.family)
                if any(same(one, two) for one in ours.forms for two in theirs.forms)
            ),
            None,
        )

    def _kind(self, family: Family, mention: Mention) -> str:
        if family is Family.FACILITY:
            return wording.facility_kind(fold(mention.text))
        return wording.KIND_OF_FAMILY[family]

    def _area(self, family: Family, mention: Mention) -> str | None:
        return self._lore.area(mention.text) if family is Family.LOCATION else None


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
