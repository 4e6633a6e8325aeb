"""What holds for every thread: members get back what was written, nobody else can, and nothing lies about in clear."""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.detection.threads import ThreadedDetector
from adapters.storage.backup import make_backup
from adapters.storage.keys import MasterKeys
from adapters.storage.keystore import unlock
from adapters.storage.store import SealedStore
from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from bot.handlers.hide import strike
from bot.handlers.opening import NotAllowed
from bot.handlers.retention import wipe_due
from bot.ports.store import Wiped
from redaction import DESTROYED, Family, HiddenSpan, RawText, Redactor
from redaction.normalise import normalise
from tests.bot.conftest import Story
from tests.bot.opened import forms_of, original_of
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

NAMES = ("Zara Okonkwo", "zara", "Mrs Okonkwo", "Gérard Blanchet", "M. Blanchet", "Quéméneur", "Chidi Okonkwo")
DETAILS = (
    "06 39 98 12 34",
    "+33 6 39 98 45 67",
    "zara.o@example.org",
    "Plouguernével",
    "Clinique Sainte-Hélène",
    "NIR 284057599999921",
)
AROUND = (
    "rang",
    "lives in",
    "is worse since Taxol,",
    "her son",
    "et",
    "né en 1950",
    "FOLFOX",
    "\n",
    "please call",
    "at",
    "aged 67",
    "le 14 mars",
)
MESSAGE = st.lists(st.sampled_from(NAMES + DETAILS + AROUND), min_size=1, max_size=8).map(" ".join)
THREAD = st.lists(st.tuples(st.sampled_from(["sue", "tom"]), MESSAGE, st.integers(0, 3)), min_size=1, max_size=5)
COARSE = DESTROYED | {Family.AGE, Family.DATE, Family.DOB}
TELLING = tuple(word.encode() for word in ("konkwo", "Blanchet", "639981234", "39 98 12 34", "Plouguern", "zara.o@"))


@asynccontextmanager
async def a_group(redactor: Redactor) -> AsyncIterator[tuple[Story, FakeChannel, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        engine = fresh_database(Path(folder) / "a.db")
        clock, channel = FakeClock(), FakeChannel()
        key = secrets.token_bytes(32)
        store = SealedStore(engine, unlock(engine, MasterKeys(lambda: [key])), clock)
        context = Context(store, {"fake": channel}, ThreadedDetector(redactor), clock)
        with everything_logged(Path(folder) / "log"):
            yield Story(context, clock), channel, Path(folder)
        engine.dispose()


@contextmanager
def everything_logged(file: Path) -> Iterator[None]:
    """Whatever anybody logs or prints, at the finest level, into `file`."""
    root, handler = logging.getLogger(), logging.FileHandler(file)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with file.open("a") as printed, redirect_stdout(printed), redirect_stderr(printed):
        print("logged")  # so that an empty file shows a broken test
        yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()
    assert "logged" in file.read_text()


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(THREAD)
async def test_what_is_hidden_opens_for_members_and_lies_nowhere_in_clear(
    redactor: Redactor, thread: list[tuple[str, str, int]]
) -> None:
    async with a_group(redactor) as (story, channel, folder):
        written = []
        for number, (who, text, answered) in enumerate(thread):
            reply = str(answered) if 0 < answered <= number else None
            written.append((await story.say(text, who, reply_to=reply), text))
        hidden = [one for one in [await looked_up(story, *one) for one in written] if one]
        for one in hidden:
            await opens_whole(story, one)
            await opens_by_pseudonym(story, one)
        story.clock.pass_time(hours=49)
        await wipe_due(story.context)
        for one in hidden:
            with pytest.raises(Wiped):
                await original_of(story, one.entry_id, one.insider)
            await opens_by_pseudonym(story, one)
        make_backup({"entrenous.db": folder / "a.db"}, folder / "backup.tar", story.clock.now())
        nothing_in_clear(channel, folder)


@dataclass(frozen=True)
class Told:
    """A message that was redacted, what was hidden in it, and a member of its case."""

    entry_id: str
    text: str
    case_id: str
    spans: tuple[HiddenSpan, ...]
    insider: str


async def looked_up(story: Story, entry_id: str, text: str) -> Told | None:
    async with story.context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.case_id is None:
            return None
        spans = await unit.inbox.hidden(entry_id)
        insider = (await unit.cases.members(entry.case_id))[0].who
    return Told(entry_id, text, entry.case_id, spans, insider)


async def opens_whole(story: Story, told: Told) -> None:
    original = await original_of(story, told.entry_id, told.insider)
    assert original.expose() == strike(RawText(told.text), told.spans).expose()
    with pytest.raises(NotAllowed):
        await original_of(story, told.entry_id, await who_is(story, "nobody-of-this-case"))


async def opens_by_pseudonym(story: Story, told: Told) -> None:
    for span in told.spans:
        if span.family not in COARSE:
            await opens_to_its_value(story, told.case_id, told.insider, told.text, span)


async def opens_to_its_value(story: Story, case_id: str, who: str, text: str, span: HiddenSpan) -> None:
    assert normalise(text[span.start : span.end]).text in await forms_of(story, case_id, span.pseudonym, who)


async def who_is(story: Story, account: str) -> str:
    async with story.context.store.read() as unit:
        return await unit.roster.who(PersonRef("fake", account))


def nothing_in_clear(channel: FakeChannel, folder: Path) -> None:
    posted = "\n".join(str(post.body) for post in channel.posts).encode()
    stored = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    for word in TELLING:
        assert word.lower() not in stored.lower()
        assert word.lower() not in posted.lower()
