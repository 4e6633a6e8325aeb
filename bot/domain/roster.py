"""Who belongs to the association: people with roles, the accounts that are theirs, and how somebody joins.

A member is one person, whatever the channels; an account is one way to meet them. No role opens anything by itself:
what a role may do is one table, `bot/handlers/access.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CODE_ALPHABET
from redaction import Lang, RawText
from redaction.wording import ours


class Role(StrEnum):
    """What somebody is to the association. One person may be several."""

    LISTENER = "listener"
    SUPERVISOR = "supervisor"
    DATA_LEAD = "data_lead"
    CUSTODIAN = "custodian"
    TRUSTEE = "trustee"
    ADMINISTRATOR = "administrator"
    """Runs the bot, keeps the roster, and may open nothing through it."""


class Status(StrEnum):
    INVITED = "invited"
    """On the roster, without an account yet."""
    ACTIVE = "active"
    LEFT = "left"
    """Has no role, no account and no case any more. The row stays: the undertaking outlasts the time with the charity."""


@dataclass(frozen=True, slots=True, repr=False)
class Member:
    """One person on the roster. `roles` is what they were given; `holds` says what counts now."""

    member_id: str
    status: Status
    roles: frozenset[Role]
    lang: Lang
    added_at: datetime
    name: RawText
    left_at: datetime | None = None

    def holds(self, role: Role) -> bool:
        """Whether the role counts: it does for somebody who has joined and has not left."""
        return self.status is Status.ACTIVE and role in self.roles

    def __repr__(self) -> str:
        return f"<Member {self.member_id}>"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a member, without who it is on the platform. `person` is its keyed fingerprint."""

    person: str
    channel: str
    member_id: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Departure:
    """What ended when somebody left.

    `channels`: where they had an account. `orphaned`: references of cases that nobody looks after now.
    """

    channels: tuple[str, ...] = ()
    cases: int = 0
    orphaned: tuple[str, ...] = ()
    invitations: int = 0
    notes: int = 0
    permissions: int = 0
    """Tokens of theirs with which their messages were corrected in place."""


TO_SHARE = "case"
"""What a code is good for: to become a member of a case, which is its subject."""
TO_JOIN = "roster"
"""The kind of a code that links an account to a member."""


class Joining(StrEnum):
    """How somebody's try to join ended. Wrong, used, expired and too many read alike: a guess must teach nothing."""

    JOINED = "joined"
    ALREADY = "already"
    """The account is on the roster; the code was not looked at and can still be used."""
    WRONG = "wrong"
    USED = "used"
    EXPIRED = "expired"
    TOO_MANY = "too_many"
    """That account tried too often; the code was not looked at."""


_CODE = re.compile(rf"[{CODE_ALPHABET}]{{12}}")
_BETWEEN = re.compile(r"[\s`*_\u2010-\u2015-]+")
_BRINGS = re.compile(r"\s*/?(?P<word>join|start)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.IGNORECASE | re.DOTALL)
_OF_ROUND = re.compile(r"\s*(?:the\s+)?round\b", re.IGNORECASE)
"""Of an order that joins something else than the association (`orders`)."""
MOST_NAME_CHARACTERS = 80


def typed_code(text: str) -> str:
    """The code in what somebody typed, in the form in which it is looked up; "" where it cannot be one.

    So nothing that people type instead of a code travels on. Case, spaces, hyphens and a messenger's marks for bold or
    code do not count.
    """
    code = _BETWEEN.sub("", text[:80]).upper()
    return code if _CODE.fullmatch(code) else ""


def code_brought(text: str) -> str | None:
    """The code in a private word to the bot: `/join CODE`, `join CODE`, and Telegram's deep link, `/start CODE`.

    None where nobody tries to join; "" where somebody does with what can be no code.
    """
    found = _BRINGS.fullmatch(text)
    if found is None or _OF_ROUND.match(found["rest"] or ""):
        return None
    code = typed_code(found["rest"] or "")
    return code if code or found["word"].lower() == "join" else None


def shown_code(code: str) -> str:
    """The code as it is read aloud: `K7PX-29TQ-MHRG`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def name_problem(name: str) -> str | None:
    """Why `name` cannot stand on the roster, as a slug; None if it can.

    What reads as a pseudonym is refused: `[Person A]` must never be somebody, nor "Person A" be taken for one.
    """
    if not name.strip() or len(name) > MOST_NAME_CHARACTERS:
        return "length"
    if not name.isprintable():
        return "unprintable"
    if "[" in name or "]" in name or any(ours(f"[{name.strip()}]")):
        return "pseudonym"
    return None


_ACCOUNTS = {"telegram": r"[1-9]\d{0,15}", "slack": r"[UW][A-Z0-9]{4,20}", "web": r"[a-z0-9][a-z0-9-]{0,31}"}


def is_account(channel: str, account: str) -> bool:
    """Whether an account's id looks so on that channel: a mistyped one would be linked to nobody, in silence."""
    return channel in _ACCOUNTS and re.fullmatch(_ACCOUNTS[channel], account, re.ASCII) is not None


def is_member_id(text: str) -> bool:
    """Whether it looks like `M-4FQ9X`."""
    return re.fullmatch(r"M-[A-Z0-9]{5}", text) is not None


def still_to_do(member: Member, gone: Departure) -> list[str]:
    """What a person is left with once somebody left, as keys of sentences: what no bot can do.

    "todo_orphans" alone has a slot: the references of the cases.
    """
    return [
        *(f"people.todo_{channel}" for channel in dict.fromkeys(gone.channels)),
        *(["people.todo_orphans"] if gone.orphaned else []),
        *(["people.todo_administrator"] if Role.ADMINISTRATOR in member.roles else []),
        "people.todo_elsewhere",
        "people.todo_undertaking",
    ]


def packed_roles(roles: frozenset[Role]) -> str:
    """Slugs joined by `+`, in the order of `Role`: for the table and the journal."""
    return "+".join(role.value for role in Role if role in roles)


def unpacked_roles(packed: str) -> frozenset[Role]:
    return frozenset(Role(slug) for slug in packed.split("+") if slug)
