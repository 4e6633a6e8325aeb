"""What the journal can say about drafts and about posts that are mended. See `journal.py` for all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMended(JournalEntry):
    """A post was changed. `how`: "shown" (no personal detail), "hidden" (a detail more), "parted" (somebody else). `families`: of what changed."""

    kind: ClassVar[str] = "message_mended"
    entry: str
    by: str
    how: str
    families: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWithdrawn(JournalEntry):
    """Its author took a post back."""

    kind: ClassVar[str] = "post_withdrawn"
    entry: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailReported(JournalEntry):
    """Somebody saw a detail that was missed; the post is covered until it is hidden."""

    kind: ClassVar[str] = "detail_reported"
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceHeard(JournalEntry):
    """A withheld voice note was listened to on this machine. `code`: "draft" where its author was shown what was understood, else why not."""

    kind: ClassVar[str] = "voice_heard"
    entry: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsForgotten(JournalEntry):
    """Drafts that nobody posted, and the private messages in which they stood, are gone. `left`: could not be removed."""

    kind: ClassVar[str] = "drafts_forgotten"
    count: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReviewed(JournalEntry):
    """Somebody read a random sample of posts; in `missed` of `read` a detail still stood."""

    kind: ClassVar[str] = "sample_reviewed"
    read: int
    missed: int
