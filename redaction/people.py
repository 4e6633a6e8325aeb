"""Which person of a case a name means: "Mary Dupont", "Mrs Dupont", "mary", "MARY D." and "Marie" are one.

A mention is held against each person whom the case knows. A full name whose given name or surname contradicts what is
known is somebody else; a title that contradicts the known sex too ("Mr Dupont", "Mrs Dupont"). Of several people who
fit, the best fit wins, then the one mentioned last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from redaction import naming
from redaction.families import Family
from redaction.folding import fold
from redaction.memory import CaseMemory, Known
from redaction.naming import Lore, Name, Words

_FEMALE = (
    "mrs|ms|miss|mme|madame|mademoiselle|mlle|melle|lady|sister|wife|daughter|mother|mum|mom|mummy|aunt|auntie|niece"
    "|femme|fille|mere|maman|soeur|epouse|tante|granny|gran|nan|voisine|cousine|copine|belle-mere|belle-fille"
)
_MALE = (
    "mr|mister|monsieur|m|sir|husband|son|father|dad|daddy|brother|uncle|nephew|hubby|mari|fils|pere|papa|frere|epoux"
    "|oncle|grandad|grandpa|voisin|cousin|copain|beau-pere|beau-fils|gentleman"
)
_TOLD = re.compile(
    rf"(?:^|[^\w])(?:(?P<f>{_FEMALE})|(?P<m>{_MALE}))\.?,?[ ]+[\"(]?(?:is |called |named |c'est |s'appelle )?$"
)
_HONORIFIC = re.compile(
    r"(?:^|[^\w])(?:mrs|ms|miss|mme|madame|mademoiselle|mlle|melle|mr|mister|monsieur|m|dr|doctor|docteur|pr|prof"
    r"|professor|professeur|me|maitre)\.?[ ]+[\"(]?$"
)
_ALIAS = re.compile(
    r"^[^.!?\n]{0,25}\b(?:real name|nee?|born|formerly|aka|alias|dite?|surnom\w*|prenom|first name|surname|family name|nom"
    r"|last name|nick ?name\w*|(?:also )?known as|also called|goes by|calls? (?:her|him|me|them)(?:self)?|epouse|veuve"
    r"|l'appelle|prefers|married name|maiden name|short for|que tout le monde appelle)\b[^.!?\n]{0,14}$"
    r"|^\n(?:prenom|first name|family name|surname|nom)[ :]+$"
    r"|^[ ]*(?:[\"(=]+|enfin|sorry|i mean|that's|=)[ \"]*$"
)
_CLOSED = re.compile(r"^[\")]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One detail and the plain text around it.

    `since`: what stands between the person mentioned last in this message (`last`) and this mention.
    """

    text: str
    before: str = ""
    after: str = ""
    since: str = ""
    last: Known | None = None


class People:
    """Links mentions of people within one case."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore

    def assign(self, memory: CaseMemory, mention: Mention) -> Known:
        """The person whom `mention` means, known or new."""
        folded = fold(mention.before[-40:])
        gender, titled = _gender(folded), bool(_HONORIFIC.search(folded))
        name = naming.parse(mention.text, self._lore, titled)
        known = self._best(memory, name, gender) or _alias(mention) or memory.add(Family.PERSON, "person")
        memory.mention(known, mention.text)
        if gender and gender not in known.genders:
            known.genders.append(gender)
        if titled and mention.text not in known.surnames:
            known.surnames.append(mention.text)
        return known

    def _best(self, memory: CaseMemory, name: Name, gender: str | None) -> Known | None:
        best: Known | None = None
        top = (0.0, 0)
        for known in memory.of(Family.PERSON):
            if gender and known.genders and gender not in known.genders:
                continue
            score = (self._fit(known, name), known.seen)
            if score[0] > 0 and score > top:
                best, top = known, score
        return best

    def _fit(self, known: Known, name: Name) -> float:
        """How surely `name` means `known`: the best of its forms, unless a full name contradicts."""
        forms = [naming.parse(form, self._lore, form in known.surnames) for form in known.forms]
        if any(form.compact == name.compact for form in forms):
            return 1.0
        if any(self._contradict(form, name) for form in forms):
            return 0.0
        return max(self._alike(form, name) for form in forms)

    def _contradict(self, one: Name, two: Name) -> bool:
        """Two full names of which only one half agrees."""
        if not (one.given and one.family and two.given and two.family):
            return False
        given, family = self._shared(one.given, two.given), self._shared(one.family, two.family)
        return (given == 0) != (family == 0) and not self._shared(one.words, two.words) >= _CROSSED

    def _alike(self, one: Name, two: Name) -> float:
        """How surely two ways of writing mean one person, 0 to 1."""
        if one.spelled or two.spelled:
            return _spelled(one, two)
        pairs = self._pair(one.given, two.given) + self._pair(one.family, two.family) or [
            (0.95 * score) for score in self._crossed(one, two)
        ]
        return min(pairs, default=0.0) if pairs else _joined(one, two)

    def _pair(self, one: Words, two: Words) -> list[float]:
        score = self._shared(one, two) if one and two else 0.0
        return [score] if score else []

    def _crossed(self, one: Name, two: Name) -> list[float]:
        """A loose word may be given name or surname."""
        if one.loose or two.loose:
            return self._pair(one.loose or one.words, two.words if one.loose else two.loose)
        return []

    def _shared(self, one: Words, two: Words) -> float:
        """How surely the shorter row of words stands in the longer one; every one of its words must be there."""
        fewer, more = sorted((one, two), key=len)
        if len(fewer) > 1 and "".join(fewer) == "".join(more):
            return 1.0
        left, worst = list(more), 1.0
        for word in fewer:
            scores = [naming.likeness(word, other, self._lore) for other in left]
            top = max(scores, default=0.0)
            if top == 0.0:
                return 0.0
            worst = min(worst, top)
            left.pop(scores.index(top))
        return worst


_CROSSED = 0.8


def _gender(folded: str) -> str | None:
    told = _TOLD.search(folded)
    return None if told is None else "f" if told["f"] else "m"


def _alias(mention: Mention) -> Known | None:
    """The person named just before, where the words between say that this is another name of theirs."""
    if mention.last is None or not _ALIAS.search(fold(mention.since)):
        return None
    opened = mention.since.rstrip().endswith(("(", '"'))
    return mention.last if not opened or _CLOSED.match(mention.after) else None


def _joined(one: Name, two: Name) -> float:
    """A name of several words written as one: "legoff" in "Anne Le Goff"."""
    short, long = sorted((one.compact, two.compact), key=len)
    return 0.85 if len(short) >= 5 and (long.endswith(short) or long.startswith(short)) else 0.0


def _spelled(one: Name, two: Name) -> float:
    """Spelled out, perhaps only the beginning."""
    if one.spelled and two.spelled:
        return 0.9 if one.compact.startswith(two.compact) or two.compact.startswith(one.compact) else 0.0
    letters, name = (one, two) if one.spelled else (two, one)
    return max((0.9 for word in (*name.words, name.compact) if word.startswith(letters.compact)), default=0.0)
