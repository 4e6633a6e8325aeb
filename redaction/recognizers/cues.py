"""Words that tell what a number is, in English and French, before or after it.

Presidio's own context looks five words back and none ahead, and matches inside words; "8001234567 c'est son ipp"
gains nothing there. Here a cue is a whole word within so many characters on either side, on the same line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "\u2018\u2019\u02bc\u00b4`"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"


def _plain(code: int) -> str:
    """One character for `chr(code)`: lower-case, without its accent."""
    base = unicodedata.normalize("NFD", chr(code))[0].lower()
    return base if len(base) == 1 else chr(code)


def _table() -> dict[int, str]:
    table = {code: _plain(code) for block in (range(0x80, 0x250), range(0x1E00, 0x1F00)) for code in block}
    table.update({code: _plain(code) for code in range(ord("A"), ord("Z") + 1)})
    table.update({0xFF01 + i: chr(0x21 + i).lower() for i in range(94)})
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table.update(dict.fromkeys(map(ord, _QUOTES), "'"))
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table[ord("º")] = "°"
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """`text` lower-cased, without accents, with plain spaces, hyphens and apostrophes; same length, same offsets.

    Full-width forms become ASCII. Composed characters only: decomposed accents are the caller's (NFC).
    """
    return text.translate(_FOLD)


_RUN = re.compile(r"[a-z]+|\d")


def words_in(folded: str) -> frozenset[str]:
    """The words and the single digits of a folded line: a cheap first look at whether a rule has anything to find in it."""
    return frozenset(_RUN.findall(folded))


Needs = frozenset[str] | re.Pattern[str]
"""What a line must hold for a rule to find anything in it: one of these words, or a piece that is quickly looked for."""


def matches(pattern: re.Pattern[str], folded: str, words: frozenset[str], needs: Needs) -> Iterable[re.Match[str]]:
    """What `pattern` finds in a folded line, whose words are `words`, if what it needs is there.

    A piece is worth it where it begins with a letter, a digit or a mark, which `re` skips to; before a pattern that
    begins with a look around or with many words it tries each of them at each character.
    """
    there = needs.search(folded) if isinstance(needs, re.Pattern) else not needs.isdisjoint(words)
    return pattern.finditer(folded) if there else ()


class Cue:
    """A set of words, any of which near a number tells what the number is.

    Words are regular expressions over folded text, matched as whole words.
    """

    def __init__(self, *words: str) -> None:
        self._pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])")

    def before(self, folded: str, start: int, reach: int = 40) -> bool:
        """Whether a cue stands on the same line within `reach` characters before `start`."""
        low = max(0, start - reach, folded.rfind("\n", 0, start) + 1)
        return self._pattern.search(folded, low, start) is not None

    def after(self, folded: str, end: int, reach: int = 25) -> bool:
        """Whether a cue stands on the same line within `reach` characters after `end`."""
        high = min(len(folded), end + reach)
        line_end = folded.find("\n", end, high)
        return self._pattern.search(folded, end, high if line_end < 0 else line_end) is not None

    def near(self, folded: str, start: int, end: int, before: int = 40, after: int = 25) -> bool:
        """Whether a cue stands on either side."""
        return self.before(folded, start, before) or self.after(folded, end, after)
