"""Postcodes alone: French (five digits, the first two a département) and British.

A small commune has a postcode of its own, and so identifies. Bare five digits are a postcode beside a word for it, a town,
or the punctuation of an address; amounts, counts and forms are not.
Sources: La Poste, base officielle des codes postaux; Royal Mail BS 7666.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.address_parts import POSTCODE_FR, POSTCODE_UK
from redaction.recognizers.base import GOOD, STRONG, WEAK, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_FRENCH = re.compile(
    rf"(?<![\w/.,+€£$#*-])(?<!\d )(?:{POSTCODE_FR}|\d{{4}}o)(?![\w€£%*]|[.,/-]\d| ?(?:€|euros?\b|km\b|pas\b|steps\b|units?\b|unites\b|ui\b|plaquettes|followers|abonnes|g/l|/|miles|people)| \d{{3}})"
)
_BRITISH = re.compile(rf"(?<![a-z0-9/-]){POSTCODE_UK}(?![a-z0-9-])")
_WORD = Cue(
    "code postal",
    "codes postaux",
    "post ?codes?",
    "postal(?: code)?",
    "zip",
    "cp",
    "cedex",
    "adresse",
    "address",
    "domiciliee?",
    "ccas",
    "habite",
    "lives?",
    "commune",
    "secteur",
)
_HOUSE = re.compile(r"(?:[A-ZÀ-Ý][\w'’.-]{1,40}+|\bn[ro°]\.? ?\d+|[\"»)])(?: [\w'’.-]+){0,3}, $|, $|\n$|: $|\($|^$")
_TOWN = re.compile(r" ?[\n ](?:[A-ZÀ-Ý][\w'’-]{2,}|[Ss]t |[Ss]ainte? |[Ll]e |[Ll]a |[Ll]es )")
_NOT = Cue(
    "cerfa",
    "formulaire",
    "form",
    "plaquettes",
    "units",
    "facture",
    "devis",
    "article",
    "loi",
    "platelets",
    "leucocytes",
    "pin",
    "puk",
    "digicode",
    "erreur",
    "error",
    "costs?",
    "paid",
    "ref",
    "dossier",
)


class PostcodeRecognizer(FormatRecognizer):
    """Finds French postcodes with a cue of any kind, and British ones."""

    FAMILY = "ADDRESS"
    NEEDS_DIGITS = 2

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _FRENCH.finditer(folded):
            score = self._french(folded, text, match)
            if score > WEAK:
                yield Found(match.start(), match.end(), score, "French postcode")
        for match in _BRITISH.finditer(folded):
            written = text[match.start() : match.end()]
            if written == written.upper() and (" " in written or len(written) >= 6):
                yield Found(match.start(), match.end(), STRONG, "British postcode")
            elif " " in written and _WORD.before(folded, match.start()):
                yield Found(match.start(), match.end(), GOOD, "British postcode in small letters")

    def _french(self, folded: str, text: str, match: re.Match[str]) -> float:
        word = _WORD.before(folded, match.start(), 35)
        if match[0].endswith("o") and not word:
            return WEAK
        if word:
            return STRONG
        if _NOT.before(folded, match.start(), 30):
            return WEAK
        if _TOWN.match(text, match.end()):
            return (
                STRONG
                if re.search(r"[,\n(]\s{0,2}$|^$|[A-Za-zÀ-ÿ] $", text[max(0, match.start() - 3) : match.start()])
                else GOOD
            )
        if re.search(r"[A-ZÀ-Ý][\w'’-]{1,30} $", text[max(0, match.start() - 30) : match.start()]) and re.match(
            r"\s*(?:\n|$)", text[match.end() :]
        ):
            return GOOD
        house = _HOUSE.search(text[max(0, match.start() - 40) : match.start()])
        ends = re.match(r"\s*(?:[.,;!?)\n]|$|cedex|in\b|near\b|from\b|to\b|and\b|et\b|s'il)", folded[match.end() :])
        return GOOD if house and ends else WEAK
