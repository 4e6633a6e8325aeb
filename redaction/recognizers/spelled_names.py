"""PERSON spelled out: "w h i t l o c k", "D-U-P-O-N-T", "zed double u A H L E N", "M I double K E L S E N"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue
from redaction.recognizers.names_cues import SPELLED

_LETTER = r"(?:(?:double|deux|two|dubble) (?:[a-z]|u|v)|zed|[a-z](?:'s)?)(?![a-z0-9'])"
_RUN = re.compile(rf"(?<![a-z0-9'@.-]){_LETTER}(?:(?: ?- ?|, | |\. ?)(?:then |et |puis |tiret )?{_LETTER}){{2,24}}")
_LETTERS = re.compile(r"(?<![a-z])[a-z](?![a-z])")
_NEAR = Cue(*SPELLED)


_CALLED = "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
_ALPHABET = re.compile(rf"(?<![a-z])(?:(?:{'|'.join(_CALLED.split())})(?: |, |-|$|(?=[^a-z])))" + r"{4,20}")


class SpelledNameRecognizer(FormatRecognizer):
    """Four single letters or more in a row, or three where somebody says that they spell."""

    FAMILY = "PERSON"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _RUN.finditer(folded):
            letters = len(_LETTERS.findall(match[0]))
            if letters >= 4 or (letters == 3 and _NEAR.before(folded, match.start(), 25)):
                yield Found(match.start(), match.end(), STRONG, "letters spelled out")
        for match in _ALPHABET.finditer(folded):
            yield Found(match.start(), match.start() + len(match[0].rstrip(" ,-")), STRONG, "spelled by radio alphabet")
