"""A home with cases in it, and commands typed at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import open_storage
from config.settings import Settings, load_settings
from redaction import CaseMemory, Family

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def environment(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """That of a terminal in English, without the settings of this machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ENTRENOUS_")}
    return clean | {"ENTRENOUS_HOME": str(home), "LC_ALL": "C.UTF-8", **environ}


def entrenous(home: Path, *words: str, given: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], input=given, capture_output=True, encoding="utf-8", timeout=120,
        check=False, env=environment(home, environ), cwd=home.parent,
    )  # fmt: skip


def settings_of(home: Path, **environ: str) -> Settings:
    return load_settings({"ENTRENOUS_HOME": str(home), **environ}, files=())


def quatermain(number: int) -> str:
    """The name that the `number`-th case knows."""
    return f"{''.join('ABCDEFGHIJ'[int(digit)] for digit in str(number))}bedee Quatermain"


async def with_cases(settings: Settings, count: int) -> list[str]:
    """Open so many cases that know somebody, "Quatermain" and a number in words; their ids."""
    found = []
    async with open_storage(settings) as storage, storage.store.begin() as unit:
        for number in range(count):
            case_id = await unit.cases.open(NOW)
            memory = CaseMemory()
            memory.mention(memory.add(Family.PERSON, "person"), quatermain(number))
            await unit.cases.remember(case_id, memory, 0)
            found.append(case_id)
    return found


async def unreadable(settings: Settings, case_ids: list[str]) -> list[str]:
    """Those of the cases that do not open."""
    found = []
    async with open_storage(settings) as storage, storage.store.read() as unit:
        for case_id in case_ids:
            try:
                await unit.cases.memory(case_id)
            except Exception:  # noqa: BLE001 - whatever the reason
                found.append(case_id)
    return found


async def journal(settings: Settings, kind: str) -> list[Mapping[str, str | int]]:
    """What the journal's entries of one kind say."""
    async with open_storage(settings) as storage, storage.store.read() as unit:
        return [link.body for link in await unit.journal.links() if link.kind == kind]
