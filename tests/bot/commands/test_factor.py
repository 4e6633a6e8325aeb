"""`entrenous console link` and `entrenous people factor reset`, as the administrator types them, on a real database."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from adapters.storage.witness import WitnessRecords
from bot.domain.factor import code_at, new_recovery, recovery_hash, secret_in, step_of
from bot.domain.records import NoteKind
from bot.handlers.context import Context
from bot.handlers.signing_in import ConsoleDoor
from bot.ports.console import Outcome, Tried
from bot.ports.factors import ConsoleSession, Factor, Stage
from bot.storage import SystemClock, open_storage
from config.settings import Settings, load_settings
from tests.bot.commands.test_people import TELEGRAM, Terminal
from tests.fakes.clock import FakeClock

PAGES = {"ENTRENOUS_PAGES__URL": "https://bot.example.org/entrenous/"}
NOW = FakeClock().now()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def settings(terminal: Terminal) -> Settings:
    return load_settings({"ENTRENOUS_HOME": str(terminal.home)}, files=())


def supervisor(terminal: Terminal, account: str = "70077008") -> str:
    """Somebody with an account, so that the role counts."""
    member = terminal.add("--role", "supervisor")
    terminal.people("link", member, "telegram", account)
    return member


def entries(terminal: Terminal) -> list[tuple[str, object]]:
    """Kind and maker of every entry of the journal."""
    lines = [json.loads(line) for line in terminal.journal().splitlines()[1:]]
    return [
        (line["kind"], json.loads(line["body"]).get("by") if isinstance(line["body"], str) else line["body"].get("by"))
        for line in lines
    ]


def test_a_link_is_printed_for_who_may_come_in_and_journalled(terminal: Terminal) -> None:
    member = supervisor(terminal)
    printed = terminal.type("console", "link", member.lower(), more=PAGES)
    assert re.search(r"^ {4}https://bot\.example\.org/entrenous/console/in/[\w-]{32}$", printed, re.MULTILINE)
    assert ("console_link_made", "terminal") in entries(terminal)


@pytest.mark.parametrize("roles", [("listener",), ()])
def test_none_for_who_may_not(terminal: Terminal, roles: tuple[str, ...]) -> None:
    member = supervisor(terminal)
    terminal.people("role", member, *roles)
    assert member in terminal.type("console", "link", member, ends=2, more=PAGES)
    assert "has no role" in terminal.type("console", "link", member, ends=2, more=PAGES)
    assert "console_link_made" not in terminal.journal()


def test_none_without_pages_and_for_nobody(terminal: Terminal) -> None:
    member = supervisor(terminal)
    assert "ENTRENOUS_PAGES__URL" in terminal.type("console", "link", member, ends=2)
    assert "Nobody on the list" in terminal.type("console", "link", "M-22222", ends=2, more=PAGES)


def test_a_factor_is_reset_with_its_sessions_and_everybody_hears_of_it(terminal: Terminal) -> None:
    member, another = supervisor(terminal), supervisor(terminal, "70077009")

    async def enrol() -> str:
        async with open_storage(settings(terminal)) as storage, storage.store.begin() as unit:
            await unit.factors.enrol(Factor(member, b"secret-secret-secret", b"salt", NOW, 1), ["a"])
            return await unit.sessions.begin(ConsoleSession(member, Stage.IN, "en", NOW, NOW))

    token = asyncio.run(enrol())
    printed = terminal.people("factor", "reset", member, more=TELEGRAM)
    assert member in printed
    assert ("factor_reset", "terminal") in entries(terminal)

    async def left() -> tuple[bool, list[tuple[str, str]]]:
        async with open_storage(settings(terminal)) as storage, storage.store.read() as unit:
            gone = await unit.factors.of(member) is None and await unit.sessions.of(token) is None
            waiting = await unit.notes.pending_of(NoteKind.FACTOR)
            notes = [await unit.notes.content(record.note_id) for record in waiting]
        return gone, sorted((note.to.account, note.line.key) for note in notes)

    gone, told = asyncio.run(left())
    assert gone
    assert another
    assert told == [
        ("70077007", "note.factor_reset_other"),  # of the settings alone
        ("70077008", "note.factor_reset"),
        ("70077009", "note.factor_reset_other"),
    ]
    assert "no second factor" in terminal.people("factor", "reset", member, ends=2)


LOST = {"70077011": "secret-secret-secret", "70077012": "another-secret-secre"}
"""Accounts of the two administrators, and what their telephones held."""


async def telephones(terminal: Terminal, members: list[str]) -> None:
    """Both have set one up, with codes on paper; both are at the bottom of the same lake."""
    async with open_storage(settings(terminal)) as storage, storage.store.begin() as unit:
        for member, secret in zip(members, LOST.values(), strict=True):
            salt, codes = new_recovery()
            hashes = [recovery_hash(code, salt) for code in codes[:1]]
            await unit.factors.enrol(Factor(member, secret.encode(), salt, NOW, 1), hashes)


async def comes_in(terminal: Terminal, link: str) -> tuple[Outcome, Outcome]:
    """What the old telephone's code does there, and a new one's."""
    async with open_storage(settings(terminal)) as storage:
        door = ConsoleDoor(Context(storage.store, {}, None, SystemClock()))  # type: ignore[arg-type]
        begun = await door.begin(link, "")
        assert begun is not None
        waiting = await door.waiting(begun.session)
        assert waiting is not None
        assert waiting.enrolment is not None
        old = await door.code(begun.session, code_at(b"secret-secret-secret", step_of(SystemClock().now())))
        new = secret_in(waiting.enrolment.letters)
        return old, await door.code(begun.session, code_at(new, step_of(SystemClock().now())))


def test_both_administrators_who_lost_everything_come_in_again_and_nobody_does_so_unseen(terminal: Terminal) -> None:
    """As the README says, under "Both administrators are locked out"."""
    admins = []
    for account in LOST:
        admins.append(terminal.add("--role", "administrator"))
        terminal.people("link", admins[-1], "telegram", account)
    supervisor(terminal)
    asyncio.run(telephones(terminal, admins))
    for member in admins:
        terminal.people("factor", "reset", member, more=TELEGRAM)
        printed = terminal.type("console", "link", member, more=PAGES)
        (link,) = re.findall(r"/console/in/([\w-]{32})", printed)
        old, new = asyncio.run(comes_in(terminal, link))
        assert (old.tried, new.tried, len(new.recovery)) == (Tried.WRONG, Tried.IN, 8)
    made = [entry for entry in entries(terminal) if entry[0].startswith(("factor_", "console_"))]
    once = [("factor_reset", "terminal"), ("console_link_made", "terminal"), ("factor_refused", None), ("factor_enrolled", None), ("console_entered", None)]  # fmt: skip
    assert made == once * 2
    assert "sound" in terminal.type("audit", "verify").casefold()

    async def told() -> tuple[list[tuple[str, str]], int]:
        async with open_storage(settings(terminal)) as storage:
            async with storage.store.read() as unit:
                waiting = await unit.notes.pending_of(NoteKind.FACTOR)
                notes = [await unit.notes.content(record.note_id) for record in waiting]
            witness = await WitnessRecords(storage.store).take(NOW)
        return sorted((note.to.account, note.line.key) for note in notes), witness.opened

    notes, at_once = asyncio.run(told())
    for account in LOST:
        assert {key for to, key in notes if to == account} == {"note.factor_reset", "note.factor_enrolled"}
    supervisors = [key for to, key in notes if to == "70077008"]
    assert sorted(supervisors) == ["note.factor_enrolled_other"] * 2 + ["note.factor_reset_other"] * 2
    assert at_once > 0, "the trustees' mail does not wait for the next day"
