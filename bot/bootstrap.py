"""Wires everything and decides nothing: settings in, a running bot out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

import structlog

from adapters.detection.pool import ProcessDetector
from adapters.detection.threads import ThreadedDetector
from adapters.files.reader import file_reader
from adapters.pdf.printer import print_paper
from adapters.speech.listener import voice_listener
from adapters.storage.addresses import SealedAddresses
from adapters.storage.memos import SealedMemos
from adapters.storage.room import SealedRoomLog
from adapters.storage.store import SealedStore
from adapters.storage.witness import WitnessRecords
from bot.chores import caring, carrying, regular
from bot.domain.consults import Windows
from bot.handlers.away import away_since, beat
from bot.handlers.console import ConsoleVisits
from bot.handlers.context import Context, Rules
from bot.handlers.disclosure.breach_desk import Files
from bot.handlers.journal_desk import JournalDesk
from bot.handlers.looking import MemberLooks
from bot.handlers.permission import AuthorPermits
from bot.handlers.roster_desk import MemberRosterDesk
from bot.handlers.rounds.channel import RoundChannel
from bot.handlers.sheets import AuthorSheets
from bot.handlers.signing_in import ConsoleDoor
from bot.handlers.witness import WitnessRound
from bot.ports.channel import Channel, Hook, Hooked
from bot.ports.detector import Detector
from bot.ports.on_behalf import OnBehalf
from bot.storage import SystemClock, engine_file, open_storage
from bot.workflows.disclosures import DurableDisclosures
from bot.workflows.engine import Engine
from bot.workflows.flows import Flows
from bot.workflows.intake import DurableIntake
from config.grounds import Grounds, load_grounds
from config.papers import build_papers
from config.practice import load_exercises
from config.sentences import TomlWording
from config.settings import Settings, rounds_of
from redaction import Redactor

log = structlog.get_logger(__name__)


def rules_of(settings: Settings) -> Rules:
    intake = settings.intake
    return Rules(
        windows=Windows(follow_up=intake.thread_window),
        claim_after=intake.claim_after,
        hold_originals=intake.hold_originals,
        away_after=intake.away_after,
        keep_closed=settings.cases.keep_closed,
        keep_names=settings.cases.keep_names,
        console_idle=settings.console.idle,
        console_longest=settings.console.longest,
        notify_breach_within=settings.disclosure.notify_within,
        pages=settings.pages.url.rstrip("/") if settings.pages else None,
    )


def build_channels(settings: Settings, store: SealedStore, grounds: Grounds) -> Mapping[str, Channel]:
    """The channels that the settings name; a platform's SDK is loaded only where it is used."""
    wording = TomlWording(settings.timezone, grounds.words)
    channels: list[Channel] = []
    if settings.telegram:
        from adapters.telegram import channel as telegram

        channels.append(telegram.build(settings.telegram, wording))
    if settings.slack:
        from adapters.slack import channel as slack

        channels.append(slack.build(settings.slack, wording))
    if settings.web:
        from adapters.web import channel as web

        channels.append(web.build(settings.web, wording, SealedRoomLog(store), load_exercises()))
    if settings.mail:
        from adapters.mail import channel as mail
        from adapters.storage.addresses import SealedAddresses

        channels.append(mail.build(settings.mail, wording, SealedAddresses(store)))
    channels += _with_telephones(settings, store, wording)
    if settings.rounds:
        channels.append(RoundChannel(rounds_of(settings)))
    return {channel.name: channel for channel in channels}


def _with_telephones(settings: Settings, store: SealedStore, wording: TomlWording) -> Iterable[Channel]:
    """WhatsApp and text messages: people are known by accounts of ours, and the platforms speak to our own pages."""
    addresses, memos = SealedAddresses(store), SealedMemos(store, SystemClock())
    pages = settings.pages.url if settings.pages else None
    if settings.whatsapp:
        from adapters.whatsapp import channel as whatsapp

        yield whatsapp.build(settings.whatsapp, wording, addresses, memos, reachable=pages is not None)
    if settings.sms:
        from adapters.sms import channel as sms

        yield sms.build(settings.sms, wording, addresses, memos, pages=pages)


def hooks_of(channels: Mapping[str, Channel]) -> Mapping[str, Hook]:
    """What platforms speak to over HTTP, by the name of the channel."""
    return {name: channel.hook for name, channel in channels.items() if isinstance(channel, Hooked)}


def on_behalf(settings: Settings, channels: Mapping[str, Channel]) -> Mapping[str, OnBehalf]:
    """The channels among `channels` on which authors may give the bot a token of their own."""
    if settings.slack is None or not settings.slack.asks_authors:
        return {}
    from adapters.slack.channel import SlackChannel

    return {name: channel for name, channel in channels.items() if isinstance(channel, SlackChannel)}


def witness_round(settings: Settings, store: SealedStore) -> WitnessRound | None:
    """The daily mail to the trustees, where the settings name them."""
    if settings.witness is None:
        return None
    from adapters.witness.smtp import SmtpMailer

    mailer, wording = SmtpMailer(settings.witness), TomlWording(settings.timezone)
    return WitnessRound(store, WitnessRecords(store), mailer, wording, SystemClock())


async def start_detector(settings: Settings, redactor: Redactor | None = None) -> Detector:
    """The redaction layer at work, where the settings want it. Raises `DetectorStartFailed`, `ModelMissing`, `TaggerBroken`."""
    timeout = settings.intake.detection_timeout.total_seconds()
    if redactor is None and settings.redaction.processes:
        reading = settings.redaction
        pool = ProcessDetector(reading.models, reading.operating_point, timeout, reading.processes)
        await pool.start()
        return pool
    if redactor is None:
        redactor = await asyncio.to_thread(Redactor.load, settings.redaction.models, settings.redaction.operating_point)
    return ThreadedDetector(redactor, timeout)


@asynccontextmanager
async def running(settings: Settings, redactor: Redactor | None = None) -> AsyncIterator[Context]:
    """A bot at work; leaving the block stops it. What is under way then goes on at the next start.

    `redactor`: one that is loaded already; several bots of one process can share it.
    Raises `ChannelRefused` when a platform refuses the credentials, `ModelMissing`, `KeyFileError`, `BadGrounds`.
    """
    grounds = load_grounds(settings.disclosure.grounds)
    async with open_storage(settings) as storage:
        detector = await start_detector(settings, redactor)
        channels = build_channels(settings, storage.store, grounds)
        context = Context(
            store=storage.store,
            channels=channels,
            on_behalf=on_behalf(settings, channels),
            detector=detector,
            clock=SystemClock(),
            rules=rules_of(settings),
            papers=build_papers(settings, print_paper),
            files=file_reader(settings.files, print_paper),
            speech=voice_listener(settings.speech),
            grounds=grounds.of,
            rounds=rounds_of(settings),
        )
        await context.colleagues.load(storage.store)
        engine = Engine(_engine_url(settings), storage.keyring.key("engine"))
        ready = asyncio.Event()
        flows = Flows(engine, context, _waiter(ready))
        intake, disclosures = DurableIntake(context, flows), DurableDisclosures(context, flows)
        try:
            async with (
                _at_work(context, engine, intake, ready),
                carrying(context, flows),
                caring(context, storage.database, disclosures, witness_round(settings, storage.store)),
                _showing(settings, context, intake, disclosures, grounds),
            ):
                yield context
        finally:
            await engine.close()
            await detector.stop()


@asynccontextmanager
async def _at_work(
    context: Context, engine: Engine, intake: DurableIntake, ready: asyncio.Event
) -> AsyncIterator[None]:
    since = await away_since(context)
    await engine.launch()
    try:
        for channel in context.channels.values():
            await channel.start(intake)
            log.info("channel_started", channel=channel.name)
        await beat(context)
        ready.set()
        await intake.resume()
        chores = [asyncio.create_task(chore) for chore in regular(context, engine, intake, since)]
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
    finally:
        await asyncio.gather(*(channel.stop() for channel in context.channels.values()))


@asynccontextmanager
async def _showing(
    settings: Settings, context: Context, intake: DurableIntake, disclosures: DurableDisclosures, grounds: Grounds
) -> AsyncIterator[None]:
    """Our own pages, where the settings name their address."""
    if settings.pages is None:
        yield
        return
    from adapters.web.console.desk import Desk
    from adapters.web.site import Site

    wording = TomlWording(settings.timezone, grounds.words)
    people = ConsoleDoor(context), ConsoleVisits(context), MemberRosterDesk(context)
    desk = Desk(*people, disclosures, JournalDesk(context), Files(context))
    sheets, permits = AuthorSheets(context, intake), AuthorPermits(context)
    hooks = hooks_of(context.channels)
    site = Site(settings.pages, wording, MemberLooks(context), sheets, permits, desk, hooks)
    await site.start()
    try:
        yield
    finally:
        await site.stop()


def _waiter(ready: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def wait() -> None:
        await ready.wait()

    return wait


def _engine_url(settings: Settings) -> str:
    """The engine's tables: a file of its own beside ours, so that two writers do not wait for one another."""
    return f"sqlite:///{engine_file(settings)}"
