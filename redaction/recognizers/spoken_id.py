"""Identity, file and card numbers dictated in words, with letters and dashes: "C F two two dash oh oh nine one four".

A dictated number that starts with a zero is a telephone number unless a word says otherwise (`spoken_phone`); a long one
that does not, or one beside a word for a file, a document or a card, is an ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue
from redaction.recognizers.numerals import EN_NUMBER, FR_NUMBER, SAID, digits_in
from redaction.recognizers.plate import CAR_CUE

_WORD = rf"(?:zeros?|oh|nought|hundred|cents?|mille|(?:double|triple) (?:zero|oh|{EN_NUMBER}|{FR_NUMBER})|{FR_NUMBER}|{EN_NUMBER})(?![a-z])"
_MARK = r"(?:dash|tiret|slash|barre|hyphen|point|underscore|lettre|cle|et)(?![a-z])"
_LETTER = r"[b-hj-xz](?![\w'’])"
_ATOM = rf"(?:{_WORD}|\d{{1,4}}(?!\w)|{_LETTER}(?: comme [a-z]+)?|y(?= [a-z] )|a(?= (?:zero|{EN_NUMBER}|{FR_NUMBER})))"
_RUN = re.compile(rf"(?<![\w'’]){_ATOM}(?:[ ,-]{{1,2}}(?:{_MARK}[ ,-]{{1,2}})?{_ATOM}){{2,}}")
_PLATE = re.compile(
    rf"(?<![\w'’])[a-z]{{2}} (?:(?:{EN_NUMBER}|{FR_NUMBER}|cents?|hundred) ){{2,4}}[a-z]{{2}}(?![\w'’])"
)
_ID_CUE = Cue(
    "ipp", "nda", "file", "dossier", "passports?", "passeport", "secu", "securite sociale", "national insurance", "ni", "nhs", "spi", "cpr", "pps", "nir", "contrat", "contract", "reference", "ref",
    "card", "carte", "iban", "rib", "bracelet", "sticker", "etiquette", "letter", "lettre", "reg", "plate", "plaque", "immatriculee?", "numero", "number", "n°", "adherent", "mutuelle", "policy", "cpam", "r g",
    "tribunal", "permis", "licence", "titre", "recepisse", "code", "parked", "visa", "refus", "personnel",
)  # fmt: skip
_TELEPHONE_CUE = Cue(
    "phone",
    "telephone",
    "tel",
    "mobile",
    "portable",
    "landline",
    "fixe",
    "ring",
    "call",
    "appel\\w*",
    "joindre",
    "whatsapp",
)


class SpokenIdRecognizer(FormatRecognizer):
    """Finds dictated numbers and codes beside a word for an ID, and any dictated number of twelve digits and more."""

    FAMILY = "ID"
    NEEDS = SAID

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _RUN.finditer(folded):
            score = self._score(folded, match)
            if score:
                yield Found(match.start(), match.end(), score, "dictated number", kind="spoken")
        for match in _PLATE.finditer(folded):
            if CAR_CUE.near(folded, match.start(), match.end(), before=50, after=20):
                yield Found(match.start(), match.end(), STRONG, "dictated plate", kind="plate")

    def _score(self, folded: str, match: re.Match[str]) -> float:
        value = match[0]
        if not re.search(r"[a-z]{2}|[a-z] [a-z] [a-z0-9]", value):
            return 0.0
        digits = digits_in(value)
        letters = len(re.findall(r"(?<![a-z])[a-z](?![a-z])", value))
        if digits < 2 or digits + letters < 3:
            return 0.0
        cue = _ID_CUE.before(folded, match.start(), 65)
        as_telephone = value.startswith(("zero", "oh", "0")) and digits <= 11
        if cue and not (as_telephone and (_TELEPHONE_CUE.before(folded, match.start(), 65) or digits >= 9)):
            return STRONG if digits + letters >= 5 else GOOD
        return GOOD if digits >= 12 else 0.0
