"""How long a journal of many entries takes to be checked: the live database and an exported file, as commands.

    python -m tests.bench.journal [--entries 100000] [--rounds 3]

The entries are written by the bot's own code into a real database in a temporary folder, signed one by one; a witness mail
of the last one is held against them. Each figure is the median of the rounds, from the start of the process to its end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.domain.journal import MessageRedacted, RedactedPosted
from bot.storage import open_storage
from config.settings import load_settings

ROOT = Path(__file__).parents[2]
_AT_ONCE = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _timed("verify, empty (the start)", args.rounds, Path(folder) / "empty", "audit", "verify")
        began = perf_counter()
        asyncio.run(_write(home, args.entries))
        each = (perf_counter() - began) / args.entries
        print(f"written: {args.entries} entries, {each * 1e6:.0f} µs each")
        mail, file = Path(folder) / "mail.txt", Path(folder) / "journal.jsonl"
        mail.write_bytes(_run(home, "witness"))
        _timed("export", args.rounds, home, "audit", "export", to=file)
        _timed("export --html", args.rounds, home, "audit", "export", "--html", to=Path(folder) / "journal.html")
        _timed("verify, live", args.rounds, home, "audit", "verify", "--witness", str(mail))
        _timed("verify, file", args.rounds, home, "audit", "verify", str(file), "--witness", str(mail))


async def _write(home: Path, entries: int) -> None:
    async with open_storage(load_settings({"ENTRENOUS_HOME": str(home)}, files=())) as storage:
        for start in range(0, entries, _AT_ONCE):
            async with storage.store.begin() as unit:
                for number in range(start, min(start + _AT_ONCE, entries)):
                    now, entry = datetime.now(UTC), f"{number // 2:016x}"
                    redacted = MessageRedacted(at=now, entry=entry, case="c" * 16, channel="slack", families="PERSON:2")
                    posted = RedactedPosted(at=now, entry=entry, post="p" * 16)
                    await unit.journal.append(posted if number % 2 else redacted)


def _timed(label: str, rounds: int, home: Path, *words: str, to: Path | None = None) -> None:
    took, out = [], b""
    for _ in range(rounds):
        began = perf_counter()
        out = _run(home, *words)
        took.append(perf_counter() - began)
        if to:
            to.write_bytes(out)
    said = f" ({to.stat().st_size / 1e6:.1f} MB)" if to else f": {out.decode().splitlines()[0][:40]}"
    print(f"{label}: {median(took):.2f} s{said}", flush=True)


def _run(home: Path, *words: str) -> bytes:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ENTRENOUS_")}
    environ |= {"ENTRENOUS_HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "bot", *words], env=environ, capture_output=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
