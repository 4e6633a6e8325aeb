"""What the journal can say about authors who let the bot correct their messages in place. See `journal.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionGiven(JournalEntry):
    """Somebody gave the bot a token of their own."""

    kind: ClassVar[str] = "permission_given"
    who: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionRefused(JournalEntry):
    """What came back from the platform was not what was asked for, or was not asked for at all. `code`: a slug."""

    kind: ClassVar[str] = "permission_refused"
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionEnded(JournalEntry):
    """The token is not used any more. `how`: "taken_back", "left", "revoked" (the platform says so), "invalid"."""

    kind: ClassVar[str] = "permission_ended"
    who: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(JournalEntry):
    """The platform was asked to make the token worthless, and the bot forgot it."""

    kind: ClassVar[str] = "token_revoked"
    channel: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedInPlace(JournalEntry):
    """The original was changed into its redacted version, with its author's permission."""

    kind: ClassVar[str] = "corrected_in_place"
    entry: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCorrectedInPlace(JournalEntry):
    """That did not work, so the message goes by the usual way. `code`: why."""

    kind: ClassVar[str] = "not_corrected_in_place"
    entry: str
    code: str
