"""The way into the console: a single-use link out of the private chat, then a code that a telephone shows.

The link proves the chat account, the code the telephone. Whoever has none yet enrols one; whoever lost it needs a code on
paper, or somebody at the command line. The session's token changes with each step (OWASP: no session fixation), a code is
good once (RFC 6238, section 5.2), and wrong ones lock. What was wrong is told to nobody but the journal.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.console_entries import (
    ConsoleEntered,
    ConsoleLinkMade,
    FactorEnrolled,
    FactorLocked,
    FactorRefused,
    RecoveryUsed,
)
from bot.domain.factor import (
    Lock,
    address_of,
    letters_of,
    new_recovery,
    new_secret,
    recovery_hash,
    step_shown,
    typed_digits,
)
from bot.domain.journal import RequestRefused
from bot.domain.proof import Deed, Typed
from bot.domain.roster import typed_code
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.factors import tell_of_factor, tell_of_lock
from bot.ports.console import Begun, Enrolment, Outcome, Tried, Waiting
from bot.ports.factors import ConsoleSession, Factor, Stage
from bot.ports.links import Link
from bot.ports.store import UnitOfWork
from redaction import Lang

LINK, CHANNEL = "console", "web"
"""What such a link is good for; under which a forged request stands in the journal."""
GOOD_FOR_MINUTES = 10
"""A link, and after it a browser that waits for a code."""
_PAGE = re.compile(r"[a-z]{1,20}(?:/[A-Za-z0-9_-]{1,100}){0,3}")
"""A page of the console: words and ids of ours."""


async def console_path(unit: UnitOfWork, member_id: str, lang: Lang, *, by: str, now: datetime, to: str = "") -> str:
    """The path of a link for somebody who may come in, as `access.py` has said.

    `to`: where it leads after the code, "requests/<id>"; "" for the first page. Whether that is theirs, the page asks.
    Raises `ValueError` for what is no page of the console.
    """
    if to and not _PAGE.fullmatch(to):
        raise ValueError("no page of the console")
    link = Link(LINK, f"{lang} {to}".rstrip(), member_id)
    token = await unit.links.make(link, now + timedelta(minutes=GOOD_FOR_MINUTES))
    await unit.journal.append(ConsoleLinkMade(at=now, member=member_id, by=by))
    return f"/console/in/{token}"


class ConsoleDoor:
    """`bot.ports.console.Door`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def asked(self, link: str) -> Lang | None:
        async with self._context.store.read() as unit:
            found = await self._link(unit, link)
        return _lang(found) if found else None

    async def begin(self, link: str, before: str) -> Begun | None:
        now = self._context.clock.now()
        async with self._context.store.begin() as unit:
            found = await self._link(unit, link)
            if found is None:
                return None
            await unit.links.use(link, now)
            await unit.sessions.end(before)
            if not await allowed_who(unit, Action.CONSOLE, found.who):
                return None
            enrolled = await unit.factors.of(found.who) is not None
            session = ConsoleSession(
                found.who,
                Stage.CODE if enrolled else Stage.ENROL,
                _lang(found),
                now,
                now,
                secret=None if enrolled else new_secret(),
            )
            return Begun(await unit.sessions.begin(session), found.subject.partition(" ")[2])

    async def waiting(self, session: str) -> Waiting | None:
        async with self._context.store.read() as unit:
            found = await self._waiting(unit, session)
        if found is None:
            return None
        secret = found.secret
        return Waiting(
            found.lang, Enrolment(letters_of(secret), address_of(secret, found.who)) if secret is not None else None
        )

    async def code(self, session: str, typed: str) -> Outcome:
        async with self._context.store.read() as unit:
            found = await self._waiting(unit, session)
            if found is None:
                return Outcome(Tried.GONE)
            if (await unit.factors.lock(found.who)).holds(self._context.clock.now()):
                return Outcome(Tried.LOCKED)
            factor = await unit.factors.of(found.who)
        if found.stage is Stage.ENROL:
            return await self._enrol(session, found, typed_digits(typed))
        paper = typed_code(typed)
        if paper and factor is not None:
            return await self._recover(session, await asyncio.to_thread(recovery_hash, paper, factor.salt))
        return await self._enter(session, typed_digits(typed))

    async def refused(self, code: str) -> None:
        async with self._context.store.begin() as unit:
            await unit.journal.append(RequestRefused(at=self._context.clock.now(), channel=CHANNEL, code=code))

    async def again(self, session: str, typed: str, deed: Deed, about: str) -> Typed | Tried:
        now = self._context.clock.now()
        async with self._context.store.begin() as unit:
            found = await unit.sessions.of(session)
            if found is None or found.stage is not Stage.IN or not await allowed_who(unit, Action.CONSOLE, found.who):
                return Tried.GONE
            if (await unit.factors.lock(found.who)).holds(now):
                return Tried.LOCKED
            if fault := await self._fault(unit, found.who, typed_digits(typed)):
                return (await self._wrong(unit, found.who, fault)).tried
            await unit.factors.keep_lock(found.who, Lock())
            return Typed(found.who, now, deed, about)

    async def _enter(self, session: str, digits: str) -> Outcome:
        async with self._context.store.begin() as unit:
            found = await self._trying(unit, session, Stage.CODE)
            if isinstance(found, Outcome):
                return found
            if fault := await self._fault(unit, found.who, digits):
                return await self._wrong(unit, found.who, fault)
            return await self._in(unit, session, found, "code")

    async def _fault(self, unit: UnitOfWork, who: str, digits: str) -> str:
        """What is wrong with a code of the telephone; "" where it is good, and it is used up then."""
        factor = await unit.factors.of(who)
        step = step_shown(factor.secret, digits, self._context.clock.now()) if factor else None
        if step is None:
            return "wrong"
        return "" if await unit.factors.accept(who, step) else "replayed"

    async def _recover(self, session: str, hashed: str) -> Outcome:
        """A code on paper leads to enrolling a telephone; the lost one stays good until that is done."""
        now = self._context.clock.now()
        async with self._context.store.begin() as unit:
            found = await self._trying(unit, session, Stage.CODE)
            if isinstance(found, Outcome):
                return found
            if not await unit.factors.use_recovery(found.who, hashed, now):
                return await self._wrong(unit, found.who, "wrong")
            left = await unit.factors.recovery_left(found.who)
            await unit.journal.append(RecoveryUsed(at=now, member=found.who, left=left))
            await unit.factors.keep_lock(found.who, Lock())
            await unit.sessions.end(session)
            renewing = ConsoleSession(
                found.who, Stage.ENROL, found.lang, now, now, secret=new_secret(), recovering=True
            )
            return Outcome(Tried.RENEW, await unit.sessions.begin(renewing))

    async def _enrol(self, session: str, seen: ConsoleSession, digits: str) -> Outcome:
        """`seen`: the session as it was just now; only for a code that looks good is anything slow done."""
        now = self._context.clock.now()
        salt, codes = new_recovery()
        good = seen.secret is not None and step_shown(seen.secret, digits, now) is not None
        hashes = await asyncio.to_thread(_hashes, codes, salt) if good else []
        async with self._context.store.begin() as unit:
            found = await self._trying(unit, session, Stage.ENROL)
            if isinstance(found, Outcome):
                return found
            secret = found.secret
            step = step_shown(secret, digits, now) if secret else None
            if secret is None or step is None:
                return await self._wrong(unit, found.who, "wrong")
            await unit.sessions.end_all(found.who)  # another browser of theirs, which may be enrolling too
            await unit.factors.enrol(Factor(found.who, secret, salt, now, step), hashes)
            how = "recovery" if found.recovering else "first"
            await unit.journal.append(FactorEnrolled(at=now, member=found.who, how=how))
            also = [person for channel in self._context.channels.values() for person in channel.supervisors]
            await tell_of_factor(unit, found.who, "enrolled", now, also=also)
            outcome = await self._in(unit, session, found, "enrolment")
        return Outcome(outcome.tried, outcome.session, codes)

    async def _in(self, unit: UnitOfWork, session: str, found: ConsoleSession, how: str) -> Outcome:
        now = self._context.clock.now()
        await unit.factors.keep_lock(found.who, Lock())
        await unit.sessions.end(session)
        token = await unit.sessions.begin(ConsoleSession(found.who, Stage.IN, found.lang, now, now))
        await unit.journal.append(ConsoleEntered(at=now, member=found.who, how=how))
        return Outcome(Tried.IN, token)

    async def _trying(self, unit: UnitOfWork, session: str, stage: Stage) -> ConsoleSession | Outcome:
        """Whose code is to be looked at, asked again in the transaction that looks; else what they are answered."""
        found = await self._waiting(unit, session)
        if found is None or found.stage is not stage:
            return Outcome(Tried.GONE)
        if (await unit.factors.lock(found.who)).holds(self._context.clock.now()):
            return Outcome(Tried.LOCKED)
        return found

    async def _wrong(self, unit: UnitOfWork, who: str, code: str) -> Outcome:
        now = self._context.clock.now()
        await unit.journal.append(FactorRefused(at=now, member=who, code=code))
        lock = (await unit.factors.lock(who)).after_wrong(now)
        await unit.factors.keep_lock(who, lock)
        if lock.until is None or not lock.holds(now):
            return Outcome(Tried.WRONG)
        minutes = int((lock.until - now).total_seconds()) // 60
        await unit.journal.append(FactorLocked(at=now, member=who, minutes=minutes))
        await tell_of_lock(unit, who, minutes, now)
        return Outcome(Tried.LOCKED)

    async def _waiting(self, unit: UnitOfWork, session: str) -> ConsoleSession | None:
        found = await unit.sessions.of(session)
        if found is None or found.stage is Stage.IN:
            return None
        late = self._context.clock.now() - found.started_at >= timedelta(minutes=GOOD_FOR_MINUTES)
        return None if late or not await allowed_who(unit, Action.CONSOLE, found.who) else found

    async def _link(self, unit: UnitOfWork, token: str) -> Link | None:
        link = await unit.links.peek(token, self._context.clock.now())
        return link if link is not None and link.action == LINK else None


def _lang(link: Link) -> Lang:
    return "fr" if link.subject.partition(" ")[0] == "fr" else "en"


def _hashes(codes: Sequence[str], salt: bytes) -> list[str]:
    return [recovery_hash(code, salt) for code in codes]
