"""Addresses at street level: number and way, house or hamlet with a road or a postcode, French and British.

"35 RUE DU GENERAL LECLERC 53100", "Les Grandes Vignes, 2140 route de Bergerac, 24500", "bat C apt 41, 8 allée des
Peupliers", "Le Pré, D14, 87190", "Flat 3, 88 Otley Road", "quatorze rue des tanneurs". The town stays outside.
Sources: `address_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.address_parts import (
    HOUSE_HEADS,
    NAME,
    NAMED_UNIT,
    NUMBER,
    OTHER_WAY,
    PLAIN_WAY,
    PLAIN_WAYS,
    POSTCODE_FR,
    POSTCODE_UK,
    ROAD_CODE,
    SPOKEN_NUMBER,
    UK_WAY,
    UK_WAYS,
    UNIT,
    extend,
)
from redaction.recognizers.base import GOOD, STRONG, SURE, Found, WordyRecognizer
from redaction.recognizers.cues import matches
from redaction.recognizers.numerals import DIGITS

_NUMBERED = re.compile(
    rf"(?<![\w/.,€£-]){NUMBER},? (?:{PLAIN_WAY}[. ] ?|{OTHER_WAY}[. ] ?(?=[a-z]))(?:{NAME})?(?![a-z])"
)
_PLAIN = re.compile(rf"{NUMBER},? (?:{PLAIN_WAY})[. ]")
_OTHER = re.compile(rf"^{NUMBER},? {OTHER_WAY}[. ] ?")
_ONE_MORE_WORD = re.compile(rf" (?:{NAME})(?![a-z])")
_HIGH_STREET = re.compile(rf"(?<![\w/.,€£-]){NUMBER},? (?:grand'?e?[- ]?rue)(?![a-z])")
_SPOKEN = re.compile(rf"(?<![a-z0-9-])(?!(?:un|une|one) )(?:{SPOKEN_NUMBER}) (?:{PLAIN_WAY}|place) {NAME}(?![a-z])")
_NUMBER_AFTER = re.compile(
    rf"(?<![a-z])(?:{PLAIN_WAY})[. ] ?{NAME}"
    rf"(?:,? (?:no?[.]? ?|n° ?)\d{{1,3}}|(?: rural| creux) n° ?\d+| (?:rural )?\d{{1,3}}(?=,? (?:{POSTCODE_FR}|ch-\d)))(?![a-z0-9])"
)
_ROAD = re.compile(rf"(?<![a-z])(?:{PLAIN_WAY})[. ] ?{NAME}(?![a-z])")
_BRITISH = re.compile(rf"(?<![\w/.,€£-])\d{{1,4}}[a-d]?,? (?P<name>(?:[a-z][a-z'-]+ ){{1,3}}?){UK_WAY}(?![a-z'-])")
_BRITISH_NAMED = re.compile(
    rf"(?<!\w)(?:the old [a-z]+|[a-z]+ (?:cottage|house|farm|rectory|maltings|mill|barn)), (?:[a-z'-]+ ){{1,2}}{UK_WAY}(?![a-z])"
)
_POSTCODE = re.compile(rf"(?<=, ){POSTCODE_FR}(?![\w€£%*]|[.,/-]?\d| ?(?:€|euros?|km)\b)")
_POSTCODE_UK = re.compile(rf"(?<=, ){POSTCODE_UK}(?!\w)")
_ROAD_CODE = re.compile(rf"(?<=, ){ROAD_CODE}(?![\w-])")
_AT_NUMBER = re.compile(
    r"(?<![a-z0-9])(?:at|opposite at|meme rue au|neighbour at) (?P<n>(?:number |no[.]? ?|n° ?)\d{1,3}(?: ?(?:bis|ter))?)(?!\w|[./-]\d)"
    r"|(?<![a-z0-9])(?P<m>\d{1,3} (?:bis|ter))(?= ?(?:[,.;!?)]|$))"
)
_FLAT = re.compile(r"(?<![a-z])(?:appt|apt|appartement|flat) ?(?:n° ?)?\d{1,3} ?[a-d]?(?!\w)")
_BOX = re.compile(rf"(?<![a-z])(?:bp|cs) ?\d{{1,5}},? {POSTCODE_FR}(?: [a-z-]+ cedex(?: \d{{1,2}})?)?(?!\w)")
_WHAT3WORDS = re.compile(r"(?:what3words )?///[a-z]+[.][a-z]+[.][a-z]+")

_SPOKEN_WAYS = PLAIN_WAYS | {"place"}
_OTHER_ANCHORS = (
    (_HIGH_STREET, DIGITS),
    (_NUMBER_AFTER, DIGITS),
    (_BRITISH_NAMED, UK_WAYS),
    (_BOX, DIGITS),
    (_FLAT, DIGITS),
)
"""Patterns, and the words or digits of which each needs one."""

_AFTER_PART = re.compile(
    rf"(?:[ ]*,[ ]*|[ ]+-[ ]+| (?=\d+(?:e|er|eme) |bat|appt?\b))(?:{UNIT}|{ROAD_CODE}(?!\w)|(?P<named>{NAMED_UNIT})|{_ROAD.pattern})(?![a-z0-9])"
)
_AFTER_HOUSE = re.compile(r",[ ]*(?:La|Le|Les|L['’])[ ]?[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+){0,3}")
_AFTER_POSTCODE = re.compile(
    rf"(?:[ ]*,[ ]*|[ ]+|[ ]*-[ ]*|\n)(?:{POSTCODE_FR}(?![\w/]|[.,]?\d| ?€)|{POSTCODE_UK}(?!\w)|ch-\d{{4}}(?!\d))"
)
_BEFORE_UNIT = re.compile(rf"(?:^|(?<=[\s,;:(«\"]))(?:{UNIT}|{ROAD_CODE})[ ]*+(?:,[ ]*)?$")
_PART_OF_NAME = r"\"?(?:[a-z0-9.°]|['-](?!\")){1,52}(?:['-]?\")?"
"""To the next space or quotation mark: a hyphen both in it and between two of it would be read in thousands of ways."""
_BEFORE_NAMED = re.compile(
    rf"(?:^|(?<=[^\w]))(?:{NAMED_UNIT}|(?:{HOUSE_HEADS})(?:[ '-]{_PART_OF_NAME}(?:(?: |['-](?=\")){_PART_OF_NAME}){{0,3}})?),[ ]*$"
)
_BEFORE_ROAD = re.compile(rf"(?:^|(?<=[^\w]))(?:{PLAIN_WAY})[. ] ?{NAME},[ ]*$")
_BEFORE_BRITISH = re.compile(
    r"(?:^|(?<=[^\w]))(?:the [a-z]++(?: [a-z]*)?|[a-z]+bank|[a-z]+ (?:cottage|house|farm|mill|lock)),[ ]*$"
)
_HOUSE_NUMBER = re.compile(r"(?<![\w/.,-])\d{1,3}(?: ?(?:bis|ter))?,? $")
_NUMBERED_HOUSE = re.compile(
    r"(?<![\w/.,€£-])\d{1,3},? [Ll](?:es?|a) [A-ZÀ-Ý][\w'’-]+(?: (?:de la |du |des |de |d['’])?[A-ZÀ-Ý][\w'’-]+)*"
)
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l'",
        "d'",
        "au",
        "aux",
        "en",
        "a",
        "sur",
        "sous",
        "et",
        "lieu-dit",
        "lieudit",
        "chez",
        "ferme",
        "mas",
        "hameau",
        "n°",
        "no",
        "no.",
        "bat.",
        "bat",
        "res.",
        "lot.",
        "imm.",
    ]
)
_PROSE = frozenset(
    [
        "in",
        "at",
        "to",
        "is",
        "are",
        "of",
        "the",
        "my",
        "her",
        "his",
        "and",
        "from",
        "on",
        "for",
        "with",
        "need",
        "needs",
        "a",
        "an",
        "or",
    ]
)


class StreetAddressRecognizer(WordyRecognizer):
    """Finds addresses part by part from an anchor (a numbered way, a road, a postcode) outwards."""

    FAMILY = "ADDRESS"

    def within(self, folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
        for start, end, score in self._anchors(folded, text, words):
            yield Found(*_grow(folded, text, start, end), score, "number and way")
        for start, end in self._weak_anchors(folded, text, words):
            wide = _grow(folded, text, start, end)
            if wide != (start, end) and _is_address(folded[wide[0] : wide[1]]):
                yield Found(*wide, STRONG, "house, road or estate with its postcode or number")
        for match in matches(_AT_NUMBER, folded, words, DIGITS):
            group = "n" if match["n"] else "m"
            yield Found(match.start(group), match.end(group), GOOD, "a house number without its street")

    def _anchors(self, folded: str, text: str, words: frozenset[str]) -> Iterator[tuple[int, int, float]]:
        """`words`: see `words_in`; patterns whose words are not among them need not look."""
        for match in matches(_NUMBERED, folded, words, DIGITS):
            if _is_way(text, match):
                yield match.start(), _name_end(folded, text, match.end()), SURE
        for match in matches(_SPOKEN, folded, words, _SPOKEN_WAYS):
            yield match.start(), _name_end(folded, text, match.end()), STRONG
        for match in (*_british(folded, words), *_WHAT3WORDS.finditer(folded)):
            yield match.start(), match.end(), STRONG
        for pattern, needs in _OTHER_ANCHORS:
            for match in matches(pattern, folded, words, needs):
                yield match.start(), match.end(), STRONG if pattern is not _FLAT else GOOD

    def _weak_anchors(self, folded: str, text: str, words: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Parts that are an address only together with another: roads, road codes, postcodes."""
        for match in matches(_ROAD, folded, words, PLAIN_WAYS):
            yield match.start(), _name_end(folded, text, match.end())
        if DIGITS.isdisjoint(words):
            return
        for match in _NUMBERED_HOUSE.finditer(text):
            yield match.start(), match.end()
        for pattern in (_ROAD_CODE, _POSTCODE, _POSTCODE_UK):
            for match in pattern.finditer(folded):
                yield match.start(), match.end()


def _british(folded: str, words: frozenset[str]) -> list[re.Match[str]]:
    """Numbers and British ways, between which stands a name rather than a piece of a sentence."""
    found = matches(_BRITISH, folded, words, UK_WAYS)
    return [match for match in found if not _PROSE & set(match["name"].split())]


def _is_way(text: str, match: re.Match[str]) -> bool:
    """Whether a number before "place", "cours", "villa" stands before a name rather than a count of things."""
    if _PLAIN.match(match[0]):
        return True
    if re.match(r"\d+ (?:cours|places?) (?:en|de) (?!la\b)[a-zà-ÿ]", text[match.start() : match.end()]):
        return False
    tail = _OTHER.sub("", match[0])
    start = match.end() - len(tail)
    return (
        text[start : start + 1].isupper()
        or re.match(r"(?:du|de la|des|de l'|d'|de|le|les|la) ?[a-z]{3,}", tail) is not None
    )


def _name_end(folded: str, text: str, end: int) -> int:
    """The end of a way's name: over the capitals that follow, or over one more word where nobody types capitals."""
    wide = extend(text, end)
    if wide > end or any(map(str.isupper, text[max(0, end - 60) : end + 20])):
        return wide
    more = _ONE_MORE_WORD.match(folded, end)
    return more.end() if more else end


def _grow(folded: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the parts that stand after and before: estate, flat, house, road, postcode."""
    return _grow_left(folded, text, start), _grow_right(folded, text, end)


def _grow_right(folded: str, text: str, end: int) -> int:
    for _ in range(4):
        part = _AFTER_PART.match(folded, end)
        if part and (not part["named"] or _named_in(text[part.start("named") : part.end("named")])):
            end = extend(text, part.end()) if not part["named"] else part.end()
            continue
        house = _AFTER_HOUSE.match(text, end)
        if not house:
            break
        end = house.end()
    postcode = _AFTER_POSTCODE.match(folded, end)
    return postcode.end() if postcode else end


def _grow_left(folded: str, text: str, start: int) -> int:
    for _ in range(4):
        low = max(0, start - 52, folded.rfind("\n", 0, start) + 1)
        before = _BEFORE_UNIT.search(folded, low, start)
        if not before and folded[low:start].rstrip().endswith(","):
            before = (
                _named_before(folded, text, low, start)
                or _BEFORE_ROAD.search(folded, low, start)
                or _BEFORE_BRITISH.search(folded, low, start)
            )
        if not before:
            break
        start = before.start()
    number = _HOUSE_NUMBER.search(folded, max(0, start - 9), start) if text[start : start + 1].isupper() else None
    return number.start() if number else start


def _named_before(folded: str, text: str, low: int, start: int) -> re.Match[str] | None:
    """The longest name of a house that ends just before `start` and is written with capitals."""
    match = _BEFORE_NAMED.search(folded, low, start)
    while match and not _named_in(text[match.start() : match.end()]):
        match = _BEFORE_NAMED.search(folded, match.start() + 1, start)
    return match


def _named_in(value: str) -> bool:
    """Whether what follows a word for a house is a name: capitals, numbers and particles only, or all in small letters."""
    words = [word.strip('"«»,. ') for word in re.split(r"[ ,]+", value) if word.strip('"«»,. ')]
    names = [word for word in words[1:] or words if word.lower() not in _PARTICLES]
    return (
        bool(names)
        and all(word[0].isupper() or word[0].isdigit() or word[1:2] in "'’" for word in names)
        and not (
            value[0].islower()
            and words[0].lower() in ("the", "le", "la", "les", "grand", "petit", "haut", "bas", "old", "rose", "pont")
        )
    )


def _is_address(value: str) -> bool:
    """Whether a grown span has a number at all: a postcode, a house number, a road's code."""
    return any(map(str.isdigit, value)) or value.count(",") >= 1
