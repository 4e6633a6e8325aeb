"""PERSON by a capital where none is due, on a word that no dictionary knows: Perochon, Darrigade, Mungo."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import GOOD, WEAK, Found
from redaction.recognizers.given_judgement import end_of_name, is_role, is_unknown
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.word import Word


class UnknownNameRecognizer(NameRecognizer):
    """Lists hold only a small part of the world's names; what is in no dictionary and has a capital is likely one."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        place = 0
        while place < len(words):
            word = words[place]
            if not _stands_out(word, text):
                place += 1
                continue
            end = end_of_name(words, place)
            yield Found(word.start, words[end - 1].end, GOOD if word.telling or end - place > 1 else WEAK, "an unknown word with a capital")
            place = end


def _stands_out(word: Word, text: str) -> bool:
    if not word.capital or word.shouted or word.upper or not is_unknown(word) or is_role(word):
        return False
    inner = any(char.isupper() for char in word.text[1:].replace("-", " ").title().swapcase()) and not word.text[1:].islower()
    mixed = inner and not word.text.startswith(("Mc", "Mac", "O'", "D'", "De", "Le", "La", "Fitz")) and "-" not in word.text
    return not mixed and not text[word.end : word.end + 1].isdigit() and not gazetteer.is_place(word.text)
