"""The roster on the console: the same changes as on the command line, each journalled under whose hand it was."""

from __future__ import annotations

import re

import pytest

from bot.domain.cases import How
from bot.domain.messages import PersonRef
from bot.domain.roster import Role, Status
from bot.handlers.join import join
from redaction import RawText
from tests.adapters.web.console.world import Browser, World
from tests.fakes.channel import FakeChannel

ONE = "/console/people/{member}"
FORMS = (
    ("GET", "/console/people"),
    ("POST", "/console/people"),
    ("GET", ONE),
    ("POST", f"{ONE}/invite"),
    ("POST", f"{ONE}/link"),
    ("POST", f"{ONE}/roles"),
    ("GET", f"{ONE}/leave"),
    ("POST", f"{ONE}/leave"),
)
"""Every address of the roster."""


@pytest.fixture
async def ada(world: World) -> Browser:
    return await world.signed_in("ada")


async def test_everybody_is_listed_with_roles_and_state(world: World, ada: Browser) -> None:
    await ada.get("/console/people")
    text = ada.text()
    assert "Here now: 3" in text
    for account, role in (("ada", "Administrator"), ("sol", "Supervisor"), ("lin", "Listener")):
        assert f"{account.capitalize()} <Quill> {world.ids[account]} active {role} · Web" in text
    assert "70077007" not in ada.page


async def test_somebody_is_added_invited_and_joins_with_the_code(world: World, ada: Browser) -> None:
    await ada.get("/console/people")
    await ada.send("/console/people", name=" Una Quill ", role_listener="on", role_supervisor="on", lang="fr")
    assert ada.status == 303
    (added,) = [body for kind, body in await world.journal() if kind == "member_added"]
    there = f"/console/people/{added['member']}"
    await ada.get(f"{there}?done=added")
    assert "They are on the list" in ada.text()
    assert "Una Quill" in ada.text()
    await ada.send(f"{there}/invite")
    code = re.search(r"<code>([\w-]{14})</code>", ada.page)
    assert code
    await ada.get(there)
    assert code[1] not in ada.page
    answer = await join(world.context, PersonRef("web", "una"), RawText("Una"), code[1].replace("-", ""), "fr")
    assert answer.line.key == "answer.joined"
    await ada.get(there)
    assert "active" in ada.text()
    by = {kind: body["by"] for kind, body in await world.journal() if kind in ("member_added", "member_invited")}
    assert by == {"member_added": world.ids["ada"], "member_invited": world.ids["ada"]}
    assert added["roles"] == "listener+supervisor"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "between 1 and 80"),
        ("a" * 81, "between 1 and 80"),
        ("Una\u200bQuill\n", "invisible"),
        ("Person A", "pseudonyms"),
    ],
)
async def test_a_name_that_cannot_stand_there_is_refused_with_the_reason(ada: Browser, name: str, said: str) -> None:
    await ada.get("/console/people")
    await ada.send("/console/people", name=name)
    assert ada.status == 422
    assert said in ada.text()


async def test_roles_are_given_and_taken(world: World, ada: Browser) -> None:
    there = f"/console/people/{world.ids['lin']}"
    await ada.get(there)
    await ada.send(f"{there}/roles", role_data_lead="on", role_trustee="on", role_nonsense="on")
    assert ada.status == 303
    async with world.context.store.read() as unit:
        member = await unit.roster.member(world.ids["lin"])
    assert member is not None
    assert member.roles == {Role.DATA_LEAD, Role.TRUSTEE}
    told = {"member": world.ids["lin"], "roles": "data_lead+trustee", "by": world.ids["ada"]}
    assert ("roles_changed", told) in await world.journal()


@pytest.mark.parametrize("form", ["roles", "leave"])
async def test_the_last_administrator_stays_one(world: World, ada: Browser, form: str) -> None:
    there = f"/console/people/{world.ids['ada']}"
    await ada.get(there if form == "roles" else f"{there}/leave")
    await ada.send(f"{there}/{form}", role_listener="on")
    assert ada.status == 409
    assert "only administrator" in ada.text()
    await world.person("bob", Role.ADMINISTRATOR)
    await ada.get(there if form == "roles" else f"{there}/leave")
    await ada.send(f"{there}/{form}", role_listener="on")
    assert ada.status in (200, 303)
    assert (await ada.get("/console/people")).status_code == 401


async def test_who_was_only_invited_does_not_count_as_another(world: World, ada: Browser) -> None:
    await ada.get("/console/people")
    await ada.send("/console/people", name="Una Quill", role_administrator="on")
    there = f"/console/people/{world.ids['ada']}"
    await ada.get(there)
    await ada.send(f"{there}/roles")
    assert ada.status == 409


async def test_an_account_is_linked_by_hand_where_it_looks_like_one(world: World) -> None:
    telegram = FakeChannel()
    telegram.name = "telegram"
    assert isinstance(world.context.channels, dict)
    world.context.channels["telegram"] = telegram
    ada = await world.signed_in("ada")
    there = f"/console/people/{world.ids['lin']}"
    for channel, account, status in (
        ("telegram", "lin", 422),
        ("slack", "U0LINLIN", 422),
        ("telegram", "70077007", 303),
    ):
        await ada.get(there)
        await ada.send(f"{there}/link", channel=channel, account=account)
        assert ada.status == status
    linked = [body["how"] for kind, body in await world.journal() if kind == "account_linked"]
    assert linked == [f"hand:{world.ids['ada']}"]
    sols = f"/console/people/{world.ids['sol']}"
    await ada.get(sols)
    await ada.send(f"{sols}/link", channel="telegram", account="70077007")
    assert ada.status == 409
    assert "somebody else" in ada.text()
    assert "70077007" not in ada.text()


async def test_leaving_asks_first_ends_everything_and_says_what_is_left_to_do(world: World, ada: Browser) -> None:
    async with world.context.store.begin() as unit:
        case_id = await unit.cases.open(world.clock.now())
        await unit.cases.join(case_id, world.ids["sol"], How.OPENED, world.clock.now())
        reference = (await unit.cases.case(case_id)).reference
    there = f"/console/people/{world.ids['sol']}"
    await ada.get(f"{there}/leave")
    assert "cannot be undone" in ada.text()
    assert "member_left" not in await world.kinds()
    await ada.send(f"{there}/leave")
    assert ada.status == 200
    assert "1 account(s), 1 case membership(s)" in ada.text()
    assert f"find somebody for each: {reference}." in ada.text()
    assert "mailing lists" in ada.text()
    async with world.context.store.read() as unit:
        member = await unit.roster.member(world.ids["sol"])
    assert member is not None
    assert member.status is Status.LEFT
    (left,) = [body for kind, body in await world.journal() if kind == "member_left"]
    assert left["by"] == world.ids["ada"]
    await ada.get("/console/people")
    assert "Have left: 1" in ada.text()
    await ada.get(there)
    assert "/leave" not in ada.page
    for path in (f"{there}/leave", "/console/people/M-22222", "/console/people/Sol"):
        assert (await ada.get(path)).status_code == 404


async def test_an_account_that_the_settings_name_is_told(world: World, ada: Browser) -> None:
    boss = await world.person("boss", Role.SUPERVISOR)
    await ada.get(f"/console/people/{boss}/leave")
    await ada.send(f"/console/people/{boss}/leave")
    assert "settings still name an account of theirs" in ada.text()


async def test_the_same_in_french(world: World) -> None:
    ada = await world.signed_in("ada", "fr")
    await ada.get("/console/people")
    assert "Présentes : 3" in ada.text()
    await ada.get(f"/console/people/{world.ids['sol']}")
    assert "Cette personne s'en va" in ada.text()
    await ada.get(f"/console/people/{world.ids['sol']}/leave")
    assert "C'est sans retour" in ada.text()
