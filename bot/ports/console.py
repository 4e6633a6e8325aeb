"""What the console's pages ask of the core: the way in, and each page's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.proof import Deed, SignedIn, Typed
from bot.domain.roster import Departure, Role, Status
from redaction import Lang, RawText


class Right(StrEnum):
    """What a page takes. Who has it is decided in `bot/handlers/access.py`, at each request."""

    ENTER = "enter"
    ROSTER = "roster"
    REQUESTS = "requests"
    JOURNAL = "journal"
    BREACHES = "breaches"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a new telephone is given: the secret in letters, and as an address for the picture."""

    letters: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A browser whose link was good and whose code is still to come; `enrolment`: it is to be the first of a new telephone."""

    lang: Lang
    enrolment: Enrolment | None


@dataclass(frozen=True, slots=True)
class Begun:
    """`session`: the token of one that waits for a code. `to`: the page that the link leads to after it, "" for the first."""

    session: str = field(repr=False)
    to: str = ""


class Tried(StrEnum):
    """What became of a code. Nothing tells which part of it was wrong."""

    IN = "in"
    RENEW = "renew"
    """It was one on paper: a new telephone comes first."""
    WRONG = "wrong"
    LOCKED = "locked"
    GONE = "gone"
    """There is no session any more that waits for one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`session`: the token that takes the place of the one that was given. `recovery`: new codes, shown this once."""

    tried: Tried
    session: str = field(default="", repr=False)
    recovery: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OpenSession:
    started_at: datetime
    seen_at: datetime
    this: bool


@dataclass(frozen=True, slots=True, repr=False)
class Visitor:
    """Who is signed in. `rights`: what they may; `sessions`: all of theirs; `recovery_left`: codes on paper still good.

    `proof`: that both factors were given when they came in.
    """

    who: str
    name: RawText
    roles: frozenset[Role]
    lang: Lang
    rights: frozenset[Right]
    sessions: tuple[OpenSession, ...]
    recovery_left: int
    proof: SignedIn


class OddSession(Exception):
    """A session that nobody was given, or that waits for its code yet: somebody tries what is not open. `code`: for the journal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotYours(Exception):
    """They are signed in, and it is not theirs; journalled. `lang`: theirs."""

    def __init__(self, lang: Lang) -> None:
        super().__init__("not allowed")
        self.lang = lang


class Door(Protocol):
    """The way in. A session is named by its token."""

    async def asked(self, link: str) -> Lang | None:
        """The language of whom a link is for; None for one that is used up, too old, or never was. Uses nothing up."""

    async def begin(self, link: str, before: str) -> Begun | None:
        """Use a link up. `before`: what the browser had, which ends."""

    async def waiting(self, session: str) -> Waiting | None: ...

    async def code(self, session: str, typed: str) -> Outcome: ...

    async def again(self, session: str, typed: str, deed: Deed, about: str) -> Typed | Tried:
        """A fresh code of the telephone, of somebody who is signed in, for one thing alone. Wrong ones count and lock."""

    async def refused(self, code: str) -> None:
        """A forged or malformed request; journalled."""


class Visits(Protocol):
    """What somebody who is signed in does with that."""

    async def visitor(self, session: str, right: Right) -> Visitor | None:
        """Who is signed in, if they may; None for a session that is over. Raises `NotYours`, `OddSession`."""

    async def speak(self, session: str, lang: Lang) -> None: ...

    async def leave(self, session: str) -> None: ...

    async def leave_all(self, session: str) -> None:
        """End every session of whose this one is."""


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """One person of the roster, without who they are on a platform. `channels`: where they have an account."""

    member_id: str
    name: RawText
    status: Status
    roles: frozenset[Role]
    lang: Lang
    since: datetime
    channels: tuple[str, ...]
    factor: bool
    """Whether a second factor is set up."""
    code: str = ""
    """Version of the Code that they accepted; "" where they did not."""
    code_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """`code`: as it is read aloud; shown once and kept nowhere."""

    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """What ended, and what no bot can do: keys of sentences. `named`: channels whose settings still name an account."""

    departure: Departure
    to_do: tuple[str, ...]


class RosterRefused(Exception):
    """Not done. `code` names the sentence that says why: `console.roster_<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RosterDesk(Protocol):
    """The list of people. `by` is the member who does it, and is asked about in the transaction that acts.

    Each raises `RosterRefused`: for somebody who may not any more, a person who is not there, a last administrator.
    """

    @property
    def channels(self) -> tuple[str, ...]:
        """Where an account can be."""

    async def people(self, by: str) -> tuple[Listed, ...]: ...

    async def person(self, by: str, member_id: str) -> Listed: ...

    async def add(self, by: str, name: RawText, roles: frozenset[Role], lang: Lang) -> str:
        """The new member's id. `name` must have passed `bot.domain.roster.name_problem`."""

    async def invite(self, by: str, member_id: str) -> Invitation: ...

    async def give(self, by: str, member_id: str, roles: frozenset[Role]) -> None: ...

    async def link(self, by: str, member_id: str, channel: str, account: str) -> None:
        """`account` must have passed `bot.domain.roster.is_account`."""

    async def leave(self, by: str, member_id: str) -> Gone: ...
