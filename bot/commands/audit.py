"""`entrenous audit`: the journal checked, and written out for a trustee."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import Refused, language, said, say, settings, work

if TYPE_CHECKING:
    from adapters.storage.evidence import Evidence
    from bot.audit.chain import Verdict
    from bot.domain.witness import Witness
    from config.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The journal.")


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="An exported journal (JSON lines); without it, the live one.", dir_okay=False)
    ] = None,
    witness: Annotated[
        list[Path] | None, typer.Option(help="Witness mails, saved as text; may be repeated.", dir_okay=False)
    ] = None,
) -> None:
    """Check the journal: chain, signatures, witness mails, requests. Ends with status 1 and names the first bad entry."""
    work(_verify(file, witness or []))


@app.command()
def export(
    html: Annotated[bool, typer.Option("--html", help="One web page to read, instead of JSON lines.")] = False,
    lang: Annotated[str | None, typer.Option(help="Of the page: en or fr; else the terminal's.")] = None,
) -> None:
    """Write the journal to standard output, one JSON object a line. It holds ids, codes and counts only."""
    work(_export(lang, html=html))


async def _verify(file: Path | None, mails: list[Path]) -> None:
    from bot.commands.mails import read_mails

    witnesses = read_mails(mails)
    verdict, key = _of_file(file, witnesses) if file else await _of_database(witnesses)
    for fault in verdict.faults:
        what = said(f"audit.{fault.code}", **fault.slots)
        typer.echo(said("audit.entry", entry=fault.entry, what=what) if fault.entry else what)
    if not verdict.sound:
        say("audit.before", entries=verdict.entries)
        raise typer.Exit(1)
    say("audit.sound", entries=verdict.entries, head=verdict.head)
    if verdict.entries:
        say("audit.signer", signer=key)
    say("audit.witnessed" if witnesses else "audit.no_witness", count=len(witnesses))


async def _of_database(witnesses: list[Witness]) -> tuple[Verdict, str]:
    from bot.audit.verify import verify as verified

    found = await _evidence(settings())
    return verified(found.links, found.key, witnesses, found.kept), found.key


def _of_file(file: Path, witnesses: list[Witness]) -> tuple[Verdict, str]:
    from bot.audit.chain import Fault
    from bot.audit.export import read_export
    from bot.audit.verify import verify as verified

    try:
        found = read_export(file)
    except OSError as error:
        raise Refused("audit.unreadable", file=str(file), code=type(error).__name__) from None
    if not found.key:
        raise Refused("audit.no_export", file=str(file))
    verdict = verified(found.links, found.key, witnesses)
    if found.promised != len(found.links):
        cut = Fault("file_cut", 0, {"promised": found.promised, "found": len(found.links)})
        verdict = replace(verdict, faults=(*verdict.faults, cut))
    return verdict, found.key


async def _evidence(wanted: Settings) -> Evidence:
    from sqlalchemy.exc import DBAPIError

    from adapters.storage.evidence import read_evidence
    from bot.storage import open_storage

    async with open_storage(wanted) as storage:
        try:
            return await read_evidence(storage.store)
        except DBAPIError as error:
            raise Refused("audit.no_database", code=type(error.orig).__name__) from None


async def _export(lang: str | None, *, html: bool) -> None:
    from bot.audit.export import export_lines
    from bot.audit.page import journal_page
    from config.sentences import sentences

    found = await _evidence(settings())
    if not html:
        for line in export_lines(found.links, found.key):
            typer.echo(line)
        return
    shown = language(os.environ, lang)
    table = sentences(shown)

    def sentence(key: str, /, **slots: str | int) -> str:
        return table[key].format_map(slots)

    for piece in journal_page(found.links, found.key, shown, sentence):
        typer.echo(piece, nl=False)
