"""One suite for every channel. A channel's test class inherits it and says how its stage is opened."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import select

from adapters.storage.session import Row
from adapters.storage.tables import inbox
from bot.domain.capabilities import Capabilities, Removal
from bot.domain.records import EntryState
from config.sentences import LANGUAGES, sentences
from tests.conformance.cases import MAY_LACK, Case, Impossible
from tests.conformance.single import carried
from tests.conformance.stage import Stage
from tests.e2e.conftest import Bot, counted, journalled, until
from tests.e2e.test_canary import nothing_planted_in

CLEAN = "FOLFOX on Thursday, Gleason 7, who has had the tingling?"
DETAILS = "Mary Dupont, 67, is in Bergerac, ring her on 06 39 98 14 27"
HIDDEN = ("Dupont", "Bergerac", "98 14 27")
CANARIES = "Zebedee Quatermain from Quillan, 06 39 98 14 27, sécu 2 84 05 75 999 999 21"
WHOLE = re.compile(r"rang me this morning\. FOLFOX.* That is all, says .{0,12}\[Person [A-Z]\]\.", re.DOTALL)
"""The longest message, in however many parts."""
GIVEN_BACK = ("for you alone", "nobody has seen")
"""What is said with it; a telephone has fewer words."""
POSTED = re.compile(r"Sue \(C-[2-9A-Z]{5}\)(?: \([^)]*\))?: ")
HELD = re.compile(re.escape(sentences("en")["notice.held"]).replace(r"\{byline\}", "Sue"))

Test = Callable[["Conformance", Stage], Awaitable[None]]


def case(which: Case) -> Callable[[Test], Test]:
    """Runs the case, or proves that the channel declares that it cannot do it."""

    def wrap(test: Test) -> Test:
        @wraps(test)
        async def run(self: Conformance, stage: Stage) -> None:
            if (why := self.impossible.get(which)) is not None:
                says_that_it_cannot(self.declared(), which, why)
            else:
                await test(self, stage)

        return run

    return wrap


def says_that_it_cannot(declared: Capabilities, which: Case, why: Impossible) -> None:
    """The capability is declared so, and people are told in both languages, with the page that says so in the code."""
    assert which in MAY_LACK, f"no channel may do without {which}"
    assert MAY_LACK[which](declared), f"the capabilities do not say that {which} is impossible"
    assert why.reason
    assert why.page.startswith("https://")
    if declared.called or which is not Case.FORGED:
        assert why.limit in declared.cannot, "and those who use it are not told"
        assert all(why.limit in sentences(lang) for lang in LANGUAGES)


class Conformance:
    """The cases. `channel`: its folder in `adapters`. `impossible`: what the platform does not allow at all."""

    pytestmark = pytest.mark.long

    channel: ClassVar[str]
    impossible: ClassVar[Mapping[Case, Impossible]] = {}

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        """Opens a stage on which nothing has happened yet; at its end it asks that no request broke the published description."""
        raise NotImplementedError

    @classmethod
    def declared(cls) -> Capabilities:
        found: Capabilities = import_module(f"adapters.{cls.channel}.channel").declared()
        return found

    @pytest.fixture
    async def stage(self, bot: Bot) -> AsyncIterator[Stage]:
        async with self.opens(bot) as stage:
            yield stage

    @case(Case.RECEIVE)
    async def test_receive(self, stage: Stage) -> None:
        await stage.says("Sue", CLEAN)
        await soon(stage, lambda: idle(stage))
        assert await standing(stage, CLEAN) == 1
        assert await counted(stage.context, "message_redacted") == 0
        assert await kept(stage) == 0

    @case(Case.REDACT)
    async def test_redact(self, stage: Stage) -> None:
        await stage.says("Sue", DETAILS)
        await soon(stage, lambda: standing(stage, "[phone 1]"))
        await soon(stage, lambda: gone(stage, *HIDDEN))
        assert await standing(stage, "[Person A]") == 1
        assert await standing(stage, "in their 60s") == 1

    @case(Case.POST)
    async def test_post(self, stage: Stage) -> None:
        await stage.says("Sue", DETAILS)
        await soon(stage, lambda: standing(stage, "[Person A]"))
        await soon(stage, lambda: idle(stage))
        (line,) = await stage.group()
        assert POSTED.match(line)
        assert await journalled(stage.context, "message_redacted")
        assert await journalled(stage.context, "redacted_posted")
        if self.declared().removal is Removal.BY_BOT:
            assert await journalled(stage.context, "original_removed")
        assert await counted(stage.context, "message_exposed") == 0

    @case(Case.THREAD)
    async def test_thread(self, stage: Stage) -> None:
        await stage.says("Sue", "Mary Dupont rang, how do I tell her about the trial?")
        await soon(stage, lambda: standing(stage, "[Person A] rang"))
        await stage.answers("Bob", "[Person A] rang", "Tell Mary to ask the nurse first")
        await soon(stage, lambda: standing(stage, "Tell [Person A] to ask the nurse first"))
        await soon(stage, lambda: told(stage, "Sue", "Bob answered"))
        assert await gone(stage, "Mary")

    @case(Case.EDIT)
    async def test_edit(self, stage: Stage) -> None:
        await stage.says("Sue", "my lady is worried about FOLFOX")
        await soon(stage, lambda: standing(stage, "my lady is worried"))
        await soon(stage, lambda: idle(stage))
        await stage.edits("Sue", "my lady is worried", "my lady Mary Dupont is worried about FOLFOX")
        await soon(stage, lambda: standing(stage, "[Person A] is worried"))
        await soon(stage, lambda: gone(stage, "Dupont", "my lady is worried"))

    @case(Case.DELETE)
    async def test_delete(self, stage: Stage) -> None:
        await stage.says("Sue", CLEAN)
        await soon(stage, lambda: standing(stage, CLEAN))
        await soon(stage, lambda: idle(stage))
        before = len(await entries(stage))
        await stage.deletes("Sue", CLEAN)
        await soon(stage, lambda: gone(stage, "FOLFOX"))
        await soon(stage, lambda: idle(stage, before + 1))
        assert await counted(stage.context, "unknown_event") == 0
        assert await kept(stage) == 0

    @case(Case.PRIVATE)
    async def test_private(self, stage: Stage) -> None:
        await stage.says("Sue", DETAILS)
        await soon(stage, lambda: journalled(stage.context, "author_told"))
        await soon(stage, lambda: told(stage, "Sue", "[Person A]"))
        await soon(stage, lambda: idle(stage))
        assert not await told(stage, "Sue", *HIDDEN)
        assert not await told(stage, "Bob", "[Person A]", *HIDDEN)
        assert await standing(stage, "[Person A]") == 1

    @case(Case.WITHHOLD)
    async def test_withhold(self, stage: Stage) -> None:
        await stage.sends_unreadable("Sue")
        await soon(stage, lambda: held(stage))
        await soon(stage, lambda: journalled(stage.context, "message_given_back"))
        await soon(stage, lambda: told(stage, "Sue", *GIVEN_BACK))
        assert await journalled(stage.context, "message_withheld")
        assert len(await stage.group()) == 1
        assert not await told(stage, "Bob", *GIVEN_BACK)

    @case(Case.FORGED)
    async def test_forged(self, stage: Stage) -> None:
        await stage.forges()
        await soon(stage, lambda: journalled(stage.context, "request_refused"))
        await stage.says("Sue", CLEAN)
        await soon(stage, lambda: standing(stage, CLEAN))
        await soon(stage, lambda: idle(stage))
        assert len(await stage.group()) == 1
        assert await counted(stage.context, "message_redacted") == 0

    @case(Case.DUPLICATE)
    async def test_duplicate(self, stage: Stage) -> None:
        await stage.says_twice("Sue", DETAILS)
        await stage.says("Bob", "Peter Smith is worried too")
        await soon(stage, lambda: standing(stage, "is worried too"))
        await soon(stage, lambda: idle(stage))
        assert await standing(stage, "[phone 1]") == 1
        assert await journalled(stage.context, "message_redacted", 2)

    @case(Case.OVERSIZE)
    async def test_oversize(self, stage: Stage) -> None:
        await stage.says_at_length("Sue")
        await soon(stage, lambda: idle_after(stage, "message_redacted", "message_withheld"))
        assert await gone(stage, "Dupont", "Quatermain")
        if await counted(stage.context, "message_withheld"):
            assert await told(stage, "Sue", *GIVEN_BACK)
            assert await held(stage)
        else:
            assert WHOLE.search(" ".join(await stage.group()))

    @case(Case.UNKNOWN)
    async def test_unknown(self, stage: Stage) -> None:
        await stage.sends_unknown()
        await soon(stage, lambda: idle_after(stage, "unknown_event", "request_refused"))
        await stage.says("Sue", CLEAN)
        await soon(stage, lambda: standing(stage, CLEAN))
        assert len(await stage.group()) == 1

    @case(Case.LANGUAGES)
    async def test_languages(self, stage: Stage) -> None:
        await stage.says("Sue", "Mary Dupont rang, she is worn out")
        await soon(stage, lambda: matching(stage, r"\[Person [A-Z]\] rang, she is worn out"))
        await stage.says("Sue", "Odile Lefèvre habite à Bergerac, elle a très peur")
        await soon(stage, lambda: matching(stage, r"\[Person(ne)? [A-Z]\] habite à \[\w+ [A-Z], Dordogne\], elle a"))
        await stage.says("Bob", "Peter Smith told me que sa voisine Jeanne Martin est très inquiète, shall I ring?")
        await soon(stage, lambda: matching(stage, r"told me que sa voisine \[Person(ne)? [A-Z]\] est très inquiète"))
        await soon(stage, lambda: gone(stage, "Dupont", "Lefèvre", "Bergerac", "Smith", "Martin"))

    async def test_quiet(self, stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """The other cases say what stands where; this one that no name stands anywhere else."""
        await stage.says("Sue", CANARIES)
        await soon(stage, lambda: standing(stage, "[phone 1]"))
        await soon(stage, lambda: idle(stage))
        nothing_planted_in(tmp_path)
        said = "".join(capfd.readouterr())
        assert not any(name in said for name in ("Zebedee", "Quatermain", "Quillan", "98 14 27"))


async def soon(stage: Stage, holds: Callable[[], Awaitable[object]]) -> None:
    """Wait until it holds; where it does not come true, say what stood there instead."""
    try:
        await until(holds)
    except TimeoutError:
        alone = [f"{who}: {said}" for who in ("Sue", "Bob") for said in await stage.private(who)]
        raise AssertionError("\n".join(["it did not come true", *await stage.group(), *alone])) from None


async def standing(stage: Stage, words: str) -> int:
    """How many lines hold `words`."""
    return sum(words in line for line in await stage.group())


async def matching(stage: Stage, pattern: str) -> bool:
    return any(re.search(pattern, line) for line in await stage.group())


async def gone(stage: Stage, *words: str) -> bool:
    return not any(word in line for line in await stage.group() for word in words)


async def told(stage: Stage, who: str, *words: str) -> bool:
    """Whether the bot said any of them to somebody alone."""
    return any(word in line for line in await stage.private(who) for word in words)


async def held(stage: Stage) -> bool:
    return any(HELD.search(line) for line in await stage.group())


async def entries(stage: Stage) -> list[Row]:
    """What came in, as the database has it."""
    async with stage.context.store.read() as unit:
        found: list[Row] = await unit.inbox._db.all(select(inbox.c.state, inbox.c.sealed))  # type: ignore[attr-defined]
    return found


async def kept(stage: Stage) -> int:
    """Of how many messages something is kept."""
    return sum(row["sealed"] is not None for row in await entries(stage))


async def idle(stage: Stage, least: int = 1) -> bool:
    """Whether so much came in, and all of it is finished; carried to whoever reads it elsewhere, too."""
    found = await entries(stage)
    done = len(found) >= least and all(row["state"] == EntryState.DONE for row in found)
    return done and await carried(stage.context)


async def idle_after(stage: Stage, *kinds: str) -> bool:
    """Whether one of them was journalled, and nothing is under way."""
    return bool(sum([await counted(stage.context, kind) for kind in kinds])) and await idle(stage, least=0)
