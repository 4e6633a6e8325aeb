"""`entrenous cases`: those that nobody looks after, and the erasure certificate of one that is over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import Refused, language, said, say, settings, work

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Cases, by their references; nobody is named.")


@app.command()
def orphans() -> None:
    """List the open cases that nobody looks after."""
    work(_orphans(settings()))


@app.command()
def certificate(
    reference: Annotated[str, typer.Argument(help="The case's reference, such as C-7K2P4.")],
    lang: Annotated[str | None, typer.Option(help="en or fr; else the terminal's.")] = None,
) -> None:
    """Print the erasure certificate of a case whose key was destroyed."""
    work(_certificate(settings(), reference, lang))


@app.command()
def forget() -> None:
    """Ask for a full name and erase the fingerprint that is kept of it, on that person's or their heirs' request."""
    work(_forget(settings(), typer.prompt(said("cases.ask_name"))))


async def _orphans(wanted: Settings) -> None:
    from bot.storage import open_storage  # here, as below: half a second that other commands need not pay

    async with open_storage(wanted) as storage, storage.store.read() as unit:
        cases = await unit.cases.orphans()
    for case in cases:
        typer.echo(f"{case.reference}  {case.opened_at:%Y-%m-%d}")
    if not cases:
        say("cases.no_orphans")


async def _forget(wanted: Settings, name: str) -> None:
    from bot.domain.case_entries import NamesForgotten
    from bot.storage import SystemClock, open_storage
    from redaction.bygone import full_name

    key = full_name(name)
    async with open_storage(wanted) as storage, storage.store.begin() as unit:
        gone = await unit.cases.forget_name(key) if key else False
        if gone:
            await unit.journal.append(NamesForgotten(at=SystemClock().now(), count=1))
    if not gone:
        raise Refused("cases.not_kept")
    say("cases.forgotten")


async def _certificate(wanted: Settings, typed: str, lang: str | None) -> None:
    from bot.audit.certificate import certificate_text, certified
    from bot.domain.cases import reference_in
    from bot.storage import open_storage
    from config.sentences import TomlWording

    reference = reference_in(typed)
    async with open_storage(wanted) as storage, storage.store.read() as unit:
        case = await unit.cases.referred(reference) if reference else None
        links = await unit.journal.links() if case else []
    found = certified(links, case.case_id, case.reference) if case else None
    if found is None:
        raise Refused("cases.no_certificate")
    shown = language(os.environ, lang)
    typer.echo(certificate_text(found, TomlWording(wanted.timezone), shown), nl=False)
