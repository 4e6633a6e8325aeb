"""The exercises of the practice room are journalled, by the member whose account did them."""

from __future__ import annotations

from bot.audit.chain import Link
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.trained import trained
from redaction import RawText

SUE = PersonRef("web", "sue")


async def journalled(context: Context) -> list[Link]:
    async with context.store.read() as unit:
        links: list[Link] = await unit.journal.links()  # type: ignore[attr-defined]
    return [link for link in links if link.kind == "exercises_done"]


async def test_who_did_all_is_journalled_by_the_id_on_the_roster(context: Context) -> None:
    async with context.store.begin() as unit:
        now = context.clock.now()
        member = await unit.roster.add(RawText("Sue Palmer"), frozenset({Role.LISTENER}), "en", now)
        await unit.roster.link(SUE, member.member_id, now)
    answer = await trained(context, SUE, "en", 10)
    assert (answer.line.key, answer.line.slots) == ("answer.exercises_done", {"count": 10})
    (entry,) = await journalled(context)
    assert (entry.body["by"], entry.body["lang"], entry.body["count"]) == (member.member_id, "en", 10)


async def test_an_account_that_is_linked_to_nobody_is_journalled_too_and_not_by_name(context: Context) -> None:
    await trained(context, SUE, "fr", 10)
    (entry,) = await journalled(context)
    assert entry.body["by"]
    assert "sue" not in str(entry.body["by"])
