"""PERSON by letters that neither English nor French has: Mỹ, Thọ, Wiśniewska, Şahin.

The tagger and the lists read words without accents, to which "Mỹ" is "my" and "Tạ" is "ta". A town is left to the
recognizer of towns (Kraków).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import SURE, Found
from redaction.recognizers.given_judgement import end_of_name, may_be_name
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.word import Word

_FOREIGN = re.compile(
    r"[ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĽľŁłŃńŇňŌōŐőŔŕŘřŚśŞşŠšȘșŢţŤťȚțŪūŮůŰűŲųŹźŻżŽžƠơƯưØøÅåÃãÕõÞþÐðßẠ-ỹ]"
)


class ForeignLetterRecognizer(NameRecognizer):
    """A word with such a letter, and the words with a capital that go on with it."""

    FAMILY = "PERSON"

    def among(self, words: list[Word], text: str) -> Iterator[Found]:
        if not _FOREIGN.search(text):
            return
        place = 0
        while place < len(words):
            if not _foreign(words[place]):
                place += 1
                continue
            first, end = _start_of_name(words, place), end_of_name(words, place)
            while end < len(words) and words[end].joined and _foreign(words[end]):
                end = end_of_name(words, end)
            yield Found(words[first].start, words[end - 1].end, SURE, "letters that neither language has")
            place = end


def _foreign(word: Word) -> bool:
    return len(word.text) > 1 and bool(_FOREIGN.search(word.text)) and not gazetteer.is_place(word.text)


def _start_of_name(words: list[Word], place: int) -> int:
    """The words before that belong to the same name: with a capital, unless that only opens the sentence."""
    while place and words[place].joined:
        before = words[place - 1]
        given = gazetteer.is_given(before.key)
        if not (before.capital and may_be_name(before) and (given or (before.telling and not before.mention))):
            break
        place -= 1
    return place
