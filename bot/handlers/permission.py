"""An author lets the bot correct their messages in place, and takes that back.

What they give is a token of their own. It is used for nothing but their own messages, and ends at once: when they take it back,
when they leave, when the platform says that it is revoked, when it turns out to be good for nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from bot.domain.journal import RequestRefused
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Outcome, Press
from bot.domain.permission_entries import PermissionEnded, PermissionGiven, PermissionRefused, TokenRevoked
from bot.domain.records import NoteRecord
from bot.handlers.access import Action, allowed
from bot.handlers.attempt import once
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.notes import queue_note
from bot.handlers.words import exactly
from bot.ports.links import Link
from bot.ports.on_behalf import OnBehalf, Permission
from bot.ports.permits import Ending
from bot.ports.store import UnitOfWork

LINK = "permit"
GOOD_FOR_MINUTES = 10
PAGES = "web"
"""Under which a forged request stands in the journal."""
MINE = "mine"
"""The subject of buttons that are about whoever presses them."""


def permit_buttons(context: Context, person: PersonRef) -> tuple[Button, ...]:
    """What leads there; none where the platform has no such thing, or the association did not set it up."""
    possible = context.rules.pages is not None and person.channel in context.on_behalf
    return (Button("permit", MINE),) if possible else ()


async def offer(context: Context, press: Press) -> Answer:
    """A link for them alone, or, where they gave the permission already, the way to take it back."""
    if not permit_buttons(context, press.by):
        return Answer(Line("answer.unknown", press.lang))
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.PERMIT, press.by):
            return Answer(Line("answer.not_allowed", press.lang))
        person = unit.people.fingerprint(press.by)
        if await unit.permissions.token(person) is not None:
            return Answer(Line("answer.permit_stands", press.lang), buttons=(Button("permit_end", MINE),))
        link = Link(LINK, f"{press.by.channel}/{person}", await unit.roster.who(press.by))
        token = await unit.links.make(link, context.clock.now() + timedelta(minutes=GOOD_FOR_MINUTES))
    line = Line("answer.permit", press.lang, {"minutes": GOOD_FOR_MINUTES})
    return Answer(line, page=f"{context.rules.pages}/permit/{token}")


async def take_permission_back(context: Context, press: Press) -> Answer:
    """It ends now, whatever the platform answers; the token is revoked as soon as that can be had."""
    async with context.store.begin() as unit:
        ended = await _end(context, unit, unit.people.fingerprint(press.by), "taken_back")
    await revoke_ended(context)
    return Answer(Line("answer.permit_ended" if ended else "answer.permit_none", press.lang), ended=True)


async def revoked_there(context: Context, channel: str, accounts: Collection[str] | None) -> None:
    """The platform says that these people's tokens are revoked; None: everybody's."""
    async with context.store.begin() as unit:
        if accounts is None:
            theirs = await unit.permissions.holders(channel)
        else:
            theirs = [unit.people.fingerprint(PersonRef(channel, account)) for account in accounts]
        for person in theirs:
            await _end(context, unit, person, "revoked")
    await revoke_ended(context)


async def lost(context: Context, person: str, about: str | None) -> NoteRecord | None:
    """A token turned out to be good for nothing: it ends, and its owner is told, once. `about`: the entry at hand, if any."""
    now = context.clock.now()
    async with context.store.begin() as unit:
        to = await _end(context, unit, person, "invalid")
        if to is None:
            return None
        note = Note(
            note_id=unit.key("permission lost", person, now.isoformat())[:32],
            to=to,
            line=Line("note.permit_lost"),
            buttons=permit_buttons(context, to),
        )
        return await queue_note(context, unit, note, about or note.note_id)


async def revoke_ended(context: Context) -> None:
    """Ask the platforms to make tokens worthless that are not used any more. Tried again until they answer for good."""
    async with context.store.read() as unit:
        waiting = await unit.permissions.to_revoke()
    for permission in waiting:
        platform = context.on_behalf.get(permission.person.channel)
        if platform is None:
            continue
        effect = await once(partial(platform.revoke, permission.token))
        if effect.outcome is Outcome.RETRY:
            continue
        async with context.store.begin() as unit:
            await unit.permissions.forget(permission)
            revoked = TokenRevoked(
                at=context.clock.now(), channel=permission.person.channel, outcome=effect.outcome.value
            )
            await unit.journal.append(revoked)


class AuthorPermits:
    """`bot.ports.permits.Permits`: what the pages ask."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._back_to = f"{context.rules.pages}/permit"

    async def begin(self, token: str) -> str | None:
        async with self._context.store.read() as unit:
            link = await unit.links.peek(token, self._context.clock.now())
        platform = self._platform(link)
        return platform.approval_page(token, self._back_to) if platform else None

    async def finish(self, state: str, code: str) -> Ending:
        async with self._context.store.begin() as unit:
            link = await unit.links.peek(state, self._context.clock.now())
            platform = self._platform(link)
            if link is None or platform is None:
                return Ending.GONE
            await unit.links.use(state, self._context.clock.now())
            if not code:
                await self._refused(unit, link, "denied")
                return Ending.DENIED
        grant = await platform.exchange(code, self._back_to)
        if grant.permission is None:
            async with self._context.store.begin() as unit:
                await self._refused(unit, link, grant.problem)
            return Ending.NOT_NEEDED if grant.problem == "bots_own" else Ending.FAILED
        return await self._given(platform, link, grant.permission, grant.problem)

    async def refused(self, code: str) -> None:
        async with self._context.store.begin() as unit:
            refused = RequestRefused(at=self._context.clock.now(), channel=PAGES, code=code)
            await unit.journal.append(refused)

    async def _given(self, platform: OnBehalf, link: Link, permission: Permission, problem: str) -> Ending:
        context, note, at_once = self._context, None, False
        async with context.store.begin() as unit:
            problem = await self._wrong(unit, link, permission.person) or problem
            if problem:
                await self._refused(unit, link, problem)
                at_once = await _throw_away(context, unit, permission)
            else:
                note = await self._keep(unit, permission)
        if at_once:
            await once(partial(platform.revoke, permission.token))
        await revoke_ended(context)
        if note is not None:
            await deliver(context, note)
        return Ending.REFUSED if problem else Ending.GIVEN

    async def _wrong(self, unit: UnitOfWork, link: Link, person: PersonRef) -> str:
        """Why what came back from the platform is not theirs who began, or not theirs to give; "" if it is."""
        if link.subject != f"{person.channel}/{unit.people.fingerprint(person)}":
            return "another_person"
        return "" if await allowed(unit, Action.PERMIT, person) else "not_allowed"

    async def _keep(self, unit: UnitOfWork, permission: Permission) -> NoteRecord | None:
        now, person = self._context.clock.now(), permission.person
        await unit.permissions.keep(permission, now)
        who = await unit.roster.who(person)
        await unit.journal.append(PermissionGiven(at=now, who=who, channel=person.channel))
        note_id = unit.key("permission given", unit.people.fingerprint(person), now.isoformat())[:32]
        note = Note(note_id, person, Line("note.permit_given"), buttons=(Button("permit_end", MINE),))
        return await queue_note(self._context, unit, note, note_id)

    async def _refused(self, unit: UnitOfWork, link: Link, code: str) -> None:
        channel = link.subject.partition("/")[0]
        await unit.journal.append(PermissionRefused(at=self._context.clock.now(), channel=channel, code=code))

    def _platform(self, link: Link | None) -> OnBehalf | None:
        if link is None or link.action != LINK:
            return None
        return self._context.on_behalf.get(link.subject.partition("/")[0])


async def _throw_away(context: Context, unit: UnitOfWork, permission: Permission) -> bool:
    """Have a token revoked that must not be kept; True if that is to be done at once, since theirs is another one.

    A platform may give the token once more that somebody gave before; that one stays.
    """
    person = unit.people.fingerprint(permission.person)
    standing = await unit.permissions.token(person)
    if standing is not None:
        return not exactly(standing, permission.token)
    await unit.permissions.keep(permission, context.clock.now())
    await unit.permissions.end(person, context.clock.now())
    return False


async def _end(context: Context, unit: UnitOfWork, person: str, how: str) -> PersonRef | None:
    """Use it no more; whose it was."""
    to = await unit.permissions.end(person, context.clock.now())
    if to is not None:
        who = await unit.roster.who_of(person)
        await unit.journal.append(PermissionEnded(at=context.clock.now(), who=who, how=how))
    return to
