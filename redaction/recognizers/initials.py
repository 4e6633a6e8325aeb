"""PERSON by initials: "P.J. Moynihan", "M.K.", "J-L", "JP", and a surname after an initial ("T. Darrigade")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction import gazetteer
from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found

_SURNAME = (
    r"(?:(?:[Dd]e|[Dd]u|[Vv]an|[Vv]on|[Ll]e|[Ll]a|der|den|da|[Ee]l) ){0,2}[A-ZÀ-Þ][^\W\d_]+(?:['-][A-ZÀ-Þ][^\W\d_]+)?"
)
_RULES: tuple[tuple[str, float, str], ...] = (
    (rf"(?<![\w.@-])(?:[A-ZÀ-Þ]\.[ -]?){{1,3}}{_SURNAME}", STRONG, "initials and a surname"),
    (rf"[JMAPL](?<![\w.@-].)\.?-[A-ZÀ-Þ](?![\w-])\.?(?: {_SURNAME})?", GOOD, "two initials with a hyphen"),
    (
        r"(?<![\w.@-])(?!U\.K|U\.S|E\.U|P\.S|N\.B|A\.M|P\.M|R\.V|R\.I)[A-ZÀ-Þ]\.[A-ZÀ-Þ]\.(?!\w)",
        GOOD,
        "two initials with points",
    ),
    (r"(?<![\w.@/-])(?:J[PCMLFBJY]|MJ|AJ|TJ)(?![\w/-]|\.\w)", GOOD, "two initials that stand for a name"),
    (r"(?<![\w.@/-])(?:jp|jc|jb)(?![\w/@-]|\.\w)", GOOD, "two initials that stand for a name"),
)
_LOWER = (
    r"(?<![\w@.-])(?:[a-z]\. ?)?(?:van (?:den|der|de|het|'t)|von der|vander) [a-zß-ÿ]{3,}(?!\w)",
    r"(?<![\w@.-])(?:mc|o'(?!clock))[a-z]{4,}(?![\w@])",
)
_LOWER_PATTERNS = tuple(re.compile(pattern) for pattern in _LOWER)
_PATTERNS = tuple((re.compile(pattern), score, why) for pattern, score, why in _RULES)
_NOT = re.compile(
    r"^(?:[A-Z]\.[ -]?)+(?:The|Le|La|Les|It|He|His|Her|Got|She|We|They|You|If|And|But|So|No|Yes|Il|Elle|On|Nous|Je|Et|Mais|Is|Do|What|Case|Who)\b"
)


class InitialsRecognizer(FormatRecognizer):
    """Initials are names too, once they stand for somebody (annotation guide: "JP", "Mme D.")."""

    FAMILY = "PERSON"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for pattern, score, why in _PATTERNS:
            for match in pattern.finditer(text):
                if not _NOT.match(match[0]):
                    yield Found(match.start(), match.end(), score, why)
        for pattern in _LOWER_PATTERNS:
            for match in pattern.finditer(text):
                if not gazetteer.is_word(match[0]):
                    yield Found(match.start(), match.end(), GOOD, "a surname by its particle")
