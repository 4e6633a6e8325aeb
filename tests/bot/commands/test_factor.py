"""`entrenous console link` and `entrenous people factor reset`, as the administrator types them, on a real database."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.domain.records import NoteKind
from bot.ports.factors import ConsoleSession, Factor, Stage
from bot.storage import open_storage
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
