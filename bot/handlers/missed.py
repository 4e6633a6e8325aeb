"""Anybody who sees a missed detail has it hidden, at once and without writing it again.

The whole post is covered first; then whoever reported it chooses the words privately, and the post comes back without them,
here and wherever else they stand in the case. Its author is told, and may choose too. Counted in the journal.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain.drafts import REPORT_NEEDS_MESSAGE, Draft, Report, Writing
from bot.domain.ids import opaque_id
from bot.domain.mending_entries import DetailReported
from bot.domain.messages import Composed, Inbound, Kind, PersonRef
from bot.domain.outgoing import Answer, Button, Effect, Line, Note, Post, Press
from bot.domain.records import NoteRecord, PostKind, PostRecord, PostState
from bot.handlers.access import Action, allowed
from bot.handlers.attempt import attempt, once
from bot.handlers.context import Context
from bot.handlers.in_place import take_away
from bot.handlers.mend import Mended, as_it_can_stand, hide_words
from bot.handlers.notes import author_of, queue_note
from bot.handlers.posting import kept_back, post_of
from bot.handlers.taking_back import GONE
from bot.handlers.words import same
from bot.ports.detector import DetectionFailed
from bot.ports.store import UnitOfWork, Wiped
from redaction import NOTHING_KEPT, CaseMemory, RawText, RedactedText
from redaction.telling import telling_words

_OVER = frozenset({PostState.REMOVED, PostState.FAILED})


async def report(context: Context, report: Report) -> Mended:
    """Cover the message that they point at, and ask them which words."""
    if report.asked_in is not None and (channel := context.channels.get(report.asked_in.channel)):
        await once(partial(channel.remove, report.asked_in))
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.REPORT, report.by):
            return Mended(Answer(Line("answer.not_allowed", report.lang)))
        await unit.people.meet(report.by, report.by_name)
        entry_id = await unit.cases.entry_at(report.message)
        record = await _standing(unit, entry_id) if entry_id else None
    if record is not None and record.kind is PostKind.REDACTED:
        return await _cover(context, report, record)
    return await _take_down(context, report, record)


async def choices(context: Context, draft: Draft, key: str = "answer.missed_which") -> Answer:
    """The words of a reported message, those that are chosen with a mark, and the buttons that end it."""
    text = await _redacted(context, draft)
    lang = draft.writing.lang
    if text is None:
        return Answer(Line("answer.draft_unreadable", lang))
    words = telling_words(text)
    buttons = tuple(
        Button(
            "missed_not" if any(same(RawText(word), one) for one in draft.hide) else "missed",
            f"{draft.draft_id}/{n}",
            word,
        )
        for n, word in enumerate(words)
    )
    ending = (Button("missed_done", draft.draft_id), Button("bring_back", draft.draft_id))
    return Answer(Line(key, lang), buttons=(*buttons, *ending))


async def choose(context: Context, press: Press) -> Answer:
    """Take one word in or out."""
    draft_id, number = press.subject.split("/")
    draft = await _draft(context, press.by, draft_id)
    text = await _redacted(context, draft) if draft else None
    if draft is None or text is None:
        return Answer(Line("answer.gone", press.lang))
    word = RawText(telling_words(text)[int(number)])
    kept = tuple(one for one in draft.hide if not same(one, word))
    draft = replace(draft, hide=kept if len(kept) < len(draft.hide) else (*kept, word), version=draft.version + 1)
    async with context.store.begin() as unit:
        await unit.drafts.keep(draft, context.clock.now())
    return await choices(context, draft)


async def done(context: Context, press: Press) -> Mended | Inbound:
    """Hide what was chosen: in our post, or in the message that is posted now for the first time."""
    draft = await _draft(context, press.by, press.subject)
    if draft is None:
        return Mended(Answer(Line("answer.gone", press.lang)))
    if not draft.hide:
        return Mended(await choices(context, draft, "answer.missed_none"))
    entry_id = draft.writing.corrects
    if entry_id is not None:
        mended = await hide_words(context, entry_id, press.by, draft.hide, press.lang)
        async with context.store.begin() as unit:
            await unit.drafts.drop(draft.draft_id)
        return replace(mended, answer=replace(mended.answer, ended=True))
    assert draft.raw is not None, "a report is of a post of ours or of a message"
    return replace(
        draft.raw,
        event_id=f"missed-{draft.draft_id}",
        composed=replace(draft.raw.composed or Composed(), hide=draft.hide),
    )


async def bring_back(context: Context, press: Press) -> Mended | Inbound:
    """The author of a covered message says that it is fine as it was."""
    draft = await _draft(context, press.by, press.subject)
    if draft is None:
        return Mended(Answer(Line("answer.gone", press.lang)))
    if draft.raw is not None:
        return replace(draft.raw, event_id=f"missed-{draft.draft_id}", composed=draft.raw.composed or Composed())
    async with context.store.begin() as unit:
        record = await post_of(unit, draft.writing.corrects or "")
        post = await unit.posts.content(record.post_id) if record else None
        if record is None or record.state in _OVER or not isinstance(post, Post):
            return Mended(Answer(Line("answer.gone", press.lang)))
        await unit.posts.rewrite(record.post_id, as_it_can_stand(context, replace(post, covered=False)))
        await unit.drafts.drop(draft.draft_id)
    return Mended(Answer(Line("answer.brought_back", press.lang), ended=True), (record.entry_id,))


async def _cover(context: Context, report: Report, record: PostRecord) -> Mended:
    """Our own post: a line of ours stands in its place until the words are chosen.

    Files that went with it go for good: no words that somebody chooses change a picture.
    """
    async with context.store.begin() as unit:
        post = await unit.posts.content(record.post_id)
        assert isinstance(post, Post), "a notice is no post"
        await unit.posts.rewrite(record.post_id, replace(post, covered=True, files=()))
        entry = await unit.inbox.entry(record.entry_id)
        writing = Writing(
            report.by, report.by_name, RawText(str.__str__(post.body)), report.lang, corrects=record.entry_id
        )
        draft = Draft(opaque_id(), writing, report=True)
        await unit.drafts.keep(draft, context.clock.now())
        author = await author_of(unit, entry)
        note = await _tell(context, unit, draft, report, author, record.entry_id)
        await _count(context, unit, report, record.entry_id)
    return Mended(await choices(context, draft), (record.entry_id,), (note,) if note else ())


async def _take_down(context: Context, report: Report, record: PostRecord | None) -> Mended:
    """A volunteer's own message, or a post without any detail so far: it goes, and comes back without the words."""
    raw = await _raw(context, report, record)
    if raw is None:
        return Mended(Answer(Line(REPORT_NEEDS_MESSAGE, report.lang)))
    writing = Writing(report.by, report.by_name, raw.text, report.lang)
    draft = Draft(opaque_id(), writing, report=True, raw=raw)
    async with context.store.begin() as unit:  # before it is removed, or a crash would lose it
        await unit.drafts.keep(draft, context.clock.now())
        author = unit.people.fingerprint(raw.author) if raw.author else ""
    effect = await _gone(context, report, record, author)
    async with context.store.begin() as unit:
        if effect.outcome not in GONE:
            await unit.drafts.drop(draft.draft_id)
            return Mended(Answer(Line("answer.report_not_removed", report.lang)))
        note = await _tell(context, unit, draft, report, raw.author, draft.draft_id)
        await _count(context, unit, report, draft.draft_id)
    return Mended(await choices(context, draft), notes=(note,) if note else ())


async def _gone(context: Context, report: Report, record: PostRecord | None, author: str) -> Effect:
    """Take it away, wherever somebody pointed at it: in a round they may have pointed at a copy, which goes with the rest."""
    at = report.message if record is None or record.round is None or record.ref is None else record.ref
    effect = await take_away(context, at, author, partial(attempt, context))
    if effect.outcome in GONE and record is not None and record.round is not None:
        async with context.store.begin() as unit:
            await unit.posts.move(record.post_id, PostState.REMOVED)
    return effect


async def _raw(context: Context, report: Report, record: PostRecord | None) -> Inbound | None:
    """The message as it would come in: as the channel hands it in, else, of a post of ours without a detail, what was posted."""
    copied = (
        record is not None and record.round is not None and record.ref != report.message
    )  # what a copy says is ours
    if record is None or (report.raw is not None and not copied):
        return report.raw
    try:
        async with context.store.read() as unit:
            post = await unit.posts.content(record.post_id)
            entry = await unit.inbox.entry(record.entry_id)
            author = await author_of(unit, entry)
            before = await kept_back(unit, record.entry_id)
    except Wiped:
        return None
    if not isinstance(post, Post) or author is None:
        return None
    return Inbound(
        kind=Kind.NEW,
        origin=entry.origin,
        event_id="",
        number=0,
        sent_at=entry.received_at,
        author=author,
        author_name=RawText(str.__str__(post.byline or "")),
        text=RawText(str.__str__(post.body)),
        thread=post.thread,
        reply_to=post.reply_to,
        composed=before,
    )


async def _tell(
    context: Context, unit: UnitOfWork, draft: Draft, report: Report, author: PersonRef | None, about: str
) -> NoteRecord | None:
    """The author learns that it is covered, and may choose the words, or say that nothing is wrong."""
    if author is None or await unit.roster.who(author) == await unit.roster.who(report.by):
        return None
    note = Note(
        note_id=unit.key("covered", draft.draft_id),
        to=author,
        line=Line("note.covered", None, {"byline": context.detector.byline(report.by_name)}),
        buttons=(Button("missed_open", draft.draft_id), Button("bring_back", draft.draft_id)),
    )
    return await queue_note(context, unit, note, about)


async def _count(context: Context, unit: UnitOfWork, report: Report, about: str) -> None:
    by = await unit.roster.who(report.by)
    await unit.journal.append(DetailReported(at=context.clock.now(), entry=about, by=by))


async def open_choices(context: Context, press: Press) -> Answer:
    """The author wants to choose the words themselves."""
    draft = await _draft(context, press.by, press.subject)
    return await choices(context, draft) if draft else Answer(Line("answer.gone", press.lang))


async def _draft(context: Context, by: PersonRef, draft_id: str) -> Draft | None:
    """A report, for whoever made it and for the author of what it is about."""
    async with context.store.read() as unit:
        try:
            draft = await unit.drafts.draft(draft_id)
        except Wiped:
            return None
        who = await unit.roster.who(by)
        theirs = {await unit.roster.who(draft.writing.person)}
        if draft.raw is not None and draft.raw.author is not None:
            theirs.add(await unit.roster.who(draft.raw.author))
        if draft.writing.corrects is not None:
            entry = await unit.inbox.entry(draft.writing.corrects)
            theirs.add(await unit.roster.who_of(entry.author))
    return draft if draft.report and who in theirs else None


async def _redacted(context: Context, draft: Draft) -> RedactedText | None:
    """The text of a report as a redacted one, which it is already or nearly; None where it cannot be read."""
    try:
        redaction, _ = await context.detector.redact(draft.writing.text, CaseMemory(), NOTHING_KEPT)
    except DetectionFailed:
        return None
    return redaction.text


async def _standing(unit: UnitOfWork, entry_id: str) -> PostRecord | None:
    record = await post_of(unit, entry_id) or await unit.posts.of_entry(entry_id, PostKind.LEFT)
    return record if record and record.state is PostState.POSTED else None
