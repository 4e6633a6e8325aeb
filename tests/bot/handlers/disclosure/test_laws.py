"""Whatever people do and however long they wait: nothing opens but what was agreed to, to whom, for how long, and in the journal."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from adapters.detection.threads import ThreadedDetector
from adapters.storage.database import migrate, open_database
from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from bot.audit.chain import verify_chain
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.disclosure import answering, asking, deciding, viewing
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.disclosing import Done, Open
from redaction import RawText, Redactor
from tests.bot.handlers.disclosure.board import GROUNDS, NAME, PEOPLE, PHONE, TOWN, Board, told
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

T = TypeVar("T")
WHO = st.sampled_from(sorted(PEOPLE))
DECIDERS = st.sampled_from(["ann", "ben", "gus", "cat", "dan", "eve"])
FIELDS = {"Person_A": NAME, "phone_1": PHONE, "Town_A": TOWN}
ASKED = st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True)
NEWEST = st.sampled_from([0, 0, 1, 2])
LATER = st.sampled_from([0, 10, 15, 30, 24 * 60])
LIKELY = st.sampled_from(["person_in_danger", "person_in_danger", "person_in_danger", "court_order"])
WHY = RawText("because")


@cache
def redactor() -> Redactor:
    return Redactor.load()


@dataclass
class Model:
    """What a careful clerk would have written down beside the machine, from what people were told alone."""

    ground: str
    by: str
    viewer: str
    fields: frozenset[str]
    ends_at: datetime
    broken: bool = False
    agreed: set[str] = field(default_factory=set)
    begun: datetime | None = None
    over: bool = False


class Disclosures(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.engine = open_database(f"sqlite:///{Path(self.folder.name) / 'a.db'}")
        migrate(self.engine)
        self.clock = FakeClock()
        store = SealedStore(self.engine, Keyring(secrets.token_bytes(32)), self.clock)
        detector = ThreadedDetector(redactor())
        context = Context(store, {"fake": FakeChannel()}, detector, self.clock, grounds=GROUNDS)
        self.board = self.run(Board(context, self.clock).build())
        self.context = context
        self.models: dict[str, Model] = {}
        self.looks = self.openings = 0

    def teardown(self) -> None:
        self.run(self.context.detector.stop())
        self.loop.close()
        self.engine.dispose()
        self.folder.cleanup()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def one(self, newest: int) -> tuple[str, Model]:
        ids = list(self.models)
        disclosure_id = ids[max(0, len(ids) - 1 - newest)]
        return disclosure_id, self.models[disclosure_id]

    @rule(by=WHO, viewer=WHO, ground=st.sampled_from(sorted(GROUNDS)), fields=ASKED, days=st.integers(1, 3))
    def ask(self, by: str, viewer: str, ground: str, fields: list[str], days: int) -> None:
        ends_at = self.clock.now() + timedelta(days=days)
        wish = self.board.wish(ground, fields, viewer=self.board.ids[viewer], ends_at=ends_at)
        done = self.run(asking.ask(self.context, self.board.ids[by], wish))
        if done.happened:
            self.models[done.disclosure_id] = Model(ground, by, viewer, frozenset(wish.fields), ends_at)

    @rule(ground=st.sampled_from(["person_in_danger", "formal_complaint", "legal_duty"]), fields=ASKED)
    def ask_well(self, ground: str, fields: list[str]) -> None:
        self.ask(by="ann", viewer="ben", ground=ground, fields=fields, days=2)

    @rule(ground=st.sampled_from(["person_in_danger", "formal_complaint", "legal_duty"]), fields=ASKED, later=LATER)
    def ask_and_open(self, ground: str, fields: list[str], later: int) -> None:
        self.ask_well(ground=ground, fields=fields)
        self.all_agree_and_it_is_opened(newest=0)
        self.the_viewer_comes_back(newest=0, minutes=later)

    @rule(by=WHO, ground=LIKELY, fields=ASKED, hours=st.integers(1, 30), later=LATER)
    def break_glass(self, by: str, ground: str, fields: list[str], hours: int, later: int) -> None:
        ends_at = self.clock.now() + timedelta(hours=hours)
        wish = self.board.wish(ground, fields, ends_at=ends_at)
        done = self.run(asking.break_glass(self.context, self.board.signed_in(by), wish))
        if done.happened:
            model = Model(ground, by, by, frozenset(wish.fields), ends_at, broken=True, begun=self.clock.now())
            self.models[done.disclosure_id] = model
            self.openings += 1
            self.look(by=None, newest=0)
            self.the_viewer_comes_back(newest=0, minutes=later)

    @precondition(lambda self: self.models)
    @rule(by=DECIDERS, newest=NEWEST)
    def approve(self, by: str, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        done = self.run(deciding.approve(self.context, self.board.typed(by, disclosure_id), disclosure_id))
        if done.happened:
            assert by != model.by
            model.agreed.add(by)
            if model.ground == "co_working":
                self.openings += done.line.key == "disclosure.approved"

    @precondition(lambda self: self.models)
    @rule(by=DECIDERS, newest=NEWEST)
    def refuse(self, by: str, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        done = self.run(deciding.refuse(self.context, self.board.signed_in(by), disclosure_id, WHY))
        model.over |= done.happened

    @precondition(lambda self: self.models)
    @rule(by=WHO, newest=NEWEST)
    def withdraw(self, by: str, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        done = self.run(deciding.withdraw(self.context, self.board.ids[by], disclosure_id))
        model.over |= done.happened

    @precondition(lambda self: self.models)
    @rule(by=st.none() | WHO, newest=NEWEST)
    def open(self, by: str | None, newest: int) -> None:
        """Mostly by the one who may."""
        disclosure_id, model = self.one(newest)
        who = self.board.signed_in(by or model.viewer)
        done = self.run(viewing.open_view(self.context, who, disclosure_id))
        if done.happened:
            assert model.begun is None
            model.begun = self.clock.now()
            self.openings += 1
            self.look(by=None, newest=newest)

    @precondition(lambda self: self.models)
    @rule(by=st.none() | WHO, newest=NEWEST)
    def look(self, by: str | None, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        name = by or model.viewer
        self.context.to_witness.clear()
        seen = self.run(viewing.look(self.context, self.board.signed_in(name), disclosure_id))
        if isinstance(seen, Open):
            self.looks += 1
            self.lawful(model, name, seen)
            assert self.context.to_witness.is_set()
        else:
            assert isinstance(seen, Done)
            assert not seen.happened

    @precondition(lambda self: self.models)
    @rule(newest=NEWEST, minutes=LATER)
    def the_viewer_comes_back(self, newest: int, minutes: int) -> None:
        self.clock.pass_time(minutes=minutes)
        self.look(by=None, newest=newest)

    @precondition(lambda self: self.models)
    @rule(newest=NEWEST)
    def all_agree_and_it_is_opened(self, newest: int) -> None:
        for by in ("gus", "cat", "dan", "eve"):
            self.approve(by=by, newest=newest)
        self.open(by=None, newest=newest)

    def lawful(self, model: Model, name: str, seen: Open) -> None:
        """Every law of an opening, from the clerk's notes alone."""
        ground, now = GROUNDS[model.ground], self.clock.now()
        assert name == model.viewer
        assert {one.value.expose() for one in seen.shown} == {FIELDS[named] for named in model.fields}
        assert not model.over
        assert model.begun is not None
        assert now < model.begun + timedelta(minutes=ground.view_minutes)
        assert now < model.ends_at
        assert seen.until <= min(model.begun + timedelta(minutes=ground.view_minutes), model.ends_at)
        if model.broken:
            assert ground.review is not None
        else:
            assert len(model.agreed - {model.by}) >= ground.approvals
            assert all(set(PEOPLE[one]) & set(ground.approve) for one in model.agreed)
        if model.ground == "formal_complaint":
            assert "lea" not in {model.by, name, *model.agreed}

    @precondition(lambda self: self.models)
    @rule(by=WHO, newest=NEWEST)
    def close(self, by: str, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        model.over |= self.run(viewing.close(self.context, self.board.ids[by], disclosure_id)).happened

    @precondition(lambda self: self.models)
    @rule(by=WHO, newest=NEWEST)
    def contest(self, by: str, newest: int) -> None:
        disclosure_id, model = self.one(newest)
        model.over |= self.run(answering.contest(self.context, self.board.ids[by], disclosure_id, WHY)).happened

    @precondition(lambda self: self.models)
    @rule(by=DECIDERS, newest=NEWEST, right=st.booleans())
    def answer_or_review(self, by: str, newest: int, right: bool) -> None:
        disclosure_id, _ = self.one(newest)
        who = self.board.signed_in(by)
        self.run(answering.answer(self.context, who, disclosure_id, WHY, right=right))
        self.run(answering.review(self.context, who, disclosure_id, WHY, right=right))
        self.run(answering.tell_outside(self.context, who.who, disclosure_id, told()))

    @rule(minutes=st.sampled_from([1, 7, 15, 16, 24 * 60, 26 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.pass_time(minutes=minutes)

    @rule()
    def what_is_due_is_done(self) -> None:
        self.run(mind_requests(self.context))

    @rule(name=st.sampled_from(["gus", "cat"]), keeps=st.booleans())
    def a_role_comes_and_goes(self, name: str, keeps: bool) -> None:
        async def change() -> None:
            async with self.context.store.begin() as unit:
                roles = frozenset(PEOPLE[name]) if keeps else frozenset({Role.LISTENER})
                await unit.roster.give_roles(self.board.ids[name], roles)

        self.run(change())

    @invariant()
    def every_opening_and_every_look_is_in_a_journal_that_holds(self) -> None:
        async def links() -> list[Any]:
            async with self.context.store.read() as unit:
                return await unit.journal.links()  # type: ignore[attr-defined]

        found = self.run(links())
        assert verify_chain(found).sound
        kinds = [link.kind for link in found]
        assert kinds.count("disclosure_looked") == self.looks
        assert kinds.count("disclosure_opened") == self.openings


@pytest.mark.long
def test_nothing_opens_but_what_was_agreed_to_for_whom_and_how_long() -> None:
    how = settings(
        max_examples=30,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a way through the machine is told as it was walked
    )
    run_state_machine_as_test(Disclosures, settings=how)


def test_the_clerk_sees_something_at_all() -> None:
    """The machine above would hold if nothing ever opened: so one way through it is walked here."""
    machine = Disclosures()
    try:
        machine.ask_well(ground="person_in_danger", fields=["Person_A"])
        machine.approve(by="gus", newest=0)
        machine.open(by=None, newest=0)
        machine.look(by=None, newest=0)
        machine.break_glass(by="gus", ground="person_in_danger", fields=["phone_1"], hours=2, later=14)
        machine.look(by=None, newest=0)
        machine.every_opening_and_every_look_is_in_a_journal_that_holds()
        assert (machine.looks, machine.openings) == (5, 2)
    finally:
        machine.teardown()
