"""PERSON by a given name that we know, with or without a surname: Mary Dupont, graham whitlock, Solange, Will."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.folding import vocabulary
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import (
    end_of_name,
    is_clear_given,
    is_role,
    is_sure_given,
    may_be_name,
    start_of_name,
)
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import GREETINGS, INTRODUCES, SEASONAL, TELLING, VERBS
from redaction.recognizers.word import Word

_SAYING = vocabulary(
    "says said rang wants wanted asked thinks texted told emailed called dit demande veut pense appelle rappelle"
)

_MODAL = frozenset({"will", "may", "might"})
"""At the head of a question these are verbs: "Will Mary come?"."""

_BEFORE_NAMES = TELLING | {"pour", "for"}


class GivenNameRecognizer(NameRecognizer):
    """Scores by how the name is written, whether it is also a word, and what follows."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        place = 0
        while place < len(words):
            if not _may_head(words, place, text):
                place += 1
                continue
            end = end_of_name(words, place)
            first = start_of_name(words, place)
            score = 0.9 if first < place else _score(words, place, end, text)
            if score:
                yield Found(words[first].start, words[end - 1].end, score, "a given name")
            place = end


def _may_head(words: list[Word], place: int, text: str) -> bool:
    word = words[place]
    if not gazetteer.is_given(word.key) or is_role(word) or _numbered(word, text):
        return False
    if word.key in _MODAL and word.opens and place + 1 < len(words) and words[place + 1].capital:
        return False
    return may_be_name(word) or (word.key in SEASONAL and word.capital and not word.phrase and not word.mention)


def _score(words: list[Word], place: int, end: int, text: str) -> float:
    word = words[place]
    whole = end - place > 1
    if word.upper and not word.shouted and not whole:
        return _acronym_like(word, text)
    if word.capital and not word.shouted:
        return _with_capital(words, place, whole, text)
    return _without_capital(words, place, whole)


def _without_capital(words: list[Word], place: int, whole: bool) -> float:
    word = words[place]
    clear = is_clear_given(word)
    if is_sure_given(word) or (word.shouted and clear):
        return 0.7 if whole else 0.6
    taken = word.flat and place > 0 and words[place - 1].key in _BEFORE_NAMES
    if clear and (taken or _speaks(words, place)):
        return 0.55
    if _introduced(words, place) and (whole or clear):
        return 0.65
    return 0.6 if whole and (clear or is_clear_given(words[place + 1])) else 0.0


def _with_capital(words: list[Word], place: int, whole: bool, text: str) -> float:
    word = words[place]
    if whole:
        return 0.9 if is_clear_given(word) or not word.opens else 0.6
    if is_clear_given(word) and not word.kept:
        return 0.85 if is_sure_given(word) or not word.opens else 0.7
    return _ambiguous(words, place, text)


def _acronym_like(word: Word, text: str) -> float:
    """LAURA and KATHERINE are trials; "ARLETTE, answer me" opens a line."""
    calls = word.opens and text[word.end : word.end + 1] in {",", "!", " "}
    return 0.55 if calls and len(word.text) > 3 and is_clear_given(word) else 0.45


def _speaks(words: list[Word], place: int) -> bool:
    """Whether the next word is what somebody does to tell something: "meg says she wants to see the sea"."""
    after = words[place + 1] if place + 1 < len(words) else None
    return after is not None and after.gap == " " and after.key in _SAYING


def _introduced(words: list[Word], place: int) -> bool:
    """Whether the speaker says who it is, or greets somebody: "c'est pierrot", "hi patience"."""
    before = words[place - 1] if place and words[place].gap in {" ", "", ", "} else None
    return before is not None and (before.key in INTRODUCES or (before.key in GREETINGS and before.opens))


def _numbered(word: Word, text: str) -> bool:
    """SAFIR02, Ki-67, IB3: a name is not followed by a number without a space."""
    return text[word.end : word.end + 1].isdigit() or (
        text[word.end : word.end + 1] == "-" and text[word.end + 1 : word.end + 2].isdigit()
    )


def _ambiguous(words: list[Word], place: int, text: str) -> float:
    """Rose, Will, Grace: a person where the capital is telling, or where somebody acts."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    acts = (
        text.startswith("'s ", word.end)
        or (text[word.end : word.end + 1] == "," and not word.gap.strip(" \n>"))
        or (after is not None and after.joined and after.key in VERBS)
    )
    before = words[place - 1].key if place and word.gap == " " else ""
    if word.kept:
        acts = acts and text[word.end : word.end + 1] != ","
        return 0.55 if acts or before in TELLING - {"for", "from", "to", "about", "near", "and", "pour"} else 0.4
    if word.telling:
        return 0.6
    return 0.55 if acts else 0.4
