"""What the journal can say about the Code: who accepted it, who trained, what a person supported was told. See `journal.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAccepted(JournalEntry):
    """`version`: what the association calls it; `text`: the mark of its very words. `lang`: in which it was read."""

    kind: ClassVar[str] = "code_accepted"
    who: str
    version: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDone(JournalEntry):
    """A volunteer says that they did this year's training."""

    kind: ClassVar[str] = "training_done"
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(JournalEntry):
    """Somebody was reminded privately. `of`: "code_greeting", "training_due", "explain_due" and the like."""

    kind: ClassVar[str] = "reminded"
    of: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeExplained(JournalEntry):
    """The Code was explained to the person of a case (clause C7), in `lang`."""

    kind: ClassVar[str] = "code_explained"
    case: str
    by: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNoted(JournalEntry):
    """What the person of a case said to the notice (GDPR article 7(1)). `said`, `why`: see `consents.py`; `notice`: its mark."""

    kind: ClassVar[str] = "consent_noted"
    case: str
    by: str
    said: str
    notice: str
    lang: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOffered(JournalEntry):
    """The person of a case was offered a copy (clause C7)."""

    kind: ClassVar[str] = "copy_offered"
    case: str
    by: str
