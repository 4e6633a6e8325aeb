"""A code beside the word that tells what it is: "IPP 800456127", "dossier n° 87/2024/004519", "c'est son ipp".

Hospital, insurance and office numbers have no common format and mostly no check digit: the keyword decides, the code
ends where it stops looking like one. Base of the recognizers that differ only in their keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from redaction.recognizers.base import STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_GROUP = r"(?:[A-Za-z]{0,6}\d[A-Za-z0-9]{0,24}|[A-Z]{1,6}(?![a-z]))"
CODE = re.compile(rf"(?<![A-Za-z0-9]){_GROUP}(?:[ ]?[ ./_-][ ]?{_GROUP}){{0,9}}(?![A-Za-z0-9])")
"""Groups of digits or capitals, at most ten, with a space, dot, hyphen or slash between them."""

_BREAK = re.compile(r"(?<!\bn)(?<!no)(?<!nr)(?<!ref)(?<!hosp)(?<!adh)[.!?](?: |$)|[\n\d]")
"""The end of a sentence, of a line, or another number: what comes after belongs to something else."""

_LABEL = re.compile(
    r"[ :#(=\"«'>,.-]*(?:(?:n°s?|nos?|nr|num(?:ero)?s?|number|ref|reference|d'|de|du|is|est|c'est|id)[ :#(=\"«'.,-]*)*"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})$|(?:19|20)\d\d-\d\d-\d\d$|\d{1,2}/\d{1,2}$")
_UNIT = re.compile(
    r" ?(?:€|£|\$|%|euros?\b|eur\b|chf\b|km\b|kms\b|miles?\b|ans\b|mois\b|years?\b|yrs?\b|months?\b|jours?\b|days?\b|weeks?\b|"
    r"semaines?\b|heures?\b|hours?\b|h\b|h\d|min|mg\b|ml\b|g\b|kg\b|cm\b|mm\b|x ?\d|[:]\d\d|pages?\b|fois\b|times\b|am\b|pm\b|/ ?mois|\*)"
)
_TELEPHONE = re.compile(
    r"\b(?:tel|tels|phone|telephone|mob|mobile|portable|port|fixe|landline|ring|call|appel\w*|joign\w*|rappel\w*|whatsapp|sms|text|fax|mail|email|rdv|cerfa|form|formulaire|article|loi|decret|line|ligne|helpline)\b"
)
_THOUSANDS = re.compile(r"\d{1,3} \d{3}")
_LEGAL = Cue("loi", "lois", "decret", "arrete", "article", "art[.]?", "circulaire", "cerfa", "ordonnance n°")
_TRAILING_LETTERS = re.compile(r" [A-Z]+$")
_LOOKS_OTHERWISE = re.compile(
    r"(?:CHF|EUR|GBP|USD)\b|.*\b[xX]\d\b|0\d(?:[ .-]\d\d){4}$|0 \d{3} \d\d \d\d \d\d$|07\d{3}[ -]\d{3}[ -]?\d{3}$|(?:[01]?\d|2[0-3])[.:h][0-5]\d$"
)
"""Amounts, doses, times of day and telephone numbers in the shape of a code."""


class CuedCodeRecognizer(FormatRecognizer):
    """Base: a code of at least `MIN_DIGITS` digits within `REACH` characters after one of `WORDS`, or just before it."""

    FAMILY = "ID"
    NEEDS_DIGITS = 3
    KIND: ClassVar[str]
    WORDS: ClassVar[tuple[str, ...]]
    AFTERWORDS: ClassVar[tuple[str, ...]] = ()
    """Keywords that also count when the code comes first."""
    MIN_DIGITS: ClassVar[int] = 4
    LABELLED_MIN_DIGITS: ClassVar[int] = 3
    """Enough digits when only "n°", "no", ":" or the like stands between."""
    REACH: ClassVar[int] = 42

    def load(self) -> None:
        """Compile the keywords."""
        self._cue = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(self.WORDS)})(?![a-z])")
        after = "|".join(self.AFTERWORDS) or r"(?!)"
        self._after = re.compile(rf"[ ),;:\"»-]{{1,3}}(?:(?:c'?est|is|was|=(?:  )?|son|sa|her|his|the|le|la|mon|ma|my|d')[ ']?){{0,4}}(?:{after})(?![a-z])")  # fmt: skip

    def find(self, folded: str, text: str) -> Iterator[Found]:
        reached = 0
        for cue in self._cue.finditer(folded):
            if cue.end() < reached or _LEGAL.before(folded, cue.end(), 16):
                continue
            for found in self._after_cue(folded, text, cue.end()):
                reached = found.end
                yield found
        if self.AFTERWORDS:
            yield from self._before_cue(folded, text)

    def _after_cue(self, folded: str, text: str, position: int) -> Iterator[Found]:
        limit = min(len(folded), position + self.REACH)
        code = CODE.search(text, position, min(len(text), limit + 60))
        while code and not any(map(str.isdigit, code[0])) and code.start() < limit:
            code = CODE.search(text, code.end(), min(len(text), limit + 60))
        if not code or code.start() > limit:
            return
        between = folded[position : code.start()].replace("...", "")
        if _BREAK.search(between) or _TELEPHONE.search(between):
            return
        labelled = _LABEL.fullmatch(between) is not None
        found = self._code(folded, text, code, SURE if labelled else STRONG, labelled)
        if found:
            yield found
            yield from self._siblings(folded, text, found)

    def _siblings(self, folded: str, text: str, first: Found) -> Iterator[Found]:
        """More codes of one length after "and", as in "file nos 210044871 and 219930562"."""
        joint = re.compile(r"(?: and | et |, | / |/)(?=[A-Z]?\d)").match(text, first.end)
        while joint:
            code = CODE.match(text, joint.end())
            if not code or abs(len(code[0]) - (first.end - first.start)) > 1:
                return
            found = self._code(folded, text, code, STRONG, False)
            if not found:
                return
            yield found
            joint = re.compile(r"(?: and | et |, | / |/)(?=[A-Z]?\d)").match(text, found.end)

    def _before_cue(self, folded: str, text: str) -> Iterator[Found]:
        for code in CODE.finditer(text):
            if self._after.match(folded, code.end()):
                found = self._code(folded, text, code, STRONG, False)
                if found:
                    yield found

    def _code(self, folded: str, text: str, code: re.Match[str], score: float, labelled: bool) -> Found | None:
        end = _tight_end(text, code)
        value = text[code.start() : end]
        digits = sum(map(str.isdigit, value))
        if digits < (self.LABELLED_MIN_DIGITS if labelled else self.MIN_DIGITS):
            return None
        if not labelled and _THOUSANDS.fullmatch(value):
            return None
        if (
            _DATE.fullmatch(value)
            or _LOOKS_OTHERWISE.match(value)
            or _UNIT.match(folded, end)
            or (value.isdigit() and _is_year(value))
        ):
            return None
        return Found(code.start(), end, score, f"code beside a word for {self.KIND}", kind=self.KIND)


def _is_year(value: str) -> bool:
    return len(value) == 4 and value[:2] in ("19", "20")


def _tight_end(text: str, code: re.Match[str]) -> int:
    """Where the code ends: capitals that follow it after a space belong to the sentence, unless one alone ends it."""
    value = code[0]
    while tail := _TRAILING_LETTERS.search(value):
        end = code.start() + len(value)
        if len(tail[0]) == 2 and _looks_final(text, end):
            break
        value = value[: tail.start()].rstrip(" ./_-")
    return code.start() + len(value)


def _looks_final(text: str, end: int) -> bool:
    """Whether what follows is the end of a phrase or goes on in small letters."""
    rest = text[end : end + 2]
    return not rest or rest[0] != " " or not rest[1:].isupper()
