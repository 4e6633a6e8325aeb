"""What members see of a case, for tests: an original, and every way in which what a pseudonym stands for was written."""

from __future__ import annotations

from bot.handlers import opening
from redaction import RawText
from tests.bot.conftest import Story


async def original_of(story: Story, entry_id: str, who: str) -> RawText:
    async with story.context.store.begin() as unit:
        return await opening.original_of(story.context, unit, entry_id, who)


async def forms_of(story: Story, case_id: str, pseudonym: str, who: str) -> list[str]:
    async with story.context.store.begin() as unit:
        values = await opening.values_of(story.context, unit, case_id, pseudonym, who)
    return [value.expose() for value in values]
