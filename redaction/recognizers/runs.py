"""Runs of words that belong to one proper name of a place, a house or a firm."""

from __future__ import annotations

from redaction import gazetteer
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.place_cues import PLACE_INSIDE
from redaction.recognizers.word import Word

_GLUE = frozenset({" ", "-", "", "'", " - ", "\u00a0", " & "})
_ARTICLES = PLACE_INSIDE - {"in", "a", "et", "upon", "on", "under"}
"""Not "in", "à", "and": what these part are two things ("Craig in Dubai", "Tom and Beryl")."""

_NO_NAME = frozenset({"drug", "public"})


def proper(word: Word) -> bool:
    """Whether the word may be part of a proper name by its capital."""
    if not word.capital or word.shouted or word.mention or word.text.startswith("I'"):
        return False
    kept = gazetteer.kept_kind(word.text) if word.kept else None
    return kept in {None, "eponym", "neutral", "drug", "public"} and (word.key not in SMALL or word.key in _ARTICLES)


def run_of(words: list[Word], first: int, longest: int = 7, *, person: bool = False) -> int:
    """Index after the last word of the proper name that begins at `first`; `first` itself when there is none.

    Small words (de, la, sur, of) are taken in only when a capital follows them. `person`: no small word at all and
    no public body, since a person's name ends before "de Marmande" or "de la MDPH".
    """
    inside = frozenset[str]() if person else _ARTICLES
    last = first - 1
    place = first
    while place < len(words) and place - first < longest and (place == first or words[place].gap in _GLUE):
        word = words[place]
        if person and word.kept and gazetteer.kept_kind(word.text) in _NO_NAME:
            break
        if proper(word) and not (word.key in _ARTICLES and word.key == word.text):
            last = place
        elif word.key not in inside:
            break
        place += 1
    return last + 1
