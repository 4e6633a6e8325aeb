"""Houses and hamlets known by their name with a postcode, a number or a road's code: "Kergroas, 29190", "3 Lascoux, 23600".

In the country there is often no way at all: the name of the house and the postcode are the address (La Poste NF Z 10-011, "lieu-dit").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import STRONG, FormatRecognizer, Found

_CAP = r"[A-ZÀ-Ý][\wÀ-ÿ'’.-]{0,30}+"
_SMALL = r"(?:du|des|de|la|le|les|au|aux|en|à|sur|sous|rural|creux|n[or°]?\.?|of)"
_NAME = (
    rf"(?:\d{{1,4}},? )?(?:{_CAP}|lieu-dit|chemin|ferme|hameau)"
    rf"(?: (?:{_SMALL} ){{0,4}}(?:[dlDL]['’](?=[A-ZÀ-Ý\"«\d]))?(?:(?![DL]['’](?:[A-ZÀ-Ý]|\d{{1,3}}(?![\w'’.-]))){_CAP}|[\"«][\wÀ-ÿ' -]{{1,30}}[\"»]|\d{{1,3}}(?![\w'’.-]))){{0,5}}"
)
_CODE = r"(?:(?:D|CD|RD|N|RN|VC|C) ?(?:n° ?)?\d{1,4}|[Kk]m \d+|PK \d+)"
_HOUSE = re.compile(
    rf"(?<![\w@.'’-])(?P<name>{_NAME}(?:, {_NAME})?)(?:, (?P<road>{_CODE}))?,? (?P<code>(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}})(?![\w€%*]|[.,]\d| ?€)"
)
_ON_ROAD = re.compile(
    rf"(?<![\w@.'’-])(?P<name>(?:Le|La|Les|L['’]|Moulin|Ferme|Mas|Chez|Lieu-dit|Domaine|Château|Hameau|Ker)[\wÀ-ÿ'’-]{0, 30}(?: (?:{_SMALL} ){{0,4}}(?:[dlDL]['’])?{_CAP}){{0,4}}), (?P<road>{_CODE})(?!\w)"
)
_HEAD = re.compile(
    r"(?:\d|Le |La |Les |L['’]|Chez |Moulin|Ferme|Mas |Villa|Hameau|[Ll]ieu-?dit|Domaine|Ch[aâ]teau|R[eé]sidence|Quartier|Palais|Maison|Clos|The |Bel |Mon |Tour|B[aâ]t|Imm|HLM|Foyer|Cit[eé]|Manoir|Grange|M[eé]tairie|Ker|Puy|Pech|Font|ferme|hameau|lieu|chemin|ZA|ZI|Pont|Bois|Croix|Gr|[A-Z][a-z]+ \d)"
)


_VERB = re.compile(
    r"^(?:Lives|Live|Living|Home|Address|Adresse|Post|Habite|From|At|Chez lui|She's|He's|Send) (?:at )?(?=[A-ZÀ-Ý])"
)


class HouseRecognizer(FormatRecognizer):
    """Finds the name of a house or hamlet together with its postcode or road code."""

    FAMILY = "ADDRESS"
    NEEDS_DIGITS = 1

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _HOUSE.finditer(text):
            start = _house_start(match)
            if start is not None:
                yield Found(start, match.end(), STRONG, "house and postcode")
        for match in _ON_ROAD.finditer(text):
            yield Found(match.start(), match.end(), STRONG, "house and road")


def _house_start(match: re.Match[str]) -> int | None:
    """Where the house begins: the first of at most two names that starts like one (a person's name may stand before)."""
    name = _VERB.sub("", match["name"])
    first = match.end("name") - len(name)
    if _HEAD.match(name):
        return first
    second = name.find(", ")
    return first + second + 2 if second >= 0 and _HEAD.match(name, second + 2) else None
