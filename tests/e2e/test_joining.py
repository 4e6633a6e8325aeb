"""Somebody joins in the private chat of a bot that runs, is told as a supervisor, and leaves while it runs."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.roster import Role, shown_code
from bot.handlers.context import Context
from bot.handlers.roster import TERMINAL, add_member, invite_member, leave
from redaction import RawText
from tests.e2e.conftest import Bot, until
from tests.e2e.test_telegram import DETAILS, Group
from tests.platforms.telegram.model import Person
from tests.platforms.telegram.server import StandIn


async def invited(context: Context) -> tuple[str, str]:
    """A new supervisor's id and code."""
    async with context.store.begin() as unit:
        now = context.clock.now()
        roles = frozenset({Role.SUPERVISOR})
        member = await add_member(unit, RawText("Robert Quatermain"), roles, "en", by=TERMINAL, now=now)
        expires = now + timedelta(days=1)
        return member.member_id, await invite_member(unit, member.member_id, expires, by=TERMINAL, now=now)


async def joins(group: Group, who: Person, typed: str) -> None:
    """A slip first, then the code."""
    group.world.starts(who, "2" * 12)
    await until(lambda: any("cannot use this code" in text for text in group.private(who)))
    group.world.says(who, group.world.chats[who.id], f"/join {typed}")
    await until(lambda: any("Welcome! This account" in text for text in group.private(who)))


async def test_a_supervisor_joins_by_a_code_is_told_and_is_told_nothing_once_they_left(
    bot: Bot,
) -> None:
    async with StandIn() as platform:
        group = Group(platform)
        settings = group.settings(SUPERVISORS="[]") | {"ENTRENOUS_INTAKE__CLAIM_AFTER": "0.01"}
        async with bot(settings) as context:
            (bobs, bobs_code), (_, margarets_code) = await invited(context), await invited(context)
            await joins(group, group.bob, shown_code(bobs_code).lower())
            await joins(group, group.margaret, margarets_code)
            group.world.rights(group.chat, group.margaret, {"status": "administrator", "can_delete_messages": False})
            group.world.says(group.sue, group.chat, DETAILS)
            for supervisor in (group.bob, group.margaret):
                await until(lambda who=supervisor: any("right to delete" in text for text in group.private(who)))
            told = group.private(group.bob)
            async with context.store.begin() as unit:
                await leave(unit, bobs, by=TERMINAL, now=context.clock.now())
            group.world.sends(group.sue, group.chat, voice=group.world.voice())
            await until(lambda: any("has been held" in text for text in group.private(group.margaret)))
            assert group.private(group.bob) == told
    assert platform.violations == []
