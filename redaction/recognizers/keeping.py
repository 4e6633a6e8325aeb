"""Marks the words of a line that must stay: terms of the keep-list, and eponyms that their neighbour gives away."""

from __future__ import annotations

from functools import lru_cache

from redaction import gazetteer
from redaction.folding import vocabulary
from redaction.recognizers.word import Word

LONGEST = 4
"""Words in the longest kept term that is looked for."""

_BEFORE = vocabulary(
    "score grade stade stage protocole protocol regime regimen essai etude trial study loi echelle scale classification"
    " index indice tumeur nodule schema critere criteres level stades reseau"
)
"""Right before a capital: "protocole Simon", "stade IB", "Case B"."""

_BEFORE_LETTER = vocabulary(
    "phase hurdle team ligne cycle chapitre case cas type groupe group option page annexe appendix partie part question bed room"
    " lit salle chambre box tableau rubrique bp plan"
)
"""Right before a letter or a roman number: "Case B", "phase II"; a longer word there may be a person."""

_BEFORE_OF = vocabulary("score echelle classification signe indice test loi criteres stade ganglion aiguille chambre")
"""With "de" between: "score de Balthazar". Not "maladie de" or "tumeur de", after which a patient may stand."""

_AFTER = vocabulary(
    "law syndrome disease palsy score grade nodule staging stage classification criteria sign protocol regimen trial study"
    " catheter scale cyst index tumour tumor lymphoma sarcoma needle pouch procedure contracture thyroiditis oesophagus"
    " like method technique test diet"
)
"""Right after: "the Mathys law", "Claude Bernard-Horner syndrome"."""


def mark_kept(words: list[Word], text: str) -> None:
    """Set `kept` and `phrase` of the `words` of `text` where they belong."""
    owned = "'s" in text
    for place, word in enumerate(words):
        word.kept = _stays(word.text) or (
            owned and text.startswith("'s", word.end) and gazetteer.is_kept(word.text + "'s")
        )
        if word.capital and _eponym(words, place):
            word.kept = word.phrase = True
    for first, last in _phrases(words, text):
        for word in words[first:last]:
            word.kept = word.phrase = True


@lru_cache(maxsize=8192)
def _stays(word: str) -> bool:
    """Whether it is kept, or all that its hyphens part is: Rituximab-Cyclophosphamide, Velcade-Revlimid-Dexa."""
    return gazetteer.is_kept(word) or ("-" in word and all(gazetteer.is_kept(part) for part in word.split("-")))


def _phrases(words: list[Word], text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, word in enumerate(words):
        if not gazetteer.begins_kept_phrase(word.key):
            continue
        for size in range(min(LONGEST, len(words) - first), 1, -1):
            piece = text[word.start : words[first + size - 1].end]
            if "\n" not in piece and gazetteer.is_kept_phrase(piece):
                found.append((first, first + size))
                break
    return found


def _eponym(words: list[Word], place: int) -> bool:
    word = words[place]
    before = words[place - 1] if place and word.gap == " " else None
    if before and before.key in _BEFORE_LETTER and word.upper and len(word.text) < 4:
        return True
    if before and (
        before.key in _BEFORE or (before.key in {"de", "d'"} and place > 1 and words[place - 2].key in _BEFORE_OF)
    ):
        return True
    after = words[place + 1] if place + 1 < len(words) else None
    return after is not None and after.gap in {" ", "-"} and after.key in _AFTER
