"""PERSON after an honorific: Mrs Okonkwo, mme le goff, Dr Tan, M. Ferreira da Silva, "Mme D.", Mr and Mrs Hall."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import Found
from redaction.recognizers.given_judgement import end_of_name, is_contracted, is_initial
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import AFTER_TITLE, LONG_TITLES, PARTICLES, SHORT_TITLES
from redaction.recognizers.word import Word

_GAPS = {" ", ". ", ".", "  ", "\u00a0", ".  "}


class TitledNameRecognizer(NameRecognizer):
    """What follows a title is a name, even when it is also an illness ("Mme Hodgkin") or a word ("mr drew")."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        for place, word in enumerate(words[:-1]):
            if _is_title(word, words[place + 1]):
                yield from self._after(words, place + 1, word)

    def _after(self, words: list[Word], first: int, title: Word) -> Iterator[Found]:
        start = first
        while start < len(words) - 1 and _leads(words[start]) and _close(words[start + 1]):
            start += 1
        name = words[start]
        short = title.key in SHORT_TITLES or title.key in {"m", "me", "pr"}
        if name.phrase or not _close(words[first]) or not _names(name, short, start > first):
            return
        end = end_of_name(words, start)
        yield Found(words[first].start, words[end - 1].end, 0.95 if short else 0.85, "after a title")


def _is_title(word: Word, following: Word) -> bool:
    if word.key == "m":
        return word.text == "M" and (following.gap.startswith(".") or following.capital)
    if word.key in {"me", "pr"}:
        return word.text in {"Me", "Pr"} and following.capital
    return word.key in SHORT_TITLES or word.key in LONG_TITLES


def _leads(word: Word) -> bool:
    return word.key in PARTICLES and not is_initial(word)


def _close(word: Word) -> bool:
    return word.gap in _GAPS or word.gap == ""


def _names(word: Word, short: bool, led: bool) -> bool:
    """Whether the word after a title (and perhaps a particle) is a name."""
    if is_initial(word):
        return short
    if len(word.key) < 2 or is_contracted(word) or word.key in AFTER_TITLE or word.key in SHORT_TITLES:
        return False
    if word.capital and not word.shouted:
        return short or not (word.kept or word.upper) or word.key in {"hodgkin", "parkinson"}
    if short and not led:
        return word.key not in LONG_TITLES
    return (
        not gazetteer.is_everyday(word.key)
        and not word.kept
        and (gazetteer.is_given(word.key) or gazetteer.is_surname(word.key) or not gazetteer.is_word(word.key))
    )
