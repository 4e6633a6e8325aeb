"""PERSON by a capital where none is due, on a word that no dictionary knows: Perochon, Darrigade, Mungo."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import GOOD, Found
from redaction.recognizers.given_judgement import end_of_name, is_role, is_slang, is_sure_given, is_unknown
from redaction.recognizers.names_base import NameRecognizer
from redaction.recognizers.names_cues import INTRODUCES, KIN, LONG_TITLES, NAMED, SHORT_TITLES, TELLING, VERBS
from redaction.recognizers.place_cues import PLACE_ONLY
from redaction.recognizers.word import Word

_CUES = (
    KIN
    | NAMED
    | SHORT_TITLES
    | LONG_TITLES
    | INTRODUCES
    | TELLING - {"for", "from", "to", "about", "near", "and", "pour", "seeing", "see"}
)
_ACTS = VERBS - {"est", "a", "va", "ne", "se", "s'", "n'", "me", "te", "m'", "just", "still", "is", "was", "has"}

_LONG = 50
"""Words from which a text without capitals is a voice note typed out and not a text message full of slang."""

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
            if placed or not _stands_out(words, place, text):
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


def _stands_out(words: list[Word], place: int, text: str) -> bool:
    word = words[place]
    if is_role(word) or not is_unknown(word) or gazetteer.is_place(word.text):
        return False
    if not word.capital:
        return word.flat and _dictated(words, place)
    if word.shouted or word.upper or (not word.telling and is_slang(word)):
        return False
    return not _mixed(word) and not text[word.end : word.end + 1].isdigit()


def _dictated(words: list[Word], place: int) -> bool:
    """A name in a text without capitals: something beside it must speak for it, since slang is in no dictionary either."""
    word = words[place]
    if len(word.key) < 5 or "'" in word.text or word.key.endswith("ine") or _compound(word.key) or is_slang(word):
        return False
    if len(words) >= _LONG:
        return True
    before = words[place - 1] if place and word.gap == " " else None
    after = words[place + 1] if place + 1 < len(words) and words[place + 1].gap == " " else None
    beside = before is not None and (before.key in _CUES or is_sure_given(before) or is_unknown(before))
    return beside or (after is not None and (after.key in _ACTS or is_sure_given(after))) or _repeated(words, word)


def _repeated(words: list[Word], word: Word) -> bool:
    """Who dictates says a name twice."""
    return sum(other.key == word.key for other in words) > 1


def _mixed(word: Word) -> bool:
    """MyChart, TrueBeam: a capital inside, which only surnames with a prefix have."""
    prefixed = word.text.startswith(("Mc", "Mac", "O'", "D'", "M'", "N'", "De", "Le", "La", "Fitz")) or "-" in word.text
    return not prefixed and not word.text[1:].islower()
