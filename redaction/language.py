"""In which language a pseudonym reads best in a message: a count of the little words, nothing more."""

from __future__ import annotations

import re

from redaction.folding import fold
from redaction.result import Lang

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_EN_WORDS = (
    "the and is was are were has have had her his she he they them their my your our it its of to for with at from "
    "this that who what when where how will would can could should does did not but if so anyone someone i i'm it's "
    "she's he's don't isn't be been just got get she'd he'd you we us all about thanks please hi hello"
)
_EN = frozenset(_EN_WORDS.split())
_FR_WORDS = (
    "le la les un une des du de et est sont ont elle il ils elles je tu nous vous mon ma mes sa ses leur au aux "
    "pour avec dans chez sur qui que quoi ne pas plus mais donc ou ce cette ces ca c'est j'ai qu'elle qu'il n'a l'a "
    "d'un d'une ete etait avait fait bonjour merci bonsoir oui non stp svp se lui y en"
)
_FR = frozenset(_FR_WORDS.split())
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)'(?!s$|t$|m$|d$|ll$|re$|ve$)[a-z]")
_CHANGES, _OUTWEIGHS = 6, 4
"""A case keeps its language until a message of another speaks that clearly: lines that mix both change nothing."""


def language_of(text: str, usual: Lang | None = None) -> Lang:
    """The language of `text`; where it says too little, `usual` (the case's so far), else English."""
    words = _WORD.findall(fold(text))
    count: dict[Lang, int] = {
        "en": sum(word in _EN for word in words),
        "fr": sum(word in _FR or bool(_ELIDED.match(word)) for word in words),
    }
    best: Lang = "fr" if count["fr"] > count["en"] else "en"
    if usual and best != usual:
        clear = count[best] >= _CHANGES and count[best] >= _OUTWEIGHS * count[usual]
        return best if clear else usual
    return best
