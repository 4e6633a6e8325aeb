"""PERSON on a line of its own at the end of a message, in its greeting, or behind "From:" and "Name:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction import gazetteer
from redaction.folding import fold
from redaction.recognizers.base import STRONG, Found
from redaction.recognizers.given_judgement import end_of_name, is_role
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import CLOSINGS, GREETINGS, SMALL, WORD_NAMES_BESIDE_KIN
from redaction.recognizers.word import Word

_ALONE = re.compile(
    r"(?m)^[ \t>*_~-]*((?:[A-ZÀ-Þ][^\W\d_]*+\.?(?:['-][^\W\d_]++)*\.?)(?: (?:(?:de|du|van|von|le|la|da|el) )?[A-ZÀ-Þ][^\W\d_]*+\.?(?:['-][^\W\d_]++)*){0,2})[ ,.xX*_~]*$"
)
_FIELD = re.compile(
    r"(?mi)^[ \t>*-]*(?:from|to|cc|de|à|a|name|nom|nom et prénom|prénom|patient|patiente|client|cliente|contact|family|famille|mr|mme)[ ]?: *(?=[^\W\d_])"
)
_GREETING = re.compile(
    rf"(?mi)^[ \t>]*(?:{'|'.join(sorted(GREETINGS))})(?: (?:again|all|tous|my dear|ma|mon))?,? (?=[^\W\d_])"
)
_NO_NAMES = SMALL | CLOSINGS | GREETINGS
_LAST = re.compile(r"(?<=[.!?,x)] )([A-ZÀ-Þ][^\W\d_]++(?:-[A-ZÀ-Þ][^\W\d_]++)?)[ .xX]{0,40}$")


class SignatureRecognizer(NameRecognizer):
    """Where a name stands by the form of a letter, whatever word it also is: "Penny", "Avril", "S."."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        yield from _alone(text)
        at = {word.start: place for place, word in enumerate(words)}
        for match in _FIELD.finditer(text):
            yield from _opening(words, at.get(match.end()), "behind a field")
        for match in _GREETING.finditer(text):
            yield from _opening(words, at.get(match.end()), "in a greeting")
        last = _LAST.search(text[-40:])
        if last and gazetteer.is_given(last[1]):
            shift = max(0, len(text) - 40)
            yield Found(shift + last.start(1), shift + last.end(1), STRONG, "at the very end")


def _alone(text: str) -> Iterator[Found]:
    for match in _ALONE.finditer(text):
        above = text[: match.start()].rstrip(" \t>")
        closing = not above.strip() or above.endswith("\n\n") or _closes(above.rstrip("\n").rsplit("\n", 1)[-1])
        last = len(match[1]) <= 2 or gazetteer.is_given(match[1])
        closing = closing or (last and not text[match.end() :].strip())
        if above and closing and text.count("\n", match.end()) <= 4 and _signs(match[1]):
            yield Found(match.start(1), match.end(1), STRONG, "a line of its own at the end")


def _closes(line: str) -> bool:
    words = re.findall(r"[^\W\d_]+", line.lower())
    return 0 < len(words) < 6 and any(fold(word) in CLOSINGS for word in words)


def _signs(line: str) -> bool:
    keys = [fold(word).strip(".") for word in line.split()]
    if any(key in SMALL | CLOSINGS | GREETINGS for key in keys) or (line.isupper() and len(line) > 4):
        return False
    if gazetteer.kept_kind(line) not in {None, "calendar"} or keys == ["x"]:
        return False
    return len(keys) > 1 or len(line) <= 2 or gazetteer.is_given(line) or not gazetteer.is_everyday(line)


def _opening(words: list[Word], place: int | None, why: str) -> Iterator[Found]:
    if place is None:
        return
    word = words[place]
    if is_role(word) or word.key in SMALL | CLOSINGS | GREETINGS or word.mention:
        return
    if word.text.islower() and gazetteer.is_everyday(word.key) and word.key not in WORD_NAMES_BESIDE_KIN:
        return
    given = gazetteer.is_given(word.key)
    if (
        (word.kept and not given)
        or word.phrase
        or not (given or (word.capital and not gazetteer.is_everyday(word.key)))
    ):
        return
    yield Found(word.start, words[end_of_name(words, place) - 1].end, STRONG, why)
