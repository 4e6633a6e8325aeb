"""Text in, redacted text out: the layer that hides personal details in English, French and both in one line.

Pure: no clock, no network, no database, no logging. Usable without the bot::

    from redaction import CaseMemory, RawText, Redactor

    redactor = Redactor.load()
    memory = CaseMemory()
    print(redactor.redact(RawText("Mary Dupont rang from Eymet"), memory).text)
"""

from typing import TYPE_CHECKING

from redaction.families import DESTROYED, DIRECT, INDIRECT, Family
from redaction.memory import CaseMemory
from redaction.result import NOTHING_KEPT, HiddenSpan, Keep, Lang, OperatingPoint, Redaction
from redaction.text import RawBytes, RawText, RawTextLeak, RedactedBytes, RedactedText

if TYPE_CHECKING:
    from redaction.redactor import Redactor
else:

    def __getattr__(name: str) -> object:
        """`Redactor` when it is asked for (PEP 562): Presidio and spaCy take over a second, which only who redacts pays."""
        if name != "Redactor":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from redaction.redactor import Redactor

        globals()[name] = Redactor
        return Redactor


__all__ = [
    "DESTROYED",
    "DIRECT",
    "INDIRECT",
    "NOTHING_KEPT",
    "CaseMemory",
    "Family",
    "HiddenSpan",
    "Keep",
    "Lang",
    "OperatingPoint",
    "RawBytes",
    "RawText",
    "RawTextLeak",
    "RedactedBytes",
    "RedactedText",
    "Redaction",
    "Redactor",
]
