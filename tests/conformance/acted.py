"""What the stages of channels with groups have in common: the people of the scenarios do it."""

from __future__ import annotations

from collections.abc import Callable

from bot.handlers.context import Context
from tests.e2e.conftest import until
from tests.scenarios.stage import Stage as Scene

PEOPLE = {"Sue": "", "Bob": ""}


class ActedStage:
    """The larger part of `tests.conformance.stage.Stage`, over the stage of the scenarios on the same platform."""

    def __init__(self, scene: Scene, context: Context) -> None:
        self.scene, self.context = scene, context

    async def says(self, who: str, text: str) -> None:
        self.scene.says(who, text)

    async def answers(self, who: str, quote: str, text: str) -> None:
        await self._once(lambda: self.scene.answers(who, quote, text))

    async def edits(self, who: str, quote: str, text: str) -> None:
        await self._once(lambda: self.scene.edits(who, quote, text))

    async def deletes(self, who: str, quote: str) -> None:
        await self._once(lambda: self.scene.deletes(who, quote))

    async def sends_unreadable(self, who: str) -> None:
        self.scene.sends(who, "archive")

    async def forges(self) -> None:
        raise NotImplementedError("nobody can call it")

    async def group(self) -> list[str]:
        return self.scene.group()

    async def private(self, who: str) -> list[str]:
        return self.scene.private(who)

    async def _once(self, act: Callable[[], None]) -> None:
        """Do it as soon as what it is about stands there."""

        def done() -> bool:
            try:
                act()
            except LookupError:
                return False
            return True

        await until(done)
