"""Who is told of held messages: chosen from a list of people, two at least."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.commands.setup.asking import Asking, Value

ENOUGH = 2


def supervise(
    ask: Asking, people: Callable[[], dict[Value, str]], known: Sequence[Value]
) -> tuple[list[Value], dict[Value, str]]:
    """The supervisors chosen and how everybody is called. `people` asks the platform; `known`: who it was before."""
    while True:
        found = people()
        if not found:
            ask.say("init.nobody_seen")
            if ask.again():
                continue
            return [], found
        picked = ask.pick("init.supervisors", found, known)
        if picked is None:
            continue
        if len(picked) >= ENOUGH or ask.yes("init.supervisors_few", default=False, count=len(picked)):
            return picked, found
