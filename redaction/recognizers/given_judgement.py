"""How much a single word looks like a person's name: the shared judgement of the recognizers of persons."""

from __future__ import annotations

import re

from redaction import gazetteer
from redaction.recognizers.names_cues import KIN, LONG_TITLES, PARTICLES, SEASONAL, SHORT_TITLES, SMALL
from redaction.recognizers.word import Word

_MEDICAL = re.compile(
    r"(?:carcinoma|oma|itis|osis|emi[ae]|oidosis|idosis|ectom(?:y|ie)|plast(?:y|ie|ic)|stom(?:y|ie)|scop(?:y|ie)|graph(?:y|ie)|path(?:y|ie)"
    r"|therap(?:y|ie)|umab|imab|omab|tinib|ciclib|parib|taxel|platine?|rubicine?|prazole|mycine?|cilline?|cycline|dronate?|setron|logi(?:e|y|st|ste)"
    r"|iques?|ites|phereses?|ements?|ulaires?|icular|algi[ae]|peni[ae]|plasi[ae]|plastie|trophie|nephrite|onephrite|oides?|roids?|uctal|transmission)s?$"
)
"""Endings of illnesses, procedures and drugs: a capital on them tells of a sentence, not of a person."""

_CONTRACTED = re.compile(r"'(?:d|ll|ve|re|s|m|t|em|n)$")


def is_contracted(word: Word) -> bool:
    """I'll, that'd, can't."""
    return bool(_CONTRACTED.search(word.key))


def may_be_name(word: Word) -> bool:
    """Whether the word could be a name at all: neither a small word nor something to keep."""
    return len(word.key) > 1 and word.key not in SMALL and not word.kept and not word.mention


def is_role(word: Word) -> bool:
    """A title or a kin word, which stands for somebody without naming them."""
    return word.key in KIN or word.key in LONG_TITLES or word.key in SHORT_TITLES


def is_clear_given(word: Word) -> bool:
    """A given name that is no everyday word: Gérard, Declan, Ngozi, in whatever case."""
    return may_be_name(word) and gazetteer.is_given(word.key) and not gazetteer.is_everyday(word.key)


def is_sure_given(word: Word) -> bool:
    """A given name that no dictionary knows as a word."""
    return is_clear_given(word) and not gazetteer.is_word(word.key)


def is_unknown(word: Word) -> bool:
    """A word of no dictionary, so most likely a name (or a typing error)."""
    if not may_be_name(word) or len(word.key) < 3 or gazetteer.is_word(word.key) or is_contracted(word):
        return False
    if _MEDICAL.search(word.key) and not gazetteer.is_given(word.key):
        return False
    if "-" in word.key and not any(len(part) > 2 and gazetteer.is_given(part) for part in word.key.split("-")):
        parts = word.key.split("-")
        return len(parts[0]) > 1 and not all(
            len(part) < 2 or gazetteer.is_word(part) or gazetteer.is_kept(part) for part in parts
        )
    return not (word.key.endswith("s") and gazetteer.is_kept(word.key[:-1]))


_GLUED = re.compile(r"^(?:qu|[ljdcntsm])(?=[a-z]{3})")


def is_slang(word: Word) -> bool:
    """Written as it is spoken ("jpeux", "lhopital", "jai"), or a word cut short ("certif", "appli")."""
    rest = _GLUED.sub("", word.key)
    return (rest != word.key and gazetteer.is_word(rest)) or gazetteer.begins_word(word.key)


def surname_like(word: Word) -> bool:
    """Fit to follow a given name: a surname, a capital that is no acronym, or a word of no dictionary."""
    if word.kept and word.capital and not word.phrase and gazetteer.is_given(word.key) and word.key in SEASONAL:
        return True
    if _eponym_as_surname(word):
        return True
    if not may_be_name(word) or is_contracted(word):
        return False
    if word.capital and not word.shouted:
        return not (word.upper and len(word.text) < 4) and not (gazetteer.is_everyday(word.key) and word.opens)
    known = gazetteer.is_surname(word.key) or gazetteer.is_given(word.key)
    return (known and not gazetteer.is_everyday(word.key)) or is_unknown(word)


def _eponym_as_surname(word: Word) -> bool:
    """Georges Lambert, Anne Parkinson: behind a given name an eponym is the surname that it always was."""
    if not (word.kept and word.telling) or word.phrase:
        return False
    return gazetteer.kept_kind(word.text) == "eponym" and gazetteer.is_surname(word.key)


def is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


_EPITHETS = frozenset({"big", "wee", "ti", "gros"})
"""Big Tony, Petit Louis."""


def start_of_name(words: list[Word], head: int) -> int:
    """Index of the first word of the name whose given name is `head`: "DUPONT Marie", "Gomis Étienne"."""
    first = head
    while first and words[first].joined and head - first < 2 and _surname_before(words[first - 1], words[head]):
        first -= 1
    return first


def _surname_before(word: Word, head: Word) -> bool:
    if word.key in _EPITHETS and word.capital and head.capital:
        return True
    if not may_be_name(word) or is_role(word) or not head.capital:
        return False
    if word.upper and not word.shouted:
        return len(word.text) > 3 and not gazetteer.is_everyday(word.key)
    known = gazetteer.is_surname(word.key) or is_unknown(word)
    return word.capital and known and not gazetteer.is_everyday(word.key) and not gazetteer.is_given(word.key)


def end_of_name(words: list[Word], first: int) -> int:
    """Index after the last word of the name that begins at `first`: surnames, particles and initials are taken in."""
    last = first
    place = first + 1
    if _quoted_nickname(words, first):
        last = first + 2
        place = first + 3
    while place < len(words) and words[place].joined and place - first < 6:
        word = words[place]
        if word.key in PARTICLES and _leads_on(words, place, words[first]):
            place += 1
            continue
        if is_role(word) and word.capital and not gazetteer.is_surname(word.key):
            break
        if not (_counts(word) or (surname_like(word) and (word.capital or not words[last].capital))):
            break
        last = place
        place += 1
    return last + 1


def _quoted_nickname(words: list[Word], first: int) -> bool:
    """Philippa "Pip" Lindqvist, Robert « Bob » Applegate."""
    if first + 2 >= len(words) or words[first + 1].gap not in {' "', " '", " «", " « ", ' ("'}:
        return False
    closed = words[first + 2].gap in {'" ', "' ", "» ", " » ", '") '}
    return closed and words[first + 1].capital and surname_like(words[first + 2])


def _counts(initial: Word) -> bool:
    return is_initial(initial) and initial.text not in {"I", "A", "Y", "X"}


def _leads_on(words: list[Word], place: int, head: Word) -> bool:
    """Whether the particle at `place` is followed by the rest of a surname."""
    for word in words[place + 1 : place + 4]:
        if not (word.joined or word.gap == ""):
            return False
        if word.key in PARTICLES:
            continue
        if head.capital and not head.shouted:
            return word.capital and not word.kept and not gazetteer.is_place(word.text)
        return may_be_name(word) and is_unknown(word)
    return False
