"""Vehicle registration plates, French and British.

French since 2009: AA-123-AA without I, O, U (people type O for zero all the same). French before 2009: 1 to 4 digits,
1 to 3 letters, département. Source: arrêté du 9 février 2009 (SIV).
British since 2001: AB12 CDE. Older: A123 BCD, ABC 123D, Q 471 HFW. Source: DVLA INF104.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, SURE, WEAK, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

CAR_CUE = Cue(
    "plates?", "number plates?", "reg", "registration", "registered", "immat(?:riculee?|riculation)?", "plaques?",
    "voiture", "car", "cars", "van", "taxi", "vsl", "ambulance", "carte grise", "vehicule", "vehicle", "clio", "kangoo",
    "berlingo", "twingo", "duster", "land rover", "subaru", "pick up", "scooter", "moto", "motorbike", "parked", "gare",
    "parking", "caravan", "camping-?car", "4l", "conduit", "drives",
)  # fmt: skip
_PLATE_CUE = Cue("plates?", "plaques?", "reg", "registration", "immat(?:riculee?|riculation)?")
_SIV = re.compile(r"(?<![a-z0-9-])[a-z]{2}([ .-]?)(?=[0-9o]{0,2}\d)[0-9o]{3}\1[a-z]{2}(?![a-z0-9-])")
_FNI = re.compile(r"(?<![a-z0-9.,/-])\d{1,4}([ .-]?)[a-z]{2,3}\1(?:\d{2}|2[ab]|97[1-6])(?![a-z0-9]|[ .,]?\d)")
_UK = re.compile(r"(?<![a-z0-9-])[a-z]{2}(?:\d[0-9o]|o\d) ?[a-z]{3}(?![a-z0-9-])")
_UK_OLD = re.compile(r"(?<![a-z0-9-])(?:[a-z] ?\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3} ?[a-z])(?![a-z0-9-])")
_CANTON = re.compile(r"(?<![a-z0-9-])(?:vd|ge|vs|ne|fr|ju|be|zh|bs) \d{3} ?\d{3}(?![a-z0-9]|[ .]?\d)")
_NOT_LETTERS = re.compile(r"mg|ml|mcg|cm|mm|km|kg|gy|ui|iu|cp|cl|dl|am|pm|eur|fr[ae]?|euro?s?|ans|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|x|par|fev|mai|et|ou|a")  # fmt: skip


class PlateRecognizer(FormatRecognizer):
    """Finds plates: AA-123-AA by its shape, the others in capitals or beside a word for a vehicle."""

    FAMILY = "ID"
    NEEDS_DIGITS = 1

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for pattern, shape_is_enough in ((_SIV, True), (_FNI, False), (_UK, True), (_UK_OLD, False), (_CANTON, False)):
            for match in pattern.finditer(folded):
                score = self._score(folded, text, match, shape_is_enough)
                if score > WEAK:
                    yield Found(match.start(), match.end(), score, "plate", kind="plate")

    def _score(self, folded: str, text: str, match: re.Match[str], shape_is_enough: bool) -> float:
        letters = re.findall(r"[a-z]+", match[0])
        if any(_NOT_LETTERS.fullmatch(group) for group in letters[:1]) and match[0][0].isdigit():
            return WEAK
        written = text[match.start() : match.end()]
        capitals = written == written.upper()
        if not capitals and not shape_is_enough:
            return STRONG if _PLATE_CUE.before(folded, match.start(), 30) else WEAK
        if CAR_CUE.near(folded, match.start(), match.end(), before=60, after=40):
            return SURE if capitals else STRONG
        if shape_is_enough and "-" in written:
            return STRONG if capitals else GOOD
        if shape_is_enough and capitals:
            return GOOD
        return GOOD if capitals and re.match(r"\d{3,4} [A-Z]{2} \d\d$", written) else WEAK
