"""What the redaction layer gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from redaction.families import DIRECT, Family
from redaction.text import RedactedText

Lang = Literal["en", "fr"]
OperatingPoint = Literal["careful", "balanced"]
"""Whether what is only fairly likely a detail is hidden too. What each buys is measured in `model/README.md`."""


@dataclass(frozen=True, slots=True)
class HiddenSpan:
    """One detail that was hidden: where it stood in the text that came in, and what stands there now.

    `start` and `end` are Python character offsets in the *incoming* text. The value itself is not kept here.
    """

    start: int
    end: int
    family: Family
    pseudonym: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text without personal details, and the account of what was hidden."""

    text: RedactedText
    spans: tuple[HiddenSpan, ...]
    lang: Lang
    """Language of the wording that was used for the pseudonyms."""

    @property
    def touched(self) -> bool:
        """Whether anything was hidden. A message without any detail is left alone."""
        return bool(self.spans)

    @property
    def direct(self) -> bool:
        return any(span.family in DIRECT for span in self.spans)


@dataclass(frozen=True, slots=True)
class Keep:
    """What is *not* to be hidden in one message, and what is, whatever the layer and the case make of it.

    `colleagues`: display names of the roster, kept in greetings and signatures only ("Hi Sue,", "Odile").
    `mentions`: character ranges (start, end) of platform mentions of colleagues, found by the channel's parser.
    `bygone`: names of people whose case is over, as they stand in the message.
    `hide`: words that a volunteer wants hidden, as they wrote them.
    `apart`: names, as they stand in the message, of somebody whom the case does not know yet, whatever they are called.
    `blur`: tell of places and dates no more than that there is one (the volunteer speaks of their own burden).
    """

    colleagues: frozenset[str] = field(default=frozenset(), repr=False)
    mentions: tuple[tuple[int, int], ...] = ()
    bygone: frozenset[str] = field(default=frozenset(), repr=False)
    hide: frozenset[str] = field(default=frozenset(), repr=False)
    apart: frozenset[str] = field(default=frozenset(), repr=False)
    blur: bool = False


NOTHING_KEPT = Keep()
