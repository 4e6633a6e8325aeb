"""Of which case a message is, for one that cannot carry our buttons: an author's own, corrected in place."""

from __future__ import annotations

from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Opaque
from bot.handlers.access import Action, allowed
from bot.handlers.context import Context
from bot.handlers.posting import post_at
from redaction import Lang


async def whose(context: Context, by: PersonRef, message: MessageRef, lang: Lang) -> Answer:
    """What stands beside the author's name in a post of ours, the button under it (*I'll take this*), and one that alerts."""
    async with context.store.read() as unit:
        if not await allowed(unit, Action.SEE_CASE, by):
            return Answer(Line("answer.not_allowed", lang))
        found = await post_at(unit, message)
    post = found[1] if found else None
    if post is None or post.case is None:
        return Answer(Line("answer.no_case_of_it", lang))
    reference = Opaque(str.__str__(post.case))
    buttons = (*post.buttons, Button("alert", str.__str__(reference), reference))
    return Answer(Line("answer.case_of_it", lang, {"words": reference}), buttons=buttons)
