"""The only place that decides who may do what.

Refused by default: an action without a row, a row whose facts are not known, somebody who left. All conditions of a row
must hold, one function each, so that a test can show what each of them is for. A role opens nothing that its row does not
name: an administrator keeps the roster and sees nobody. Who may ask for a disclosure, and who approves one,
is what its ground says (`config/grounds.yaml`); nobody ever decides on their own request.

Who may be told of an identity is the Code's (clauses C3, C5, C8 and C9 of the charity's Code of Confidentiality: the listener
in contact, whoever supports the same person, and field by field whom they trust); the roles of a disclosure are the board's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cases import CaseStatus, Purpose
from bot.domain.messages import PersonRef
from bot.domain.roster import Member, Role, Status
from bot.ports.store import UnitOfWork, Wiped


class Action(StrEnum):
    """What somebody may want to do. Whoever acts is asked about here first."""

    SEE_HIDDEN = "see_hidden"
    """Be told what was hidden in a message."""
    CLAIM_HELD = "claim_held"
    """Get a withheld message back."""
    POST_REDACTED = "post_redacted"
    """Have the redacted version of a message posted that the bot may not remove."""
    MEND = "mend"
    """Change one's own post: hide more, show what is no detail, correct it, take it back."""
    REPORT = "report"
    """Have a missed detail hidden in anybody's post."""
    COMPOSE = "compose"
    """Write on a page of ours."""
    ACCEPT_CODE = "accept_code"
    """Undertake to keep the Code; say that one trained."""
    SEE_CASE = "see_case"
    """Be told of which case a message is, as it stands beside our posts."""
    PERMIT = "permit"
    """Let the bot correct one's own messages in place."""
    ROUND = "round"
    """Read a round on a leg of one's own."""
    CASE_OPEN = "case_open"
    CASE_USE = "case_use"
    """Compose into a case."""
    CASE_INVITE = "case_invite"
    CASE_JOIN = "case_join"
    CASE_LEAVE = "case_leave"
    CASE_CLOSE = "case_close"
    CASE_TELL = "case_tell"
    """Say that the Code was explained to the person of a case, a copy offered, and what they said to the notice."""
    CASE_SHARE = "case_share"
    """Let all members of a case look at who it is about."""
    CASE_MERGE = "case_merge"
    SEE_ORIGINAL = "see_original"
    """Read a redacted message of a case as it was written, while it is kept."""
    WHO_IS = "who_is"
    """Be told whom a pseudonym stands for."""
    ASK_FIELD = "ask_field"
    GRANT_FIELD = "grant_field"
    TAKE_OVER = "take_over"
    CONFIRM_TAKE_OVER = "confirm_take_over"
    CONSOLE = "console"
    """Come into the console, with a second factor; what stands there has a row of its own each."""
    ROSTER_CHANGE = "roster_change"
    DISCLOSURES = "disclosures"
    """Come to the pages about requests; each request asks again."""
    READ_JOURNAL = "read_journal"
    ALERT = "alert"
    """Have everybody who knows the person of a case told privately that they may be in danger."""
    PASS_ON = "pass_on"  # noqa: S105 - no password, but a message
    """Have a message brought to the person of a case by those who support them, without learning who it is."""
    REQUEST_DISCLOSURE = "request_disclosure"
    BREAK_GLASS = "break_glass"
    """Open at once, on a ground that allows it; others review it."""
    SEE_DISCLOSURE = "see_disclosure"
    """Read a request and what was said about it; never what it opens."""
    APPROVE_DISCLOSURE = "approve_disclosure"
    REFUSE_DISCLOSURE = "refuse_disclosure"
    WITHDRAW_DISCLOSURE = "withdraw_disclosure"
    OPEN_DISCLOSURE = "open_disclosure"
    LOOK_DISCLOSURE = "look_disclosure"
    CLOSE_DISCLOSURE = "close_disclosure"
    TELL_DISCLOSURE = "tell_disclosure"
    """Say what was told outside."""
    CONTEST_DISCLOSURE = "contest_disclosure"
    ANSWER_CONTEST = "answer_contest"
    REVIEW_DISCLOSURE = "review_disclosure"
    BREACHES = "breaches"
    """Come to the pages about breaches; each file asks again."""
    SEE_BREACH = "see_breach"
    NOTIFY_BREACH = "notify_breach"
    """Note that the CNIL was told, or the person."""
    CLOSE_BREACH = "close_breach"


@dataclass(frozen=True, slots=True)
class Target:
    """What the action is about. What is left out is not known, and opens nothing.

    `into`: the case that another is merged into. `purpose`: of the consult in which it is asked.
    `invited`: they hold an invitation to this very case, looked up in this transaction.
    `asked_by`: who made the request that is answered, as `Roster.who` says it. Of a disclosure: `roles`, which its ground
    names for this; `viewer`, who may look; `barred`, who takes no part in it.
    """

    entry_id: str | None = None
    case_id: str | None = None
    into: str | None = None
    purpose: Purpose | None = None
    invited: bool = False
    asked_by: str | None = None
    roles: tuple[Role, ...] = ()
    viewer: str | None = None
    barred: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store knows of somebody and of what they want to touch."""

    who: str
    left: bool
    roles: frozenset[Role]
    author: bool
    member: bool
    open: bool
    member_there: bool
    open_there: bool
    names_shut: bool
    target: Target


Condition = Callable[[Facts], bool]


def _author(facts: Facts) -> bool:
    return facts.author


def _member(facts: Facts) -> bool:
    return facts.member


def _author_or_member(facts: Facts) -> bool:
    return facts.author or facts.member


def _open(facts: Facts) -> bool:
    return facts.open


def _member_there(facts: Facts) -> bool:
    return facts.member_there


def _open_there(facts: Facts) -> bool:
    return facts.open_there


def _invited(facts: Facts) -> bool:
    return facts.target.invited


def _co_working(facts: Facts) -> bool:
    """Clause C8: the identity is shared between those who support the same person, and for that alone."""
    return facts.target.purpose is Purpose.CO_WORKING


def _not_own_support(facts: Facts) -> bool:
    """Clause C10: who speaks of their own burden stays without a way back to whom it is about."""
    return facts.target.purpose in (Purpose.CO_WORKING, Purpose.GUIDANCE)


def _not_refused(facts: Facts) -> bool:
    """Nobody looks up who somebody is who said no to it (GDPR articles 7(3) and 9(2)(a))."""
    return not facts.names_shut


def _somebody_else(facts: Facts) -> bool:
    """Two people, always; a request whose maker is not known is nobody's to approve."""
    return facts.target.asked_by not in (None, facts.who)


def _asker(facts: Facts) -> bool:
    return facts.target.asked_by == facts.who


def _viewer(facts: Facts) -> bool:
    return facts.target.viewer == facts.who


def _asker_or_viewer(facts: Facts) -> bool:
    return _asker(facts) or _viewer(facts)


def _of_ground(facts: Facts) -> bool:
    """Whether they hold a role that the ground names for it."""
    return not facts.roles.isdisjoint(facts.target.roles)


def _not_barred(facts: Facts) -> bool:
    """Clause C14: who is complained of takes no part; nor whoever else the ground excludes. Not known: everybody is barred."""
    return facts.target.barred is not None and facts.who not in facts.target.barred


def _member_or_of_ground(facts: Facts) -> bool:
    """Who supports the person, or the data lead on the person's behalf."""
    return facts.member or _of_ground(facts)


def _role(*roles: Role) -> Condition:
    return lambda facts: not facts.roles.isdisjoint(roles)


_BREACHES = _role(Role.DATA_LEAD, Role.TRUSTEE)
"""The data lead's; a trustee's too, so that nobody is left to decide on a breach of their own."""

RULES: Mapping[Action, tuple[Condition, ...]] = {
    Action.SEE_HIDDEN: (_author,),
    Action.CLAIM_HELD: (_author,),
    Action.POST_REDACTED: (_author,),
    Action.MEND: (_author,),
    Action.REPORT: (),
    Action.COMPOSE: (),
    Action.ACCEPT_CODE: (),
    Action.SEE_CASE: (),
    Action.PERMIT: (),
    Action.ROUND: (_role(Role.LISTENER),),
    Action.CASE_OPEN: (),
    Action.CASE_USE: (_member, _open),
    Action.CASE_INVITE: (_member, _open),
    Action.CASE_JOIN: (_invited, _open),
    Action.CASE_LEAVE: (_member,),
    Action.CASE_CLOSE: (_member, _open),
    Action.CASE_TELL: (_member, _open),
    Action.CASE_SHARE: (_member, _open, _not_refused),
    Action.CASE_MERGE: (_member, _open, _member_there, _open_there),
    Action.SEE_ORIGINAL: (_member,),
    Action.WHO_IS: (_member, _open, _co_working, _not_refused),
    Action.ASK_FIELD: (_open, _not_own_support),
    Action.GRANT_FIELD: (_author, _open),
    Action.TAKE_OVER: (_open, _not_own_support),
    Action.CONFIRM_TAKE_OVER: (_author_or_member, _open),
    Action.CONSOLE: (_role(Role.SUPERVISOR, Role.DATA_LEAD, Role.CUSTODIAN, Role.TRUSTEE, Role.ADMINISTRATOR),),
    Action.ROSTER_CHANGE: (_role(Role.ADMINISTRATOR),),
    Action.DISCLOSURES: (_role(Role.SUPERVISOR, Role.DATA_LEAD, Role.CUSTODIAN, Role.TRUSTEE),),
    Action.READ_JOURNAL: (_role(Role.DATA_LEAD, Role.TRUSTEE),),
    Action.ALERT: (_not_own_support,),
    Action.PASS_ON: (_role(Role.SUPERVISOR, Role.DATA_LEAD), _not_own_support),
    Action.REQUEST_DISCLOSURE: (_of_ground, _not_barred, _not_own_support),
    Action.BREAK_GLASS: (_of_ground, _not_barred, _not_own_support),
    Action.SEE_DISCLOSURE: (_of_ground, _not_barred),
    Action.APPROVE_DISCLOSURE: (_of_ground, _somebody_else, _not_barred),
    Action.REFUSE_DISCLOSURE: (_of_ground, _somebody_else, _not_barred),
    Action.WITHDRAW_DISCLOSURE: (_asker,),
    Action.OPEN_DISCLOSURE: (_viewer, _of_ground, _not_barred),
    Action.LOOK_DISCLOSURE: (_viewer, _of_ground, _not_barred),
    Action.CLOSE_DISCLOSURE: (_asker_or_viewer,),
    Action.TELL_DISCLOSURE: (_viewer,),
    Action.CONTEST_DISCLOSURE: (_member_or_of_ground,),
    Action.ANSWER_CONTEST: (_of_ground, _somebody_else, _not_barred),
    Action.REVIEW_DISCLOSURE: (_of_ground, _somebody_else, _not_barred),
    Action.BREACHES: (_BREACHES,),
    Action.SEE_BREACH: (_BREACHES, _not_barred),
    Action.NOTIFY_BREACH: (_BREACHES, _not_barred),
    Action.CLOSE_BREACH: (_BREACHES, _not_barred),
}
"""Composing, accepting the Code, a permission for one's own messages, opening a case, asking for a field, offering to take over
and reporting a missed detail show nothing, and a case's reference stands beside our posts: to anybody who has not left."""


async def allowed(unit: UnitOfWork, action: Action, by: PersonRef, target: Target = Target()) -> bool:
    """Whether `by` may do it now. Ask in the transaction that acts: a minute ago is not now."""
    return await _holds(unit, action, await unit.roster.member_of(by), await unit.roster.who(by), target)


async def allowed_who(unit: UnitOfWork, action: Action, who: str, target: Target = Target()) -> bool:
    """The same where `who` is known and no account: for whom a single-use link was made."""
    return await _holds(unit, action, await unit.roster.member(who), who, target)


async def _holds(unit: UnitOfWork, action: Action, somebody: Member | None, who: str, target: Target) -> bool:
    rule = RULES.get(action)
    if rule is None:
        return False
    facts = await _facts(unit, somebody, who, target)
    return not facts.left and all(holds(facts) for holds in rule)


async def _facts(unit: UnitOfWork, somebody: Member | None, who: str, target: Target) -> Facts:
    return Facts(
        who=who,
        left=somebody is not None and somebody.status is Status.LEFT,
        roles=frozenset(role for role in Role if somebody is not None and somebody.holds(role)),
        author=await _wrote(unit, who, target.entry_id),
        member=await _is_in(unit, who, target.case_id),
        open=await _is_open(unit, target.case_id),
        member_there=await _is_in(unit, who, target.into),
        open_there=await _is_open(unit, target.into),
        names_shut=await _said_no(unit, target.case_id),
        target=target,
    )


async def _wrote(unit: UnitOfWork, who: str, entry_id: str | None) -> bool:
    """Whether they wrote the message of this entry, with whichever of their accounts."""
    if entry_id is None:
        return False
    try:
        entry = await unit.inbox.entry(entry_id)
    except LookupError:
        return False
    return bool(entry.author) and await unit.roster.who_of(entry.author) == who


async def _is_in(unit: UnitOfWork, who: str, case_id: str | None) -> bool:
    return case_id is not None and await unit.cases.is_member(case_id, who)


async def _said_no(unit: UnitOfWork, case_id: str | None) -> bool:
    return case_id is not None and (await unit.case_notices.of(case_id)).names_stay_shut


async def _is_open(unit: UnitOfWork, case_id: str | None) -> bool:
    if case_id is None:
        return False
    try:
        return (await unit.cases.case(case_id)).status is CaseStatus.OPEN
    except Wiped:
        return False
