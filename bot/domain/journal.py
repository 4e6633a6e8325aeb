"""What the journal can say. One class for each kind of event; free text has no way in.

Every entry answers two questions before it exists: how does it read to a trustee (`journal.<kind>` in
`config/wording`), and how is a person erased from it? None of these holds personal details: ids, codes and counts
only, so there is nothing to erase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain import breach_entries as breach_entries
from bot.domain import case_entries as case_entries
from bot.domain import code_entries as code_entries
from bot.domain import console_entries as console_entries
from bot.domain import disclosure_entries as disclosure_entries
from bot.domain import mending_entries as mending_entries
from bot.domain import permission_entries as permission_entries
from bot.domain import phone_entries as phone_entries
from bot.domain import round_entries as round_entries
from bot.domain.entries import JournalEntry as JournalEntry
from bot.domain.round_entries import CopyFailed as CopyFailed
from bot.domain.round_entries import CopyStands as CopyStands
from bot.domain.round_entries import MessageCarried as MessageCarried
from bot.domain.round_entries import RoundJoined as RoundJoined
from bot.domain.round_entries import RoundLeft as RoundLeft
from bot.domain.round_entries import RoundTold as RoundTold


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRedacted(JournalEntry):
    """Details were hidden. `families`: "PERSON:2+PHONE:1"."""

    kind: ClassVar[str] = "message_redacted"
    entry: str
    case: str
    channel: str
    families: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalRemoved(JournalEntry):
    kind: ClassVar[str] = "original_removed"
    entry: str
    outcome: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageExposed(JournalEntry):
    """The original still stands: the platform did not let the bot remove it."""

    kind: ClassVar[str] = "message_exposed"
    entry: str
    outcome: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureEnded(JournalEntry):
    kind: ClassVar[str] = "exposure_ended"
    entry: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWithheld(JournalEntry):
    """The message could not be read in time or at all. `code`: why."""

    kind: ClassVar[str] = "message_withheld"
    entry: str
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageGivenBack(JournalEntry):
    kind: ClassVar[str] = "message_given_back"
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedPosted(JournalEntry):
    """`repeat`: how many earlier attempts may have got through on a platform that cannot tell."""

    kind: ClassVar[str] = "redacted_posted"
    entry: str
    post: str
    late: int = 0
    repeat: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFailed(JournalEntry):
    kind: ClassVar[str] = "post_failed"
    entry: str
    post: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorTold(JournalEntry):
    """`outcome` "closed": the person never opened the private chat; the note waits for them."""

    kind: ClassVar[str] = "author_told"
    entry: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTold(JournalEntry):
    """The author of a consult was told that this entry answers it."""

    kind: ClassVar[str] = "answer_told"
    entry: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorsTold(JournalEntry):
    kind: ClassVar[str] = "supervisors_told"
    entry: str
    about: str
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(JournalEntry):
    """A platform sent an event that our table does not list. `code`: its name."""

    kind: ClassVar[str] = "unknown_event"
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused(JournalEntry):
    """A forged or malformed request."""

    kind: ClassVar[str] = "request_refused"
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAway(JournalEntry):
    """The bot was not running from `start` to `at`. `blind`: seconds of it that no platform will hand out any more."""

    kind: ClassVar[str] = "bot_away"
    channel: str
    seconds: int
    blind: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsWiped(JournalEntry):
    kind: ClassVar[str] = "originals_wiped"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheetPrinted(JournalEntry):
    """The master key with the id `master` was shown, in two parts."""

    kind: ClassVar[str] = "recovery_sheet_printed"
    master: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessSent(JournalEntry):
    """A trustee's mail server has the daily witness: `entries` of the journal, `destroyed` cases. `trustee`: 1 or 2."""

    kind: ClassVar[str] = "witness_sent"
    trustee: int
    entries: int
    destroyed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessFailed(JournalEntry):
    kind: ClassVar[str] = "witness_failed"
    trustee: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalBroken(JournalEntry):
    """The entry with the number `entry` did not bear the bot's signature when the next was to be written."""

    kind: ClassVar[str] = "journal_broken"
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade(JournalEntry):
    """`entries`: how long the journal was in it; `master`: id of the key that opens it."""

    kind: ClassVar[str] = "backup_made"
    master: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRestored(JournalEntry):
    """`entries`: how long the journal was in the backup, `witnessed`: in the last witness mail (0: none was given).

    `listed`: destroyed cases that the mails name; `struck`: how many of them the backup would have brought back.
    """

    kind: ClassVar[str] = "backup_restored"
    entries: int
    witnessed: int
    listed: int
    struck: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKeyChanged(JournalEntry):
    """`before`, `after`: ids of the two keys. `cases`, `uses`: how many keys the new one wraps."""

    kind: ClassVar[str] = "master_key_changed"
    before: str
    after: str
    cases: int
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(JournalEntry):
    """Somebody was put on the roster. `roles`: "listener+supervisor". `by`: "terminal", or a member's id."""

    kind: ClassVar[str] = "member_added"
    member: str
    roles: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(JournalEntry):
    kind: ClassVar[str] = "member_invited"
    member: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesChanged(JournalEntry):
    kind: ClassVar[str] = "roles_changed"
    member: str
    roles: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLinked(JournalEntry):
    """`account`: its keyed fingerprint. `how`: "code" where its owner brought one, "hand" at the terminal, "hand:M-4FQ9X" on the console."""

    kind: ClassVar[str] = "account_linked"
    member: str
    channel: str
    account: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRefused(JournalEntry):
    """A code was not good: "wrong", "used", "expired", "too_many". Only the journal tells them apart."""

    kind: ClassVar[str] = "join_refused"
    channel: str
    account: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(JournalEntry):
    """Counts of what ended with it."""

    kind: ClassVar[str] = "member_left"
    member: str
    accounts: int
    cases: int
    codes: int
    notes: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisesDone(JournalEntry):
    """Somebody did all `count` exercises of the practice room in one language."""

    kind: ClassVar[str] = "exercises_done"
    by: str
    lang: str
    count: int


def _place(cls: type[JournalEntry]) -> tuple[bool, str]:
    """Where its module stands in the README, whichever of them was imported first."""
    return cls.__module__ == __name__, cls.__module__


ENTRY_TYPES: dict[str, type[JournalEntry]] = {
    cls.kind: cls for cls in sorted(JournalEntry.__subclasses__(), key=_place)
}
"""Those of the other `…_entries` modules too."""
