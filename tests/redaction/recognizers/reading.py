"""How the tests of the recognizers of names read a line: the pieces that would be hidden at the default threshold."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from redaction.engine import Votes
from redaction.recognizers.names import name_recognizers

THRESHOLD = 0.5


def found(recognizer: EntityRecognizer, text: str) -> list[str]:
    """What one recognizer finds, in order of text; of nested findings the outer one."""
    results = [hit for hit in recognizer.analyze(text, [], Votes(text, [])) if hit.score >= THRESHOLD]
    spans = sorted({(hit.start, hit.end) for hit in results}, key=lambda span: (span[0], -span[1]))
    outer = [
        span
        for span in spans
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)
    ]
    return [text[start:end] for start, end in outer]


def hidden(text: str) -> str:
    """`text` with an underscore for every letter and digit that any recognizer of names would hide."""
    chars = list(text)
    artifacts = Votes(text, [])
    for recognizer in name_recognizers():
        for hit in recognizer.analyze(text, [], artifacts):
            if hit.score >= THRESHOLD:
                chars[hit.start : hit.end] = ["_" if char.isalnum() else char for char in text[hit.start : hit.end]]
    return "".join(chars)
