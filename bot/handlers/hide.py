"""Keep what a redaction found: the post, the case's memory, the sealed original. One transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from bot.domain.cases import How, Purpose
from bot.domain.files import CleanFile
from bot.domain.journal import MessageRedacted
from bot.domain.messages import Inbound, Kind
from bot.domain.outgoing import Opaque, Post
from bot.domain.records import Consult, Decision, Entry, PostKind, PostRecord, PostState
from bot.handlers.answered import queue_answered
from bot.handlers.cases import share_case
from bot.handlers.context import Context
from bot.handlers.posting import post_for
from bot.handlers.rounds.belonging import to_carry
from bot.ports.store import Original, UnitOfWork
from redaction import DESTROYED, CaseMemory, HiddenSpan, RawText, Redaction

_STRUCK = "█"


@dataclass(frozen=True, slots=True)
class Hiding:
    """What was found, and what the case knew when it was looked for. `case_id`: None for a case of its own."""

    redaction: Redaction
    memory: CaseMemory
    version: int
    consult: Consult | None
    case_id: str | None = None
    files: tuple[CleanFile, ...] = ()


async def hide(context: Context, entry: Entry, inbound: Inbound, hiding: Hiding) -> Decision:
    """Seal and queue the redacted version. Raises `Conflict` if the case has changed since."""
    async with context.store.begin() as unit:
        post = replace(await post_for(context, unit, entry, inbound, hiding.redaction), files=hiding.files)
        if inbound.kind is Kind.EDITED and await _says_the_same(unit, inbound, post):
            return await nothing_new(unit, entry, "same_text")
        case_id = await _remember(context, unit, entry, inbound, hiding)
        case = await unit.cases.case(await unit.cases.home(case_id))
        if case.purpose is not Purpose.OWN_SUPPORT:
            post = replace(post, case=Opaque(case.reference))
        record = PostRecord(
            post_id=post.post_id,
            entry_id=entry.entry_id,
            kind=PostKind.REDACTED,
            state=PostState.WAITING,
            conversation=entry.conversation,
            number=entry.number,
            case_id=case_id,
        )
        await unit.posts.add(to_carry(context, unit, entry, record), post)
        await queue_answered(context, unit, entry, inbound, hiding.consult, Decision.REDACTED)
        await unit.inbox.decide(entry.entry_id, Decision.REDACTED, case_id=case_id)
        spans = hiding.redaction.spans
        original = Original(inbound.author, strike(inbound.text, spans), spans)
        await unit.inbox.keep_original(entry.entry_id, case_id, original)
        await unit.journal.append(
            MessageRedacted(
                at=context.clock.now(),
                entry=entry.entry_id,
                case=case_id,
                channel=inbound.origin.channel,
                families=count_families((*spans, *hidden_in(post.files))),
            )
        )
    return Decision.REDACTED


async def _remember(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, hiding: Hiding) -> str:
    now = context.clock.now()
    purpose = inbound.composed.purpose if inbound.composed else Purpose.GUIDANCE
    case_id = hiding.case_id or await unit.cases.open(now, purpose)
    await unit.cases.remember(case_id, hiding.memory, hiding.version)
    await _escalate(context, unit, entry, case_id, purpose)
    if hiding.consult:
        consult_id = hiding.consult.consult_id
        await unit.cases.touch(consult_id, now)
    else:
        consult_id = await unit.cases.open_consult(case_id, inbound.conversation, entry.author, now)
        if hiding.case_id is None:  # into a case that was there already nobody comes by writing
            await unit.cases.join(case_id, await unit.roster.who_of(entry.author), How.AUTHOR, now)
    await unit.cases.place(inbound.origin, consult_id, entry.entry_id)
    return case_id


async def _escalate(context: Context, unit: UnitOfWork, entry: Entry, case_id: str, purpose: Purpose) -> None:
    """Whoever composes for those who support the same person lets them look at who it is (policy clause C8)."""
    if purpose is not Purpose.CO_WORKING or (await unit.case_notices.of(case_id)).names_stay_shut:
        return
    if (await unit.cases.case(case_id)).purpose is Purpose.GUIDANCE:
        await share_case(context, unit, case_id, await unit.roster.who_of(entry.author))


async def _says_the_same(unit: UnitOfWork, inbound: Inbound, post: Post) -> bool:
    earlier = await unit.cases.entry_at(inbound.origin)
    record = await unit.posts.of_entry(earlier, PostKind.REDACTED) if earlier else None
    if record is None:
        return False
    content = await unit.posts.content(record.post_id)
    return isinstance(content, Post) and (content.body, content.files) == (post.body, post.files)


async def nothing_new(unit: UnitOfWork, entry: Entry, code: str) -> Decision:
    """An edit that changes nothing for anybody; `code` says why."""
    await unit.inbox.decide(entry.entry_id, Decision.NOTHING, code=code)
    await unit.inbox.wipe(entry.entry_id)
    await unit.inbox.finish(entry.entry_id)
    return Decision.NOTHING


def strike(text: RawText, spans: tuple[HiddenSpan, ...]) -> RawText:
    """The original with its identity numbers blacked out, character for character, so that offsets still hold."""
    characters = list(text.expose())
    for span in spans:
        if span.family in DESTROYED:
            characters[span.start : span.end] = _STRUCK * (span.end - span.start)
    return RawText("".join(characters))


def hidden_in(files: tuple[CleanFile, ...]) -> tuple[HiddenSpan, ...]:
    """What is hidden in files, each pseudonym once."""
    found = {(span.family, span.pseudonym): span for file in files for span in file.hidden}
    return tuple(found.values())


def count_families(spans: tuple[HiddenSpan, ...]) -> str:
    """`PERSON:2+PHONE:1`: kinds and counts, for the journal."""
    counts = Counter(span.family.value for span in spans)
    return "+".join(f"{family}:{counts[family]}" for family in sorted(counts))[:80]
