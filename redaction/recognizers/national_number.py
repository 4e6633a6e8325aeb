"""National numbers of people: French sécu in pieces, fiscal numbers, and those of neighbouring countries.

Belgian NISS/registre national, Dutch BSN, Swiss AHV/AVS (756.…), Irish PPS, Swedish personnummer, Danish CPR,
Italian codice fiscale (16 characters), French numéro fiscal (13 digits), British UTR (10 digits).
Formats: see `stdnum.be.nn`, `.nl.bsn`, `.ch.ssn`, `.ie.pps`, `.se.personnummer`, `.dk.cpr`, `.it.codicefiscale`, `.fr.nif`,
`.gb.utr`. The keyword decides; a failed check never saves a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import STRONG, Found
from redaction.recognizers.coded import CuedCodeRecognizer

_AHV = re.compile(r"(?<![a-z0-9])756[. ]\d{4}[. ]\d{4}[. ]\d{2}(?![a-z0-9])")
_CODICE_FISCALE = re.compile(r"(?<![a-z0-9])[a-z]{6}\d\d[a-ehlmprst]\d\d[a-z]\d{3}[a-z](?![a-z0-9])")
_BELGIAN = re.compile(r"(?<![a-z0-9])\d\d[.]\d\d[.]\d\d-\d{3}[.]\d\d(?![a-z0-9])")


class NationalNumberRecognizer(CuedCodeRecognizer):
    """Finds a national number beside its name, and the few foreign ones whose shape nothing else has."""

    KIND = "national"
    WORDS = (
        "secu", "securite sociale", "n° ss", "ss", "nir", "ins", "social security", "national insurance", "ni", "nino", "ni number",
        "pps(?:n)?", "bsn", "niss", "registre national", "numero national", "avs", "ahv", "personal number", "pers[.]? ?nr",
        "personnummer", "samordningsnummer", "numero personnel", "cpr", "codice fiscale", "fiscal", "spi", "tax", "utr", "nhs", "chi",
        "vitale", "utr",
    )  # fmt: skip
    AFTERWORDS = ("(?:n° |numero )?(?:de )?secu", "nir", "bsn", "niss", "utr", "fiscal number")

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from super().find(folded, text)
        for pattern in (_AHV, _CODICE_FISCALE, _BELGIAN):
            for match in pattern.finditer(folded):
                yield Found(match.start(), match.end(), STRONG, "shape of a foreign national number", kind=self.KIND)
