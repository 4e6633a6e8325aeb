"""What the bot remembers, sealed. One unit of work is one transaction: all of it happens, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.cases import Case, CaseMember, How, Purpose
from bot.domain.messages import ConversationRef, Inbound, MessageRef, PersonRef
from bot.domain.records import Consult, Decision, Entry
from bot.ports.asks import Asks
from bot.ports.breaches import Breaches
from bot.ports.disclosures import Disclosures
from bot.ports.drafts import Drafts
from bot.ports.factors import ConsoleSessions, Factors
from bot.ports.forms import Forms
from bot.ports.journal import JournalLog
from bot.ports.links import Links
from bot.ports.notes import Notes
from bot.ports.on_behalf import Permissions
from bot.ports.posts import Posts as Posts
from bot.ports.roster import Invitations, Roster
from bot.ports.rounds import Copies, RoundMembers
from bot.ports.undertakings import CaseNotices, Undertakings
from redaction import CaseMemory, HiddenSpan, Lang, RawText


@dataclass(frozen=True, slots=True, repr=False)
class Original:
    """What is kept of a redacted message until mending ends: identity numbers are struck from `text` already."""

    author: PersonRef | None
    text: RawText
    spans: tuple[HiddenSpan, ...]


class Inbox(Protocol):
    """Inbound events, sealed under the inbox key until a case opens."""

    async def add(self, entry_id: str, inbound: Inbound, received_at: datetime) -> bool:
        """Keep the event; False if the same event (by the platform's id) is there already."""

    async def entry(self, entry_id: str) -> Entry: ...

    async def received(self, channel: str, event_id: str) -> str | None:
        """Id of the entry that an event became, by the platform's id."""

    async def inbound(self, entry_id: str) -> Inbound:
        """The sealed event. Raises `Wiped` when it is no longer kept."""

    async def hold(self, entry_id: str, inbound: Inbound) -> None:
        """Keep an event that is not decided yet as it is now: with the files that came with it, or without."""

    async def decide(self, entry_id: str, decision: Decision, case_id: str | None = None, code: str = "") -> None: ...

    async def finish(self, entry_id: str) -> None: ...

    async def wipe(self, entry_id: str) -> None:
        """Forget the content; the row without content stays for de-duplication until retention."""

    async def keep_original(self, entry_id: str, case_id: str, original: Original) -> None:
        """Move the original under the case's key, in place of the inbound event."""

    async def original(self, entry_id: str) -> RawText:
        """The text of a redacted message, identity numbers struck. Raises `Wiped`."""

    async def author(self, entry_id: str) -> PersonRef | None:
        """Who wrote it. Raises `Wiped`."""

    async def hidden(self, entry_id: str) -> tuple[HiddenSpan, ...]:
        """What was hidden in a redacted message. Raises `Wiped`."""

    async def mark(self, entry_id: str, code: str) -> None: ...

    async def marked(self, code: str) -> list[str]: ...

    def album_key(self, inbound: Inbound) -> str:
        """An id that all items of one album share."""

    async def unfinished(self) -> list[str]:
        """Ids of entries whose work has not ended, oldest first: to be resumed after a crash."""

    async def blocking(self, conversation: ConversationRef, number: int, undecided_since: datetime) -> bool:
        """Whether an earlier message of the conversation has yet to be posted.

        Entries that nobody has decided count only when they came in after `undecided_since`.
        """

    async def last_seen(self, conversation: ConversationRef) -> str | None: ...

    async def redacted_of(self, author: str, since: datetime) -> int:
        """How many messages of an author were redacted after they were sent."""

    async def wipe_before(self, moment: datetime) -> int:
        """Wipe every content that came in before `moment` and is done; how many."""


class Cases(Protocol):
    """Cases, their keys and what they know."""

    async def open(self, now: datetime, purpose: Purpose = Purpose.GUIDANCE) -> str: ...

    async def case(self, case_id: str) -> Case:
        """Raises `Wiped` for an id that never was."""

    async def referred(self, reference: str) -> Case | None:
        """The case of that reference, or the one that it was merged into."""

    async def home(self, case_id: str) -> str:
        """The case itself, or the one that it was merged into."""

    async def close(self, case_id: str, now: datetime) -> bool:
        """False, and nothing happens, if it is not open."""

    async def mark_deceased(self, case_id: str) -> None: ...

    async def merge(self, case_id: str, into: str) -> None:
        """Turn `case_id` into a part of `into`: its consults are that case's from now on; members have to join it.

        What was sealed for it stays under its own key, which goes when the other's goes.
        """

    async def share(self, case_id: str) -> None:
        """Its purpose is `CO_WORKING` from now on: those who are members support the same person."""

    async def join(self, case_id: str, who: str, how: How, now: datetime) -> bool:
        """False if they are a member already."""

    async def leave(self, case_id: str, who: str, now: datetime) -> None: ...

    async def members(self, case_id: str) -> list[CaseMember]: ...

    async def is_member(self, case_id: str, who: str) -> bool: ...

    async def of_member(self, who: str) -> list[Case]:
        """The cases, open or closed, that somebody is a member of, oldest first."""

    async def orphans(self) -> list[Case]:
        """Open cases without a member."""

    async def due(self, closed_before: datetime) -> list[Case]:
        """Cases closed before that moment whose key still stands."""

    async def throwaway(self, opened_before: datetime) -> list[Case]:
        """Those of `OWN_SUPPORT` that were opened before that moment and whose key still stands."""

    async def family(self, case_id: str) -> list[str]:
        """The case and all that were merged into it."""

    async def destroy(self, case_id: str, now: datetime) -> None:
        """Destroy the key, and with it all that was sealed under it; leave a tombstone."""

    async def keep_name(self, key: str, now: datetime) -> bool:
        """Keep the fingerprint of a full name's key (`redaction.bygone.full_name`); False if it is kept already."""

    async def kept(self, keys: Iterable[str]) -> frozenset[str]:
        """Which of these keys are kept."""

    async def forget_name(self, key: str) -> bool:
        """Forget a kept name, on an erasure request (GDPR art. 17); whether it was kept."""

    async def memory(self, case_id: str) -> tuple[CaseMemory, int]:
        """What the case knows, and the version of it. Raises `Wiped` once its key is destroyed."""

    async def remember(self, case_id: str, memory: CaseMemory, version: int) -> None:
        """Keep `memory` in place of `version`. Raises `Conflict` if somebody else was faster."""

    async def consult_at(self, message: MessageRef) -> Consult | None: ...

    async def recent_consults(self, conversation: ConversationRef) -> list[Consult]:
        """The latest first; none of somebody's own burden, which nothing joins but an answer in its thread (clause C10)."""

    async def open_consult(self, case_id: str, conversation: ConversationRef, author: str, now: datetime) -> str: ...

    async def touch(self, consult_id: str, now: datetime) -> None: ...

    async def place(self, message: MessageRef, consult_id: str | None, entry_id: str) -> None:
        """Remember that `message` belongs to this consult and came from this entry."""

    async def consult_of(self, entry_id: str) -> str | None:
        """Id of the consult that an entry's message was placed in."""

    async def entry_at(self, message: MessageRef) -> str | None: ...

    async def placed_in(self, entry_id: str, conversation: ConversationRef) -> str | None: ...


class People(Protocol):
    """Accounts the bot has met. Names are sealed."""

    def fingerprint(self, person: PersonRef) -> str: ...

    async def meet(self, person: PersonRef, name: RawText, started: bool = False) -> bool:
        """Remember the account; True if something about it is new."""

    async def name(self, person: PersonRef) -> RawText | None:
        """The display name that they had last; None for somebody whom the bot never met."""

    async def lang(self, person: PersonRef) -> Lang | None:
        """The language that the bot speaks with them; None where nothing is known of it."""

    async def speaks(self, person: PersonRef, lang: Lang, *, chosen: bool = False) -> None:
        """Remember it. What the platform tells is taken once; what they chose counts from then on."""

    async def started(self, person: PersonRef) -> bool:
        """Whether the person has opened the private chat."""

    async def names(self) -> frozenset[str]:
        """Display names of all colleagues met, for greetings and signatures."""

    async def never_started(self, channel: str) -> list[RawText]: ...


class UnitOfWork(Protocol):
    """One transaction."""

    @property
    def inbox(self) -> Inbox: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def posts(self) -> Posts: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def people(self) -> People: ...

    @property
    def permissions(self) -> Permissions: ...

    @property
    def roster(self) -> Roster: ...

    @property
    def invitations(self) -> Invitations: ...

    @property
    def asks(self) -> Asks: ...

    @property
    def links(self) -> Links: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def undertakings(self) -> Undertakings: ...

    @property
    def case_notices(self) -> CaseNotices: ...

    @property
    def factors(self) -> Factors: ...

    @property
    def sessions(self) -> ConsoleSessions: ...

    @property
    def disclosures(self) -> Disclosures: ...

    @property
    def breaches(self) -> Breaches: ...

    @property
    def forms(self) -> Forms: ...

    @property
    def rounds(self) -> RoundMembers: ...

    @property
    def copies(self) -> Copies: ...

    @property
    def journal(self) -> JournalLog: ...

    def key(self, *parts: str) -> str:
        """A keyed fingerprint of `parts`, for ids that must not repeat and must not tell."""

    async def beat(self, now: datetime) -> None:
        """The bot is alive at `now`."""

    async def last_beat(self) -> datetime | None: ...


class Store(Protocol):
    def begin(self, *, durable: bool = True) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that writes; committed at the end of the block, rolled back on an exception.

        `durable`: it survives a power cut once the block has ended. Without it a power cut (not a crash) may undo the
        latest ones, in order; for bookkeeping that is simply done again then.
        """

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that only reads."""


class Wiped(LookupError):
    """The content is no longer kept. `str()` tells the id."""


class Conflict(RuntimeError):
    """Somebody else changed the same thing at the same time; do it again."""
