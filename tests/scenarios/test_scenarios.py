"""Every transcript of this folder, acted out on each platform with the real bot and the real SDKs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from bot.bootstrap import running
from config.sentences import sentences
from config.settings import load_settings
from redaction import Redactor
from tests.e2e.conftest import until
from tests.e2e.test_code import CODE
from tests.e2e.test_telegram import own_pages
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import StandIn
from tests.scenarios.board import Board
from tests.scenarios.on_slack import SlackPlatform
from tests.scenarios.on_telegram import TelegramPlatform
from tests.scenarios.script import Scenario, Seen, Step, pattern, read
from tests.scenarios.stage import Platform, Stage

pytestmark = pytest.mark.long

SCENARIOS = [read(path) for path in sorted(Path(__file__).parent.glob("*.txt"))]
PLATFORMS = ("telegram", "slack")
LEAST, _TELLING = 40, 4
_CASE, _CODE = re.compile(r"C-[2-9A-Z]{5}"), re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def platform(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """A stand-in with a bot that guards one group for each scenario."""
    async with AsyncExitStack() as stack:
        found: Platform
        if request.param == "telegram":
            found = TelegramPlatform(await stack.enter_async_context(StandIn()), len(SCENARIOS))
        else:
            found = SlackPlatform(await stack.enter_async_context(SlackServer()), len(SCENARIOS))
        home = tmp_path_factory.mktemp(found.name)
        settings = load_settings({"ENTRENOUS_HOME": str(home), **found.settings(), **own_pages(), **CODE}, files=())
        found.context = await stack.enter_async_context(running(settings, Redactor.load()))
        yield found


def test_there_are_enough() -> None:
    assert len(SCENARIOS) >= LEAST


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("platform", "scenario"),
    [(name, one) for name in PLATFORMS for one in SCENARIOS if one.only in ("", name)],
    indirect=["platform"],
    ids=lambda value: value if isinstance(value, str) else value.name,
    scope="module",
)
async def test_it_goes_as_told(platform: Platform, scenario: Scenario) -> None:
    stage = platform.stage(SCENARIOS.index(scenario), scenario.people)
    board = Board(platform.context, stage)
    await board.put_on_the_roster([who for who, note in scenario.people.items() if note == "supervisor"])
    acted = _Acted(stage, scenario, board)
    for step in scenario.steps:
        await acted.act(step)
    for who, note in scenario.people.items():
        if note == "fr":
            assert english_in(stage.private(who)) == []


def english_in(lines: list[str]) -> list[str]:
    """Pieces of our English sentences, of four words at least, that stand in what the bot says to somebody French."""
    pieces = {piece.strip() for said in sentences("en").values() for piece in re.split(r"\{\w+\}|\n", said)}
    known = {piece.strip() for said in sentences("fr").values() for piece in re.split(r"\{\w+\}|\n", said)}
    telling = {piece for piece in pieces - known if len(piece.split()) >= _TELLING}
    return [piece for piece in telling if any(piece in line for line in lines)]


class _Acted:
    """One scenario under way; `{case}` and `{code}` stand for what the bot said last."""

    def __init__(self, stage: Stage, scenario: Scenario, board: Board) -> None:
        self._stage, self._scenario, self._board = stage, scenario, board

    async def act(self, step: Step) -> None:
        stage, text = self._stage, self._filled(step.text)
        there = {
            "asks to open": lambda: self._board.asks(step.who, text, self._filled(step.quote)),
            "agrees and": lambda: self._board.agrees(step.who, text),
            "answers objection": lambda: self._board.answers(step.who, text),
        }.get(step.do)
        acts: dict[str, Callable[[], None]] = {
            "says": lambda: stage.says(step.who, text),
            "tells the bot": lambda: stage.tells_bot(step.who, text),
            "answers": lambda: stage.answers(step.who, step.quote, text),
            "edits": lambda: stage.edits(step.who, step.quote, text),
            "polls": lambda: stage.polls(step.who, step.quote, text.split(", ")),
            "reacts": lambda: stage.reacts(step.who, step.quote, text),
            "rewrites": lambda: stage.rewrites(step.who, step.quote, text),
            "deletes": lambda: stage.deletes(step.who, step.quote),
            "sends": lambda: stage.sends(step.who, text),
            "presses": lambda: stage.presses(step.who, text),
            "presses under": lambda: stage.presses_under(step.who, text, step.quote),
            "hides": lambda: stage.hides(step.who, step.quote),
            "agrees": lambda: stage.agrees(step.who),
            "asks of": lambda: stage.asks_case(step.who, step.quote),
            "ticks": lambda: stage.ticks(step.who, text),
        }
        if there is not None:
            await there()
        else:
            await self._until(step.line, lambda: _done(acts[step.do]))
        for seen in step.then:
            await self._until(seen.line, lambda seen=seen: self._holds(seen))  # type: ignore[misc]

    def _holds(self, seen: Seen) -> bool:
        lines = self._stage.group() if seen.where == "group" else self._stage.private(seen.where)
        wanted = pattern(self._filled(seen.text))
        return any(wanted.search(line) for line in lines) is not seen.absent

    async def _until(self, line: int, holds: Callable[[], bool]) -> None:
        try:
            await until(holds)
        except TimeoutError:
            people = {who: self._stage.private(who) for who in self._scenario.people}
            shown = "\n".join(["group:", *self._stage.group(), *(f"{who}: {said}" for who, said in people.items())])
            raise AssertionError(f"{self._scenario.name}.txt, line {line} did not come true\n{shown}") from None

    def _filled(self, text: str) -> str:
        said = "\n".join(
            [*self._stage.group(), *(line for who in self._scenario.people for line in self._stage.private(who))]
        )
        for slot, form in (("{case}", _CASE), ("{code}", _CODE)):
            if slot in text and (found := form.findall(said)):
                text = text.replace(slot, found[-1])
        return text


def _done(act: Callable[[], None]) -> bool:
    """Whether it could be done: a button that is not there yet is waited for."""
    try:
        act()
    except LookupError:
        return False
    return True
