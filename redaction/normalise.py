"""One plain form of a message for all recognizers, with a map back to the characters that came in.

People paste from everywhere: decomposed accents, no-break spaces, zero-width characters inside names, Slack's escapes,
Cyrillic lookalikes. Recognizers see none of it; spans found in the plain form are carried back so that they cover
*every* incoming character of a value, the invisible ones inside and at its edges too.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

Range = tuple[int, int]

_APOSTROPHES = "’‘ʼʹ′´`＇‛"
_HYPHENS = "‐‑‒–−﹣－"
_BLANKS = "\t\v\f⠀ㅤ"
_LINE_ENDS = "\r\x85\u2028\u2029"
_FOLDED = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    "․": ".",
    "∶": ":",
}
_SAFE_COMPAT = ("<wide>", "<narrow>", "<font>", "<circle>")
_LIGATURES = re.compile("[ﬀ-ﬆ]")

_CYRILLIC = str.maketrans("аеорсухіјѕһԁԛԝкАВЕКМНОРСТХУІЈЅԚԜ", "aeopcyxijshdqwkABEKMHOPCTXYIJSQW")
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινρκυα", "ABEZHIKMNOPTYXoivpkua")
_LOOKALIKES = {**_CYRILLIC, **_GREEK}
_MIXED_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u052f]")

_ORDINARY = re.compile(r"[\n !-%'-_a-~À-ÖØ-öø-ÿŒœ]+(?![^\x00-\u02ff])")
"""A run of characters that are plain already, up to one before a mark that may sit on it."""

_PICTURE = "[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]"
_STREWN = re.compile(rf"(?<!\w)\w(?:{_PICTURE}{{1,4}}\w){{1,80}}(?!\w)|(?<=\d){_PICTURE}{{1,4}}(?=\d)")
"""A word with a picture between every two letters; a picture between two digits."""

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_LINK = re.compile(r"<(?P<target>(?:mailto:|tel:|sms:|https?://)[^<>|\n]{1,2000})(?:\|(?P<label>[^<>\n]{0,2000}))?>")
_SCHEME = re.compile(r"(?:mailto|tel|sms):")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain form of a text. `starts[i]`, `ends[i]`: the incoming characters that plain character `i` stands for.

    `atoms` are incoming ranges that are hidden whole or not at all (Slack's `<mailto:a@b|a@b>`: half a link leaks).
    """

    text: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    invisible: frozenset[int] = field(repr=False)
    atoms: tuple[Range, ...] = ()

    def incoming(self, start: int, end: int) -> Range:
        """The incoming characters behind the plain characters `start` to `end` (not empty), edges included."""
        first, last = self.starts[start], max(self.ends[start:end])
        while first - 1 in self.invisible:
            first -= 1
        while last in self.invisible:
            last += 1
        for atom in self.atoms:
            if first < atom[1] and atom[0] < last:
                first, last = min(first, atom[0]), max(last, atom[1])
        return first, last

    def plain(self, start: int, end: int) -> Range:
        """The plain characters that stand for any of the incoming characters `start` to `end`."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


@dataclass(slots=True)
class _Builder:
    """Collects plain text with the origin of each character."""

    chars: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    invisible: set[int] = field(default_factory=set)
    strewn: frozenset[int] = frozenset()
    atoms: list[Range] = field(default_factory=list)

    def put(self, text: str, start: int, end: int) -> None:
        for char in text:
            self.chars.append(char)
            self.starts.append(start)
            self.ends.append(end)

    def keep(self, text: str, start: int) -> None:
        """Put `text`, which stands at `start`, as it is."""
        end = start + len(text)
        self.chars.append(text)
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def hide(self, start: int, end: int) -> None:
        self.invisible.update(range(start, end))

    def build(self) -> Plain:
        text = "".join(self.chars)
        if _CYRILLIC_OR_GREEK.search(text):
            text = _MIXED_WORD.sub(_fold_lookalikes, text)
        return Plain(text, tuple(self.starts), tuple(self.ends), frozenset(self.invisible), tuple(self.atoms))


def normalise(text: str) -> Plain:
    """The plain form of `text`. Any `str` is accepted, lone surrogates included."""
    if text.isascii() and not re.search(r"[\x00-\x09\x0b-\x1f\x7f`]|&|<", text):
        places = tuple(range(len(text) + 1))
        return Plain(text, places[:-1], places[1:], frozenset())
    builder = _Builder(strewn=_strewn(text))
    position = 0
    for link in _LINK.finditer(text):
        _put_text(builder, text, position, link.start())
        _put_link(builder, text, link)
        position = link.end()
    _put_text(builder, text, position, len(text))
    return builder.build()


def _put_link(builder: _Builder, text: str, link: re.Match[str]) -> None:
    """Slack's link: target and label one after the other, the target alone where the label repeats it."""
    builder.atoms.append(link.span())
    start, end = link.span("target")
    scheme = _SCHEME.match(text, start)
    if scheme:
        start = scheme.end()
    builder.hide(link.start(), start)
    if link["label"] and _repeats(link["target"][start - link.start("target") :], link["label"]):
        builder.hide(start, link.start("label"))
    else:
        _put_text(builder, text, start, end)
        if link["label"] is not None:
            builder.put(" | " if scheme else " ", end, end + 1)
    if link["label"]:
        _put_text(builder, text, *link.span("label"))
    builder.hide(link.end() - 1, link.end())


def _repeats(target: str, label: str) -> bool:
    """Whether a link's label says the same as its target: the same letters, or the same national number."""
    a, b = (re.sub(r"[\W_]", "", half).casefold() for half in (target, label))
    if b.isdigit() and len(b) >= 9:
        return a[-9:] == b[-9:]
    return a == b


def _put_text(builder: _Builder, text: str, start: int, end: int) -> None:
    position = start
    while position < end:
        if ordinary := _ORDINARY.match(text, position, end):
            builder.keep(ordinary[0], position)
            position = ordinary.end()
            continue
        if text[position] == "&" and (entity := _ENTITY.match(text, position, end)):
            builder.put(_fold(html.unescape(entity[0])), *entity.span())
            position = entity.end()
            continue
        position = _put_cluster(builder, text, position, end)


def _put_cluster(builder: _Builder, text: str, start: int, end: int) -> int:
    """One base character with the marks that sit on it. Returns where the next one begins."""
    base = text[start]
    after = start + 1
    while after < end and _sits_on(text[after]):
        after += 1
    if start in builder.strewn or _unseen(base) or (base == "\r" and text[after : after + 1] == "\n"):
        builder.hide(start, after)
        return after
    builder.put(_fold(base) if after == start + 1 else _compose(base, text[start + 1 : after]), start, after)
    return after


def _strewn(text: str) -> frozenset[int]:
    """Where pictures stand that part the letters of one word."""
    return frozenset(
        place
        for word in _STREWN.finditer(text)
        for place in range(*word.span())
        if not (text[place].isalnum() or text[place] == "_")
    )


@lru_cache(maxsize=4096)
def _sits_on(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=4096)
def _unseen(char: str) -> bool:
    """Zero-width and bidi controls, soft hyphens, other controls but line ends and tabs, marks without a base."""
    return char not in _FOLDED and char != "\n" and unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me")


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """One character's plain form; usually itself."""
    if char.isascii():
        return _FOLDED.get(char, char)
    if char in _FOLDED:
        return _FOLDED[char]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in ("Cs", "Co", "Cn"):
        return "\N{REPLACEMENT CHARACTER}"
    if _LIGATURES.match(char) or unicodedata.decomposition(char).startswith(_SAFE_COMPAT):
        return unicodedata.normalize("NFKC", char)
    return unicodedata.normalize("NFC", char)


def _compose(base: str, marks: str) -> str:
    """Base and marks as one letter where there is one; marks that compose with nothing are kept off Latin letters."""
    composed = unicodedata.normalize("NFC", _fold(base) + marks)
    if len(composed) == 1 or not unicodedata.name(base, "").startswith(("LATIN", "DIGIT", "CYRILLIC", "GREEK")):
        return composed
    return "".join(_letters(composed))


def _letters(text: str) -> Iterator[str]:
    return (char for char in text if not _sits_on(char))


def _fold_lookalikes(word: re.Match[str]) -> str:
    """A word that mixes Latin letters with Cyrillic or Greek ones becomes Latin; a wholly Cyrillic word stays."""
    text = word[0]
    if text.isascii() or not any(char.isascii() for char in text):
        return text
    return text.translate(_LOOKALIKES)
