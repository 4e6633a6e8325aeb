"""`entrenous cases`, as the administrator types it, on a real database that a bot has written."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit.chain import verify_chain
from bot.bootstrap import rules_of
from bot.commands.figures import read_journal
from bot.domain.cases import How
from bot.handlers.context import Context
from bot.handlers.ending import end_case
from bot.storage import SystemClock, open_storage
from config.settings import Settings, load_settings
from redaction import CaseMemory, Family
from tests.bot.commands.test_people import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def settings(terminal: Terminal) -> Settings:
    return load_settings({"ENTRENOUS_HOME": str(terminal.home)}, files=())


async def a_case(terminal: Terminal, *, over: bool, member: str | None) -> str:
    """A case that knows Zara Okonkwo; its reference."""
    wanted = settings(terminal)
    clock = SystemClock()
    async with open_storage(wanted) as storage:
        async with storage.store.begin() as unit:
            case_id = await unit.cases.open(clock.now() - timedelta(days=100))
            memory = CaseMemory()
            memory.mention(memory.add(Family.PERSON, "person"), "Zara Okonkwo")
            await unit.cases.remember(case_id, memory, 0)
            if member:
                await unit.cases.join(case_id, member, How.OPENED, clock.now())
            reference = (await unit.cases.case(case_id)).reference
        if over:
            detector = None
            context = Context(storage.store, {}, detector, clock, rules_of(wanted))  # type: ignore[arg-type]
            await end_case(context, case_id)
    return reference


def test_cases_of_nobody_are_listed_by_reference(terminal: Terminal) -> None:
    assert "somebody who looks after it" in terminal.type("cases", "orphans")
    orphan = asyncio.run(a_case(terminal, over=False, member=None))
    asyncio.run(a_case(terminal, over=False, member="M-SUE22"))
    (line,) = terminal.type("cases", "orphans").splitlines()
    assert line.startswith(orphan)


def test_a_certificate_says_in_either_language_what_is_gone_and_names_nobody(terminal: Terminal) -> None:
    reference = asyncio.run(a_case(terminal, over=True, member="M-SUE22"))
    english = terminal.type("cases", "certificate", reference.lower())
    french = terminal.type("cases", "certificate", reference, "--lang", "fr")
    assert english.startswith(f"Erasure certificate for case {reference}")
    assert french.startswith(f"Certificat d'effacement du dossier {reference}")
    assert "1 full name(s)" in english
    assert "konkwo" not in english + french
    verdict = verify_chain(asyncio.run(read_journal(settings(terminal))))
    assert verdict.sound
    assert english.splitlines()[-1] == verdict.head


def test_a_name_is_forgotten_on_request_and_nobody_is_named(terminal: Terminal) -> None:
    asyncio.run(a_case(terminal, over=True, member=None))
    assert "erased" in terminal.type("cases", "forget", given="okonkwo zara\n")
    for name in ("Zara Okonkwo", "Zara"):
        assert "No fingerprint" in terminal.type("cases", "forget", given=f"{name}\n", ends=2)
    assert "names_forgotten" in terminal.journal()
    assert "konkwo" not in terminal.journal()


@pytest.mark.parametrize("words", ["C-22222", "nonsense"])
def test_without_a_destroyed_case_there_is_no_certificate(terminal: Terminal, words: str) -> None:
    assert "No case of that reference" in terminal.type("cases", "certificate", words, ends=2)


def test_a_case_that_still_stands_has_no_certificate(terminal: Terminal) -> None:
    reference = asyncio.run(a_case(terminal, over=False, member="M-SUE22"))
    assert "No case of that reference" in terminal.type("cases", "certificate", reference, ends=2)
