"""A charity with everybody who takes part in a disclosure, one case, and forms of its pages that are filled in well."""

from __future__ import annotations

from bot.domain.cases import How
from bot.domain.disclosure import Disclosure
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from redaction import RawText
from tests.adapters.web.console.world import Browser, World
from tests.bot.handlers.disclosure.board import known

PEOPLE: dict[str, tuple[Role, ...]] = {
    "ann": (Role.SUPERVISOR,),
    "ben": (Role.SUPERVISOR,),
    "gus": (Role.SUPERVISOR,),
    "cat": (Role.CUSTODIAN,),
    "dan": (Role.DATA_LEAD,),
    "eve": (Role.TRUSTEE,),
    "sue": (Role.LISTENER,),
}
"""`sue` supports the person."""


class House:
    """`case`: its reference."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.case = self.case_id = ""

    async def build(self) -> House:
        for account, roles in PEOPLE.items():
            await self.world.person(account, *roles)
        async with self.world.context.store.begin() as unit:
            now = self.world.clock.now()
            for account in PEOPLE:
                await unit.people.meet(PersonRef("web", account), RawText(account.capitalize()), started=True)
            self.case_id = await unit.cases.open(now)
            await unit.cases.join(self.case_id, self.world.ids["sue"], How.AUTHOR, now)
            await unit.cases.remember(self.case_id, known(), 0)
            self.case = (await unit.cases.case(self.case_id)).reference
        return self

    def form(self, **other: str) -> dict[str, str]:
        """On the ground of a person in danger."""
        return {
            "q_grave": "on",
            "q_imminent": "on",
            "q_certain": "on",
            "q_danger": "she wrote goodbye",
            "field_Person_A": "on",
            "reason_Person_A": "the ambulance asks",
            "instead": "they must ring the door",
            "viewer": self.world.ids["ann"],
            "addressee": "the SAMU",
            "consent": "impossible",
            "consent_words": "she does not answer",
            "days": "2",
        } | other

    async def asked(self, browser: Browser, ground: str = "person_in_danger", **other: str) -> str:
        """Ask as the page does; the request's id."""
        there = f"/console/ask/{self.case}/{ground}"
        await browser.get(there)
        response = await browser.send(there, once=browser.field("once"), **self.form(**other))
        assert browser.status == 303, browser.text()
        return response.headers["location"].rpartition("/")[2].partition("?")[0]

    async def agreed(self, browser: Browser, account: str, one: str) -> None:
        await browser.get(f"/console/requests/{one}")
        await browser.send(f"/console/requests/{one}/approve", code=self.world.code(account))
        assert browser.status == 200, browser.text()
        self.world.clock.pass_time(seconds=30)

    async def opened(self) -> tuple[Browser, str]:
        """Ann's browser, in which it is open, and the request."""
        ann, ben = await self.world.signed_in("ann"), await self.world.signed_in("ben")
        one = await self.asked(ann)
        await self.agreed(ben, "ben", one)
        await ann.get(f"/console/requests/{one}")
        await ann.send(f"/console/requests/{one}/open")
        assert ann.status == 303, ann.text()
        return ann, one

    async def request(self, one: str) -> Disclosure:
        async with self.world.context.store.read() as unit:
            found = await unit.disclosures.get(one)
        assert found is not None
        return found
