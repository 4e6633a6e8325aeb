"""E-mail addresses as typed (RFC 5322, the part people use), with spaces around the @, without their last letters.

No list of top-level domains is consulted: whatever has an @ and a name on both sides is one, so that nothing is fetched
and a misspelt address (".f", no ending at all) is hidden too. A mention ("@sue") has nothing before its @.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, SURE, FormatRecognizer, Found

_CHAR = r"[a-z0-9_+&'%-]"
_LOCAL = (
    rf"(?:(?<![a-z0-9_.+&'%-]){_CHAR}++(?:[.]{{1,2}}{_CHAR}++)*|(?<=&){_CHAR}{{1,64}}+(?:[.]{{1,2}}{_CHAR}{{1,64}}+){{0,9}})"
    r"(?:\([a-z]{2,12}\))?(?:\[underscore\][a-z0-9_.]+)?"
)
"""The part before the @. After an ampersand it is bounded, as RFC 5321 has it (64): else each one would be tried to the end."""
_PLAIN = re.compile(rf"{_LOCAL}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:[.][a-z0-9][a-z0-9-]*)*")
_SPACED = re.compile(
    r"(?<![a-z0-9_.+'%-])(?:(?<! [.] )[a-z0-9_+-]++(?:(?: [.] |[.])[a-z0-9_+-]++)*|(?<= [.] )[a-z0-9_+-]{1,64}+(?:(?: [.] |[.])[a-z0-9_+-]{1,64}+){0,9}) ?@ ?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?: ?[.] ?[a-z][a-z0-9-]*)*?(?: ?[.] ?(?:fr|com|net|org|uk|be|eu|ie|de|nl|ch|it|es))(?![a-z0-9])"
)
_AROUND_AT = re.compile(
    r"(?<![a-z0-9_.+'%-])[a-z0-9_+-]+(?:[.][a-z0-9_+-]+)* ?@ [a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:[.][a-z0-9-]+)*[.][a-z]{2,8}(?![a-z0-9@])"
)


class EmailAddressRecognizer(FormatRecognizer):
    """Finds e-mail addresses, also inside `<mailto:a@b|a@b>`, both halves."""

    FAMILY = "EMAIL"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        if "@" not in folded:
            return
        for match in _PLAIN.finditer(folded):
            start = match.start() + len(match[0]) - len(match[0].lstrip("'"))
            if match[0].startswith("mailto"):
                start = match.start() + len("mailto:")
            yield Found(start, match.end(), SURE if "." in match[0].partition("@")[2] else GOOD, "e-mail address")
        for pattern in (_SPACED, _AROUND_AT):
            for match in pattern.finditer(folded):
                if " " in match[0]:
                    yield Found(match.start(), match.end(), SURE, "e-mail address with spaces")
