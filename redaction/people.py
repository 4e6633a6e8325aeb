"""Which person of a case a name means: "Mary Dupont", "Mrs Dupont", "mary", "MARY D." and "Marie" are one.

A mention is held against each person whom the case knows. A full name whose given name or surname contradicts what is
known is somebody else; a title that contradicts the known sex too ("Mr Dupont", "Mrs Dupont"). Of several people who
fit, the best fit wins, then the one mentioned last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial

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
    rf"(?:^|[^\w'])(?:(?P<f>{_FEMALE})|(?P<m>{_MALE}))\.?,?[ ]+[\"(]?(?:is |called |named |c'est |s'appelle )?$"
)
_HONORIFIC = re.compile(
    r"(?:^|[^\w'])(?:mrs|ms|miss|mme|madame|mademoiselle|mlle|melle|mr|mister|monsieur|m|dr|doctor|docteur|pr|prof"
    r"|professor|professeur|me|maitre)\.?[ ]+[\"(]?$"
)
_DOCTOR = re.compile(r"(?:^|[^\w])(?:dr|doctor|docteur|pr|prof|professor|professeur)\.?[ ]+$")
_ALIAS = re.compile(
    r"^[^.!?\n]{0,25}\b(?:real name|nee?|born|formerly|aka|alias|dite?|surnom\w*|prenom|first name|surname|family name|nom"
    r"|last name|nick ?name\w*|(?:also )?known as|also called|goes by|calls? (?:her|him|me|them)(?:self)?|epouse|veuve"
    r"|l'appelle|prefers|married name|maiden name|short for|que tout le monde appelle)\b[^.!?\n]{0,14}$"
    r"|^\n(?:prenom|first name|family name|surname|nom)[ :]+$"
    r"|^[ ]*(?:[\"(=][ \"(=]*|(?:enfin|sorry|i mean|that's)[ \"]*)$"
)
_DR = frozenset({"dr"})
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
        self._parse = lru_cache(maxsize=1024)(partial(naming.parse, lore=lore))
        """The ways in which a case's people were written are held against every new mention."""

    def assign(self, memory: CaseMemory, mention: Mention) -> Known:
        """The person whom `mention` means, known or new."""
        folded = fold(mention.before[-40:])
        titled = bool(_HONORIFIC.search(folded))
        name = self._parse(mention.text, titled=titled)
        marks = self._marks(folded, name)
        known = self._best(memory, name, marks) or _alias(mention) or memory.add(Family.PERSON, "person")
        memory.mention(known, mention.text)
        known.genders.extend(mark for mark in sorted(marks) if mark not in known.genders)
        if titled and mention.text not in known.surnames:
            known.surnames.append(mention.text)
        return known

    def same(self, memory: CaseMemory, theirs: Known) -> Known | None:
        """The person of `memory` who is `theirs` of another case; every way in which they were written must fit."""
        names = [self._parse(form, titled=form in theirs.surnames) for form in theirs.forms]
        best = [self._best(memory, name, frozenset(theirs.genders)) for name in names]
        return best[0] if best and all(one is best[0] for one in best) else None

    def _marks(self, folded: str, name: Name) -> frozenset[str]:
        """What title, kin word and given name tell: "m", "f", and "dr" for a doctor."""
        marks = {_gender(folded), "dr" if _DOCTOR.search(folded) else None}
        return frozenset(mark for mark in marks if mark)

    def _best(self, memory: CaseMemory, name: Name, marks: frozenset[str]) -> Known | None:
        best: Known | None = None
        top = (0.0, 0)
        for known in memory.of(Family.PERSON):
            if _clash(marks, known):
                continue
            score = (self._fit(known, name), known.seen)
            if score[0] > 0 and score > top:
                best, top = known, score
        return best

    def _fit(self, known: Known, name: Name) -> float:
        """How surely `name` means `known`: the best of its forms, unless a full name contradicts."""
        forms = [self._parse(form, titled=form in known.surnames) for form in known.forms]
        if any(form.compact == name.compact or _same_words(form, name) for form in forms):
            return 1.0
        if any(self._contradict(form, name) for form in forms):
            return 0.0
        return max(self._alike(form, name) for form in forms)

    def _contradict(self, one: Name, two: Name) -> bool:
        """Two full names of which only one half agrees."""
        if not (one.given and one.family and two.given and two.family):
            return False
        given, family = self._shared(one.given, two.given), self._shared(one.family, two.family, True)
        return (given == 0) != (family == 0) and not self._shared(one.words, two.words) >= _CROSSED

    def _alike(self, one: Name, two: Name) -> float:
        """How surely two ways of writing mean one person, 0 to 1."""
        if one.spelled or two.spelled:
            return _spelled(one, two)
        pairs = self._pair(one.given, two.given) + self._pair(one.family, two.family, surnames=True) or [
            (0.95 * score) for score in self._crossed(one, two)
        ]
        return min(pairs, default=0.0) if pairs else _joined(one, two)

    def _pair(self, one: Words, two: Words, surnames: bool = False) -> list[float]:
        score = self._shared(one, two, surnames) if one and two else 0.0
        return [score] if score else []

    def _crossed(self, one: Name, two: Name) -> list[float]:
        """A loose word may be given name or surname, and titles go with given names too ("Miss Grace")."""
        if one.loose or two.loose:
            return self._pair(one.loose or one.words, two.words if one.loose else two.loose)
        for titled, other in ((one, two), (two, one)):
            if other.given and titled.family and not titled.given and len(titled.family) == 1:
                return [score * _UNUSUAL for score in self._pair(titled.family, other.given)]
        return []

    def _shared(self, one: Words, two: Words, surnames: bool = False) -> float:
        """How surely the shorter row of words stands in the longer one; every one of its words must be there."""
        fewer, more = sorted((one, two), key=len)
        if len(fewer) > 1 and "".join(fewer) == "".join(more):
            return 1.0
        if len(fewer) == 1 and "-".join(more) in self._lore.nicknames.get(fewer[0], ()):
            return 0.9
        left, worst = list(more), 1.0
        for word in fewer:
            scores = [naming.likeness(word, other, self._lore, surnames) for other in left]
            top = max(scores, default=0.0)
            if top == 0.0:
                return 0.0
            worst = min(worst, top)
            left.pop(scores.index(top))
        return worst


_CROSSED = 0.8
_LEAST_SPELLED = 3
_UNUSUAL = 0.5


def _same_words(one: Name, two: Name) -> bool:
    """A full name either way round, which lists of names cannot always tell: "Guèye Mbayang", "Mbayang Guèye"."""
    return len(one.words) > 1 and not (one.spelled or two.spelled) and sorted(one.words) == sorted(two.words)


def _clash(marks: frozenset[str], known: Known) -> bool:
    """Whether what is told of a mention speaks against `known`: the other sex, or a doctor against a Mr or Mrs."""
    told = frozenset(known.genders)
    if not marks:
        return False
    sexes, known_sexes = marks - _DR, told - _DR
    return marks & _DR != told & _DR or bool(sexes and known_sexes and not sexes & known_sexes)


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
    """A name of several words written as one, or the reverse: "legoff" in "Anne Le Goff"."""
    for joined, split in ((one, two), (two, one)):
        if len(joined.words) == 1 and len(joined.compact) >= 5 and joined.compact in _runs(split.parts):
            return 0.85
    return 0.0


def _runs(parts: Words) -> set[str]:
    """What neighbouring words read like when written as one."""
    ends = range(2, len(parts) + 1)
    return {"".join(parts[start:end]) for end in ends for start in range(end - 1)}


def _spelled(one: Name, two: Name) -> float:
    """Spelled out, perhaps only the beginning, perhaps with the first of what followed ("… r e k k comme kilo")."""
    if one.spelled and two.spelled:
        return 0.9 if one.compact.startswith(two.compact) or two.compact.startswith(one.compact) else 0.0
    letters, name = (one, two) if one.spelled else (two, one)
    spelled = letters.compact
    words = (*name.words, name.compact)
    return max((0.9 for word in words if word.startswith(spelled) or _with_more(word, spelled)), default=0.0)


def _with_more(word: str, spelled: str) -> bool:
    return len(word) > _LEAST_SPELLED and spelled.startswith(word) and len(spelled) <= len(word) + 2
