"""The command line, `entrenous`. Each command is wired here and done elsewhere."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Coroutine, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from bot.commands import safety
from bot.commands.audit import app as audit
from bot.commands.cases import app as cases
from bot.commands.console import given_up, language, settings, work
from bot.commands.factor import console
from bot.commands.init import init
from bot.commands.keys import keys
from bot.commands.people import people
from bot.commands.rounds import app as rounds
from config.problems import SettingsError

if TYPE_CHECKING:
    from redaction import Lang, Redactor

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
app.command()(init)
app.add_typer(audit, name="audit")
app.add_typer(keys, name="keys")
app.add_typer(people, name="people")
app.add_typer(rounds, name="rounds")
app.add_typer(cases, name="cases")
app.add_typer(console, name="console")
safety.add_to(app)

_MOST_PROCESSES = 4
"""For `redact --jsonl`: each takes some 60 MB beside what they share."""


@app.command()
def redact(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, in and out.")] = False,
    lang: Annotated[str | None, typer.Option(help="en or fr; without it the text decides.")] = None,
) -> None:
    """Hide the personal details of the text on standard input. No network, no database."""
    from redaction import CaseMemory, RawText  # here, as below: the models need not load for `--help`
    from redaction.jsonl import ERROR, redact_lines
    from redaction.workers import CAN_FORK

    redactor = _redactor(os.environ)
    stdin, stdout = _utf8(sys.stdin), _utf8(sys.stdout)
    if not jsonl:
        words = cast("Lang", lang) if lang in ("en", "fr") else None
        stdout.write(redactor.redact(RawText(stdin.read()), CaseMemory(), lang=words).text)
        stdout.flush()
        return
    processes = min(len(os.sched_getaffinity(0)), _MOST_PROCESSES) if CAN_FORK else 1
    failed = False
    for answer in redact_lines(stdin, redactor, processes):
        failed |= answer.startswith('{"id":') and f'"{ERROR}":' in answer and '"spans":' not in answer
        stdout.write(answer + "\n")
        stdout.flush()
    raise typer.Exit(int(failed))


@app.command()
def evaluate(
    corpus: Annotated[Path, typer.Argument(help="Annotated messages, one JSON object a line.", exists=True)],
    details: Annotated[bool, typer.Option("--details", help="List misses and false alarms, with their text.")] = False,
    against: Annotated[
        Literal["stock"] | None, typer.Option(help="Measure stock Presidio in the same run, side by side.")
    ] = None,
) -> None:
    """Print recall, precision, leaks, linking and speed on an annotated corpus, by language and family."""
    from redaction import RawText
    from redaction import evaluate as measure

    redactor = _redactor(os.environ)
    stock = _stock() if against else None
    with corpus.open(encoding="utf-8") as lines:
        try:
            messages = list(measure.read_corpus(lines))
        except ValueError as error:
            raise given_up(error) from None
    report = measure.evaluate(
        messages, lambda one, memory: redactor.redact(RawText(one.text), memory).spans, perf_counter
    )
    reports = {"Entre Nous": report}
    if stock:
        reports["stock Presidio"] = measure.evaluate(
            messages, lambda one, _: stock.spans(one.text, one.lang), perf_counter
        )
    if details:
        for kind, rows in (("missed", report.misses), ("false alarm", report.alarms)):
            for row in rows:
                typer.echo("\t".join((kind, *row)))
    typer.echo(measure.table(reports))


@app.command()
def explain(
    text: Annotated[str | None, typer.Argument(help="The text; without it, standard input.")] = None,
    colleague: Annotated[list[str] | None, typer.Option(help="A colleague's display name; may be repeated.")] = None,
) -> None:
    """Say what each recognizer saw in one text and why it is hidden or not. For a developer: it shows the details."""
    from redaction import Keep
    from redaction.explain import Explainer

    explainer = _redactor(os.environ, Explainer)
    keep = Keep(colleagues=frozenset(colleague or ()))
    for line in explainer.explain(_utf8(sys.stdin).read() if text is None else text, keep=keep).lines():
        typer.echo(line)


@app.command()
def run() -> None:
    """Start every channel that is configured, until SIGTERM or Ctrl-C."""
    from bot.logs import configure_logging
    from bot.service import serve
    from config.settings import unknown_variables

    configure_logging(os.environ.get("ENTRENOUS_LOG", "INFO"))
    wanted = settings()
    for problem in unknown_variables(os.environ):
        typer.echo(problem.text(language(os.environ)), err=True)
    _serving(serve(wanted))


@app.command()
def demo(port: Annotated[int, typer.Option(help="Where the practice room opens.")] = 8350) -> None:
    """Open the practice room with four invented people. Everything is forgotten when it closes."""
    from bot.commands.demo import demo_settings
    from bot.logs import configure_logging
    from bot.service import serve

    configure_logging("WARNING")
    with tempfile.TemporaryDirectory(prefix="entrenous-practice-") as home:
        practice = demo_settings(home, port)
        typer.echo(f"Practice room / salle d'entraînement: http://127.0.0.1:{port}  (Ctrl-C ends it)")
        _serving(serve(practice))


@app.command()
def check(lang: Annotated[str | None, typer.Option(help="en or fr; else the terminal's.")] = None) -> None:
    """Say what is missing, misspelt or unsafe in the settings; never shows a secret."""
    from bot import check as checks
    from bot import findings
    from bot.commands.counting import count_people

    found = checks.check(os.environ, Path.cwd(), people=count_people)
    typer.echo(findings.report(found, language(os.environ, lang)))
    raise typer.Exit(int(findings.worst(found) is findings.Level.ERROR))


@app.command()
def status() -> None:
    """Who never pressed Start, what is held, what still stands exposed, and when the bot was last alive."""
    from bot.commands.status import describe

    typer.echo(work(describe(settings())))


def main() -> None:
    """Entry of the `entrenous` command."""
    app()


def _serving(task: Coroutine[Any, Any, None]) -> None:
    """Do what goes on until it is stopped; what keeps it from starting ends the command with status 2."""
    from adapters.detection.pool import DetectorStartFailed
    from adapters.storage.key_files import KeyFileError
    from bot.ports.channel import ChannelRefused
    from bot.service import NothingToGuard
    from config.grounds import BadGrounds
    from redaction.engine import ModelMissing
    from redaction.tagger import TaggerBroken

    try:
        asyncio.run(task)
    except (
        BadGrounds,
        ChannelRefused,
        DetectorStartFailed,
        KeyFileError,
        ModelMissing,
        NothingToGuard,
        TaggerBroken,
    ) as error:
        raise given_up(error) from None


def _redactor(environ: Mapping[str, str], kind: type[Redactor] | None = None) -> Any:
    """The layer as the settings want it; `redact` works without any settings too. `kind`: another than `Redactor`."""
    from config.sections import RedactionSettings
    from config.settings import load_settings
    from redaction import Redactor
    from redaction.engine import ModelMissing
    from redaction.tagger import TaggerBroken

    try:
        wanted = load_settings(environ).redaction
    except SettingsError:
        wanted = RedactionSettings()
    try:
        return (kind or Redactor).load(wanted.models, wanted.operating_point)
    except (ModelMissing, TaggerBroken) as error:
        raise given_up(error) from None


def _stock() -> Any:
    from redaction.engine import ModelMissing
    from redaction.stock import Stock

    try:
        return Stock.load()
    except ModelMissing as error:
        raise given_up(error) from None


def _utf8(stream: Any) -> Any:
    stream.reconfigure(encoding="utf-8", errors="replace", newline="")
    return stream


if __name__ == "__main__":
    main()
