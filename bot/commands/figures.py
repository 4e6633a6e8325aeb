"""`entrenous report`: figures by month from the journal. `entrenous review`: somebody reads a random sample of posts."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table

from bot.audit.chain import Link
from bot.audit.figures import COUNTED, Month, by_month, interval
from bot.commands.console import said, say
from bot.domain.mending_entries import SampleReviewed
from bot.domain.outgoing import Post
from bot.ports.store import Wiped
from bot.storage import Storage, open_storage
from config.settings import Settings

_WIDTH = 140
"""Characters; a table that is cut to a narrow terminal loses figures."""


async def read_journal(settings: Settings) -> list[Link]:
    """The whole live journal, oldest entry first."""
    async with open_storage(settings) as storage, storage.store.read() as unit:
        return await unit.journal.links()


async def report(settings: Settings) -> None:
    """Print the table."""
    months = by_month(await read_journal(settings))
    if not months:
        say("report.nothing")
        return
    table = Table(said("report.month"), *(said(f"report.{kind}") for kind in COUNTED), said("report.sampled"))
    for month, figures in months.items():
        table.add_row(month, *(str(figures.counts[kind]) for kind in COUNTED), _sampled(figures))
    Console(width=_WIDTH).print(table)


def _sampled(figures: Month) -> str:
    if not figures.read:
        return "–"
    low, high = interval(figures.missed, figures.read)
    return f"{figures.missed}/{figures.read} ({low:.1%} – {high:.1%})"


async def review(settings: Settings, size: int) -> None:
    """Show `size` random posts as the group reads them, one by one; count those in which a detail still stands."""
    async with open_storage(settings) as storage:
        bodies = await _sample(storage, size)
        if not bodies:
            say("report.no_posts")
            return
        say("report.review_how", count=len(bodies))
        missed = sum(_missed(body) for body in bodies)
        async with storage.store.begin() as unit:
            entry = SampleReviewed(at=datetime.now(UTC), read=len(bodies), missed=missed)
            await unit.journal.append(entry)
    low, high = interval(missed, len(bodies))
    say("report.reviewed", read=len(bodies), missed=missed, low=f"{low:.1%}", high=f"{high:.1%}")


def _missed(body: str) -> bool:
    typer.echo(f"\n{body}\n")
    return typer.confirm(said("report.review_ask"), default=False)


async def _sample(storage: Storage, size: int) -> list[str]:
    """Posts that stand, drawn at random."""
    async with storage.store.read() as unit:
        ids = await unit.posts.all_standing()
        drawn = secrets.SystemRandom().sample(ids, min(size, len(ids)))
        found: list[str] = []
        for post_id in drawn:
            try:
                content = await unit.posts.content(post_id)
            except Wiped:
                continue
            if isinstance(content, Post):
                found.append(str(content.body))
    return found
