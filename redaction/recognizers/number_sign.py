"""Numbers after "n°", "no.", "numéro", "number", "code" or "ref", whatever they number.

Where nobody says what a number is, the sign alone tells that it is one. A booking or court reference may hold letters only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, Found
from redaction.recognizers.coded import CuedCodeRecognizer

_REFERENCE = re.compile(
    r"\b(?:[Rr][ée]f(?:[ée]rence)?|REF|PNR|[Bb]ooking|Portalis|[Cc]onfirmation)[ .:n°]{1,4}"
    r"(?P<code>[A-Z]{5,8}|(?=[A-Z0-9-]*\d)[A-Z0-9]{2,8}(?:-[A-Z0-9]{1,8}){1,5})(?![\w-])"
)
_CODE = re.compile(r"\b[Cc]ode (?P<code>\d{5,8}|(?=[A-Z0-9-]*\d)[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,6}){1,4})(?![\w-])")


class NumberSignRecognizer(CuedCodeRecognizer):
    """Finds numbers of five digits and more beside a sign or word for "number"."""

    KIND = "number"
    NEEDS_DIGITS = 0
    WORDS = ("n°", "no[.]", "nr", "numero", "num", "number", "(?:her|his|my|their|patient) no", "son numero", "#")
    MIN_DIGITS = 5
    LABELLED_MIN_DIGITS = 4
    REACH = 32

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from super().find(folded, text)
        for match in _REFERENCE.finditer(text):
            yield Found(
                match.start("code"), match.end("code"), STRONG, "code after a word for reference", kind=self.KIND
            )
        for match in _CODE.finditer(text):
            if not re.search(r"(?:postal|gate|digi|door) ?$", folded[max(0, match.start() - 8) : match.start()]):
                yield Found(match.start("code"), match.end("code"), GOOD, "code after the word code", kind=self.KIND)
