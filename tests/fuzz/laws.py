"""What holds for every text that the layer redacts, whoever makes the text up."""

from __future__ import annotations

import re
from itertools import pairwise

from redaction import CaseMemory, Family, RawText, Redaction, Redactor, gazetteer, wording
from redaction.normalise import normalise
from redaction.recognizers.cues import fold

TOLD_AGAIN = frozenset({Family.AGE})
"""A number like 67 is an age only where it is one."""
_MENTION = re.compile(r"@\w[\w.-]*|<[@#!][^<>\n]{1,80}>")
"""How the platform writes a colleague: no name is looked for in there."""


def outside_is_unchanged(line: str, done: Redaction) -> None:
    """The output is what came in with each span's pseudonym in its place."""
    parts, place = [], 0
    for span in done.spans:
        parts += [line[place : span.start], span.pseudonym]
        place = span.end
    assert done.text == "".join([*parts, line[place:]])


def spans_are_apart(line: str, done: Redaction) -> None:
    """Spans are sorted, do not overlap, lie inside the text, and have a pseudonym in brackets."""
    assert all(0 <= span.start < span.end <= len(line) for span in done.spans)
    assert all(left.end <= right.start for left, right in pairwise(done.spans))
    assert all(span.pseudonym.startswith("[") and span.pseudonym.endswith("]") for span in done.spans)


def no_hidden_value_is_left(line: str, done: Redaction) -> None:
    """What is hidden in one place stands in no other; words of the dictionary, ages and mentions aside."""
    left = line
    for span in reversed(done.spans):
        left = f"{left[: span.start]}\n[]\n{left[span.end :]}"
    left = fold(_MENTION.sub("\n", normalise(left).text))
    for span in done.spans:
        value = normalise(line[span.start : span.end]).text
        if span.family in TOLD_AGAIN or sum(map(str.isalnum, value)) < 4 or gazetteer.is_word(value):
            continue
        assert not re.search(rf"(?<!\w){re.escape(fold(value))}(?!\w)", left), span.family


def twice_is_once(redactor: Redactor, done: Redaction, memory: CaseMemory) -> None:
    """Redacting what was redacted, in the same case, changes nothing. For rules: a tagger may see more among pseudonyms."""
    twice = redactor.redact(RawText(str(done.text)), memory)
    assert twice.text == done.text
    assert not twice.touched


def pseudonyms_stay(redactor: Redactor, done: Redaction, memory: CaseMemory) -> None:
    """Whoever quotes a redacted message, in the same case, quotes its pseudonyms as they are."""
    twice = redactor.redact(RawText(str(done.text)), memory)
    ours = [(start, end) for start, end, _, _ in wording.ours(str(done.text))]
    assert not any(span.start < end and start < span.end for span in twice.spans for start, end in ours)
