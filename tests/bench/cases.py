"""What knowing many cases costs: 2,000 cases of ten people each, in a real database.

    python -m tests.bench.cases [--cases 2000] [--people 10]

For a tenth of the cases, all of them and again the first tenth: milliseconds to fetch what one case knows and to find its
people in a message, over plain detection of the same message; size of the database; memory of this process. Flat means
that the figures of the last row are those of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from adapters.storage.database import migrate, open_database
from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from bot.domain.cases import How
from bot.ports.clock import Clock
from bot.storage import SystemClock
from redaction import CaseMemory, Family, RawText, Redactor
from redaction.training.substitutes import Names
from tests.bench.corpora import show

MESSAGE = "Saw {0} today, she is worse since Taxol. {1} rang too, could somebody ring back before six?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--people", type=int, default=10)
    args = parser.parse_args()
    show(asyncio.run(measured(args.cases, args.people)))


async def measured(cases: int, people: int) -> list[tuple[object, ...]]:
    rng = random.Random(7)
    names = Names()
    redactor, clock = Redactor.load(), SystemClock()
    rows: list[tuple[object, ...]] = [
        ("cases", "fetch, ms", "plain, ms", "with the case, ms", "over plain, ms", "MB on disk", "MB in memory")
    ]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'a.db'}")
        migrate(engine)
        store = SealedStore(engine, Keyring(secrets.token_bytes(32)), clock)
        known: list[tuple[str, list[str]]] = []
        for target in (cases // 10, cases):
            known += [
                await new_case(store, clock, [full_name(rng, names) for _ in range(people)])
                for _ in range(target - len(known))
            ]
            rows.append((target, *await one_row(store, redactor, rng.sample(known, 100)), *sizes(folder)))
        rows.append(("first tenth", *await one_row(store, redactor, known[:100]), *sizes(folder)))
        engine.dispose()
    return rows


def full_name(rng: random.Random, names: Names) -> str:
    origin = names.any_origin(rng)
    return f"{names.given(rng, origin)} {names.surname(rng, origin)}"


async def new_case(store: SealedStore, clock: Clock, people: list[str]) -> tuple[str, list[str]]:
    memory = CaseMemory()
    for name in people:
        memory.mention(memory.add(Family.PERSON, "person"), name)
    async with store.begin(durable=False) as unit:
        case_id = await unit.cases.open(clock.now())
        await unit.cases.join(case_id, "M-SUE", How.OPENED, clock.now())
        await unit.cases.remember(case_id, memory, 0)
    return case_id, people


async def one_row(store: SealedStore, redactor: Redactor, cases: Sequence[tuple[str, list[str]]]) -> tuple[str, ...]:
    fetch, plain, full = [], [], []
    for case_id, people in cases:
        text = RawText(MESSAGE.format(people[0], people[-1].split()[0]))
        began = perf_counter()
        async with store.read() as unit:
            memory, _ = await unit.cases.memory(case_id)
        fetched = perf_counter()
        redactor.redact(text, memory)
        done = perf_counter()
        redactor.redact(text, CaseMemory())
        fetch.append(fetched - began)
        full.append(done - fetched)
        plain.append(perf_counter() - done)
    figures = (median(fetch), median(plain), median(full), median(a - b for a, b in zip(full, plain, strict=True)))
    return tuple(f"{1000 * figure:.2f}" for figure in figures)


def sizes(folder: str) -> tuple[str, str]:
    disk = sum(path.stat().st_size for path in Path(folder).iterdir())
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [resident] = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return f"{disk / 1e6:.1f}", f"{int(resident.split()[1]) / 1024:.0f}"


if __name__ == "__main__":
    main()
