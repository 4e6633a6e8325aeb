"""Where a detail ends for the tagger's recognizer, on readings made by hand: every word of them is as likely a name."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest

from redaction.families import Family
from redaction.recognizers.tagged import TaggedRecognizer
from redaction.tagger import FAMILIES, Reading


def told(text: str, family: Family) -> list[str]:
    """What is proposed in `text` if all its words and marks are likely a detail that goes on."""
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    inside = np.zeros((len(words), len(FAMILIES)), np.float32)
    inside[:, FAMILIES.index(family)] = 0.9
    starts, ends = np.array(words, np.int32).T
    reading = Reading(starts, ends, inside, np.zeros_like(inside))
    found = TaggedRecognizer().analyze(text, [], SimpleNamespace(reading=reading))
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Zénon Piquemal - Auch", ["Zénon Piquemal", "Auch"]),
        ("Skibbereen\nlucky Jimmy", ["Skibbereen", "lucky Jimmy"]),
        ("JB. Conor", ["JB", "Conor"]),
        ("St. John Piquemal", ["St. John Piquemal"]),
        ("J. P. Piquemal", ["J. P. Piquemal"]),
        ("Anne-Marie Le Goff", ["Anne-Marie Le Goff"]),
    ],
)
def test_a_name_ends_with_its_line_its_sentence_or_a_dash(text: str, parts: list[str]) -> None:
    assert told(text, Family.PERSON) == parts


def test_an_address_goes_on_over_lines() -> None:
    assert told("4 rue X\n16210", Family.ADDRESS) == ["4 rue X\n16210"]
