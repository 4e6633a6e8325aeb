"""Where the name of a hospital, a school or a church ends, once a kind word has announced it."""

from __future__ import annotations

from redaction import gazetteer
from redaction.recognizers.given_judgement import is_unknown
from redaction.recognizers.names_cues import SMALL
from redaction.recognizers.place_cues import HOUSE_NAMES
from redaction.recognizers.runs import proper, run_of
from redaction.recognizers.word import Word

_SAINT = frozenset({"saint", "sainte", "st", "ste"})


def name_end(words: list[Word], first: int, text: str, *, linked: bool, everyday: bool, flat: bool) -> int:
    """Index after the name that begins at `first`; `first` itself when there is none.

    `linked`: small words stand between the kind word and the name. `everyday`: the kind word says little by itself
    (house, centre). `flat`: the text has no capitals at all.
    """
    if opens_name(words[first]):
        return run_of(words, first)
    end = _town(words, first, text) if linked and not everyday else first
    if end == first and flat:
        end = _flat_name(words, first)
    if end == first and linked and not everyday and words[first].key in HOUSE_NAMES and words[first].gap == " ":
        end = first + 1
    return end


def opens_name(word: Word) -> bool:
    """Whether the word begins a name by its capital."""
    if word.key in SMALL and len(word.key) < 3:
        return word.telling and word.key in {"le", "la", "l'"}
    return proper(word) and gazetteer.kept_kind(word.text) not in {"medical", "calendar"}


def _town(words: list[Word], first: int, text: str) -> int:
    """The end of a town in lower case: "polyclinique de limoges"."""
    for end in range(min(len(words), first + 5), first, -1):
        name = text[words[first].start : words[end - 1].end]
        if gazetteer.is_place(name) and not gazetteer.is_everyday(name):
            return end
    return first


def _flat_name(words: list[Word], first: int) -> int:
    """The end of a name in a text without capitals: "hôpital saint joseph", "centre léon bérard"."""
    end = first
    while end < len(words) and end - first < 3 and words[end].gap in {" ", "-"}:
        sainted = end > first and words[end - 1].key in _SAINT
        if not (sainted or words[end].key in _SAINT or is_unknown(words[end]) or _name_word(words[end])):
            break
        end += 1
    return end


def _name_word(word: Word) -> bool:
    known = gazetteer.is_given(word.key) or gazetteer.is_surname(word.key) or gazetteer.is_place(word.text)
    return known and not gazetteer.is_everyday(word.key) and not word.kept
