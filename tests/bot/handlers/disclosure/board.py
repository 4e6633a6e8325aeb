"""A charity with everybody who takes part in a disclosure, one open case, and forms that are filled in well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from adapters.storage.store import SealedStore
from bot.domain.cases import How
from bot.domain.disclosure import Consent, Disclosure
from bot.domain.disclosure_wish import Answered, ConsentGiven, Particulars, ToldOutside, Wish
from bot.domain.grounds import Effect, Excluded, Ground, QuestionKind
from bot.domain.messages import PersonRef
from bot.domain.proof import Deed, SignedIn, Typed
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.disclosure.asking import ask
from bot.handlers.disclosure.deciding import approve
from bot.handlers.disclosure.viewing import look, open_view
from bot.ports.disclosing import Open
from config.grounds import load_grounds
from redaction import CaseMemory, Family, RawText
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

GROUNDS = load_grounds().of
NAME, PHONE, TOWN = "Zara Okonkwo", "06 39 98 12 34", "Plouguernével"
WHY = "the ambulance asks for Zara Okonkwo"
PEOPLE: dict[str, tuple[Role, ...]] = {
    "ann": (Role.SUPERVISOR,),
    "ben": (Role.SUPERVISOR,),
    "gus": (Role.SUPERVISOR,),
    "cat": (Role.CUSTODIAN,),
    "dan": (Role.DATA_LEAD,),
    "eve": (Role.TRUSTEE,),
    "lea": (Role.LISTENER,),
    "sue": (Role.LISTENER,),
    "adm": (Role.ADMINISTRATOR,),
}
"""`sue` supports the person; `adm` runs the bot."""


class Board:
    """People by their first names; `ids` are what the roster calls them."""

    def __init__(self, context: Context, clock: FakeClock) -> None:
        self.context, self.clock = context, clock
        self.ids: dict[str, str] = {}
        self.case_id = ""

    async def build(self) -> Board:
        async with self.context.store.begin() as unit:
            now = self.clock.now()
            for name, roles in PEOPLE.items():
                member = await unit.roster.add(RawText(name.capitalize()), frozenset(roles), "en", now)
                account = PersonRef("fake", name)
                await unit.people.meet(account, RawText(name.capitalize()), started=True)
                await unit.roster.link(account, member.member_id, now)
                self.ids[name] = member.member_id
            self.case_id = await unit.cases.open(now)
            await unit.cases.join(self.case_id, self.ids["sue"], How.AUTHOR, now)
            await unit.cases.remember(self.case_id, known(), 0)
        return self

    def signed_in(self, name: str) -> SignedIn:
        return SignedIn(self.ids[name], self.clock.now())

    def typed(self, name: str, about: str, deed: Deed = Deed.APPROVE) -> Typed:
        """A code of theirs, typed just now for one thing."""
        return Typed(self.ids[name], self.clock.now(), deed, about)

    def wish(self, ground: str = "person_in_danger", fields: Iterable[str] = ("Person_A",), **other: Any) -> Wish:
        """A form with nothing wrong in it; `other` replaces parts of it."""
        chosen = GROUNDS[ground]
        naming = chosen.effect is Effect.NAME_LISTENER
        particulars = Particulars(
            addressee=RawText("the SAMU"),
            reasons={} if naming else {field: RawText(WHY) for field in fields},
            answers=answers(chosen, self.clock.now()),
            consent=consent(chosen),
            instead=RawText("they must ring the door"),
        )
        complained = (self.ids["lea"],) if Excluded.COMPLAINED_OF in chosen.excluded else ()
        viewer = self.ids[viewer_of(chosen)]
        ends_at = self.clock.now() + timedelta(days=min(2, chosen.longest_days))
        wish = Wish(ground, self.case_id, viewer, ends_at, particulars, complained)
        inside = {name: other.pop(name) for name in list(other) if hasattr(particulars, name)}
        return replace(wish, particulars=replace(particulars, **inside), **other)

    async def get(self, disclosure_id: str) -> Disclosure:
        async with self.context.store.read() as unit:
            found = await unit.disclosures.get(disclosure_id)
        assert found is not None
        return found

    async def journal(self) -> list[tuple[str, dict[str, Any]]]:
        async with self.context.store.read() as unit:
            links = await unit.journal.links()  # type: ignore[attr-defined]
        return [(link.kind, dict(link.body)) for link in links]

    async def kinds(self) -> list[str]:
        return [kind for kind, _ in await self.journal()]


def known() -> CaseMemory:
    memory = CaseMemory()
    memory.lang = "en"
    memory.mention(memory.add(Family.PERSON, "person"), NAME)
    memory.mention(memory.add(Family.PHONE, "phone"), PHONE)
    memory.mention(memory.add(Family.LOCATION, "town", "Côtes-d'Armor"), TOWN)
    return memory


def asker_of(ground: Ground) -> str:
    return "ann" if Role.SUPERVISOR in ground.ask else "dan"


def viewer_of(ground: Ground) -> str:
    if Role.LISTENER in ground.view:
        return "lea"
    return "ann" if Role.SUPERVISOR in ground.view else "dan"


def answers(ground: Ground, now: datetime) -> dict[str, Answered]:
    filled: dict[QuestionKind, Answered] = {
        QuestionKind.TICK: True,
        QuestionKind.TEXT: RawText("as Zara Okonkwo wrote"),
        QuestionKind.DATE: now,
    }
    return {question.question_id: filled[question.kind] for question in ground.questions}


def consent(ground: Ground) -> ConsentGiven:
    if not ground.consent_sought:
        return ConsentGiven(Consent.NOT_NEEDED)
    return ConsentGiven(Consent.IMPOSSIBLE, RawText("she does not answer"))


def told() -> ToldOutside:
    return ToldOutside(True, RawText("her name"), RawText("the SAMU"), datetime.fromisoformat("2026-03-02T09:30+00:00"))


async def shut_key(store: SealedStore, case_id: str, now: datetime) -> None:
    async with store.begin() as unit:
        await unit.cases.destroy(case_id, now)


class Mail:
    """Delivers what a step queued, and says who heard what since the last time."""

    def __init__(self, board: Board, channel: FakeChannel) -> None:
        self.board, self.channel = board, channel

    async def of(self, notes: tuple[str, ...] | list[str]) -> dict[str, list[str]]:
        self.channel.told.clear()
        for note in notes:
            await deliver_of_entry(self.board.context, note)
        return {who: [note.line.key for note in told_] for who, told_ in self.channel.told.items()}


async def agreed(board: Board, **other: Any) -> str:
    done = await ask(board.context, board.ids["ann"], board.wish(**other))
    await approve(board.context, board.typed("ben", done.disclosure_id), done.disclosure_id)
    return done.disclosure_id


async def opened(board: Board, **other: Any) -> str:
    one = await agreed(board, **other)
    assert (await open_view(board.context, board.signed_in("ann"), one)).happened
    return one


async def values(board: Board, one: str) -> list[str]:
    seen = await look(board.context, board.signed_in("ann"), one)
    assert isinstance(seen, Open)
    return [shown.value.expose() for shown in seen.shown]
