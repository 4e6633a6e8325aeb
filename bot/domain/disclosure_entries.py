"""What the journal can say about disclosures. See `journal.py` for all else.

No entry holds a text. What somebody wrote (reasons, consent, what was told outside) is sealed under the case's key, and the
entry keeps its commitment: an HMAC under a key derived from the case's. While the case lives it proves that the text was not
changed; once its key is destroyed it tells nothing of anybody, and the chain stays whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRequested(JournalEntry):
    """`version`: of the grounds; `fields`: "Person_A+phone_1", "none" where a listener is named; `needed`: approvals.

    `text`: commitment of the particulars. `how`: "ask" or "break_glass".
    """

    kind: ClassVar[str] = "disclosure_requested"
    disclosure: str
    case: str
    ground: str
    version: str
    fields: str
    viewer: str
    by: str
    consent: str
    needed: int
    how: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureApproved(JournalEntry):
    kind: ClassVar[str] = "disclosure_approved"
    disclosure: str
    by: str
    given: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRefused(JournalEntry):
    kind: ClassVar[str] = "disclosure_refused"
    disclosure: str
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureWithdrawn(JournalEntry):
    kind: ClassVar[str] = "disclosure_withdrawn"
    disclosure: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureLapsed(JournalEntry):
    """Nobody answered in time, or it was not opened before its end. `was`: the state that it was in."""

    kind: ClassVar[str] = "disclosure_lapsed"
    disclosure: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureOpened(JournalEntry):
    """`viewer` may look for `minutes` from now. `how`: "approved", "break_glass", "named" (became the case's listener)."""

    kind: ClassVar[str] = "disclosure_opened"
    disclosure: str
    case: str
    viewer: str
    how: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureLooked(JournalEntry):
    kind: ClassVar[str] = "disclosure_looked"
    disclosure: str
    case: str
    who: str
    fields: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureClosed(JournalEntry):
    """`by`: who closed it, or "time"."""

    kind: ClassVar[str] = "disclosure_closed"
    disclosure: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureToldOutside(JournalEntry):
    """The viewer said what they told, to whom and when, or that they told nothing (`outside` 0)."""

    kind: ClassVar[str] = "disclosure_told_outside"
    disclosure: str
    by: str
    outside: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureContested(JournalEntry):
    kind: ClassVar[str] = "disclosure_contested"
    disclosure: str
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestAnswered(JournalEntry):
    """`right`: whether the opening is held to have been right (1) or not (0)."""

    kind: ClassVar[str] = "contest_answered"
    disclosure: str
    by: str
    right: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureReviewed(JournalEntry):
    """One of those who review says whether breaking the glass was right (1) or not (0)."""

    kind: ClassVar[str] = "disclosure_reviewed"
    disclosure: str
    by: str
    right: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEnded(JournalEntry):
    """`verdict`: "upheld" or "not_upheld"."""

    kind: ClassVar[str] = "review_ended"
    disclosure: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverdue(JournalEntry):
    """Nobody has finished the review; everybody who may was told again. `hours`: since it was due."""

    kind: ClassVar[str] = "review_overdue"
    disclosure: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFound(JournalEntry):
    """An identity was opened outside the rules (GDPR recital 85): the 72 hours of article 33 begin. `why`: "not_upheld", "contest"."""

    kind: ClassVar[str] = "breach_found"
    disclosure: str
    case: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDenied(JournalEntry):
    """Somebody wanted to do what is not theirs, or not any more. `disclosure`: "none" for a request that never was one.

    `code`: "not_allowed", "problem_…", "late_<state>", or what `open_problem` says.
    """

    kind: ClassVar[str] = "disclosure_denied"
    disclosure: str
    action: str
    by: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureNoted(JournalEntry):
    """Somebody was told privately. `of`: the sentence; `outcome` "closed": they never opened the private chat."""

    kind: ClassVar[str] = "disclosure_noted"
    disclosure: str
    of: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersTold(JournalEntry):
    """The volunteers of the case were told of the opening. `count`: how many could be written to; `after_days`: as the ground says."""

    kind: ClassVar[str] = "members_told"
    disclosure: str
    case: str
    count: int
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePassedOn(JournalEntry):
    """A message went to the case's volunteers, so that nobody need learn who it is about. `reached`: how many."""

    kind: ClassVar[str] = "message_passed_on"
    case: str
    by: str
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersAlerted(JournalEntry):
    """Those who support a person were told that they may be in danger; `reached`: how many could be."""

    kind: ClassVar[str] = "members_alerted"
    case: str
    by: str
    reached: int


AT_ONCE = (DisclosureOpened.kind, DisclosureLooked.kind, BreachFound.kind)
"""What the trustees' witness goes out for at once, not with the daily mail."""
