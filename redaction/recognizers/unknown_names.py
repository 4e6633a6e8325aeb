"""PERSON by a capital where none is due, on a word that no dictionary knows: Perochon, Darrigade, Mungo."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import GOOD, Found
from redaction.recognizers.given_judgement import end_of_name, is_role, is_unknown
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.place_cues import PLACE_ONLY
from redaction.recognizers.word import Word

LIKELY = 0.52
"""Right more often than not, even without a telling capital."""


class UnknownNameRecognizer(NameRecognizer):
    """Lists hold only a small part of the world's names; what is in no dictionary and has a capital is likely one."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        place = 0
        while place < len(words):
            word = words[place]
            placed = bool(place) and word.gap == " " and words[place - 1].key in PLACE_ONLY
            if placed or not _stands_out(word, text):
                place += 1
                continue
            end = end_of_name(words, place)
            yield Found(word.start, words[end - 1].end, *_judge(word, end - place > 1))
            place = end


def _judge(word: Word, whole: bool) -> tuple[float, str]:
    if not word.capital:
        return LIKELY, "an unknown word in a text without capitals"
    if word.telling or whole:
        return GOOD, "an unknown word with a capital"
    return LIKELY, "an unknown word that opens a sentence"


def _compound(key: str) -> bool:
    """Two dictionary words in one: audiobooks, voicenotes."""
    return any(gazetteer.is_word(key[:cut]) and gazetteer.is_word(key[cut:]) for cut in range(4, len(key) - 3))


def _stands_out(word: Word, text: str) -> bool:
    if not word.capital and word.flat and len(word.key) > 4:
        plain = "'" not in word.text and not word.key.endswith("ine") and not _compound(word.key)
        return plain and is_unknown(word) and not is_role(word) and not gazetteer.is_place(word.text)
    if not word.capital or word.shouted or word.upper or not is_unknown(word) or is_role(word):
        return False
    inner = (
        any(char.isupper() for char in word.text[1:].replace("-", " ").title().swapcase())
        and not word.text[1:].islower()
    )
    mixed = (
        inner and not word.text.startswith(("Mc", "Mac", "O'", "D'", "De", "Le", "La", "Fitz")) and "-" not in word.text
    )
    return not mixed and not text[word.end : word.end + 1].isdigit() and not gazetteer.is_place(word.text)
