"""Who reads a round on a leg of their own: by their own word, or by the administrator's. The others of the round are told."""

from __future__ import annotations

from datetime import datetime

from bot.domain.journal import RoundJoined, RoundLeft
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Notice
from bot.domain.records import NoteKind, NoteRecord, NoteState
from bot.domain.rounds import PERSONAL, Round, RoundMember, leg_of
from bot.handlers.access import Action, allowed
from bot.handlers.attempt import once
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText, RedactedText


async def list_rounds(context: Context, by: PersonRef, lang: Lang) -> Answer:
    """The rounds that there are, each with the button that joins or leaves it."""
    async with context.store.read() as unit:
        if not await allowed(unit, Action.ROUND, by):
            return Answer(Line("answer.not_allowed", lang))
        mine = {one.round for one in await unit.rounds.of(await unit.roster.who(by))}
    buttons = tuple(
        Button("round_leave" if one.name in mine else "round_join", one.name, title(context, one, lang))
        for one in context.rounds.values()
    )
    return Answer(Line("answer.rounds" if buttons else "answer.rounds_none", lang), buttons=buttons)


async def join_round(context: Context, by: PersonRef, name: str, lang: Lang) -> Answer:
    """Somebody wants to read a round where they write from, else on the first account of theirs that can be a leg."""
    here = context.rounds.get(name)
    if here is None:
        return Answer(Line("answer.round_unknown", lang))
    said = {"words": title(context, here, lang)}
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.ROUND, by):
            return Answer(Line("answer.not_allowed", lang))
        who = await unit.roster.who(by)
        leg = await _leg(context, unit, by, who)
        if leg is None:
            return Answer(Line("answer.round_no_leg", lang, said))
        fresh = await add_reader(unit, here, who, leg, said["words"], by=who, now=context.clock.now())
    if not fresh:
        return Answer(Line("answer.round_joined_already", lang, said))
    await _tell_groups(context, here, "notice.round_joined", leg.channel)
    return Answer(Line("answer.round_joined", lang, {**said, "how": how(leg.channel)}))


async def leave_round(context: Context, by: PersonRef, name: str, lang: Lang) -> Answer:
    here = context.rounds.get(name)
    if here is None:
        return Answer(Line("answer.round_unknown", lang))
    said = {"words": title(context, here, lang)}
    async with context.store.begin() as unit:
        who = await unit.roster.who(by)
        left = await remove_reader(unit, here, who, said["words"], by=who, now=context.clock.now())
    if not left:
        return Answer(Line("answer.round_not_in", lang, said))
    for channel in left:
        await _tell_groups(context, here, "notice.round_left", channel)
    return Answer(Line("answer.round_left", lang, said))


async def add_reader(
    unit: UnitOfWork, here: Round, who: str, leg: ConversationRef, name: RedactedText, *, by: str, now: datetime
) -> bool:
    """False if that leg reads the round already. `name`: the round's title; `by`: a member's id, or "terminal"."""
    if not await unit.rounds.join(RoundMember(here.name, who, leg, now)):
        return False
    await unit.journal.append(RoundJoined(at=now, round=here.name, who=who, channel=leg.channel, by=by))
    await _tell_readers(unit, here, who, Line("note.round_joined", None, {"words": name, "how": how(leg.channel)}), now)
    return True


async def remove_reader(
    unit: UnitOfWork, here: Round, who: str, name: RedactedText, *, by: str, now: datetime
) -> tuple[str, ...]:
    """The channels on which they read it; none if they did not."""
    channels = tuple(one.leg.channel for one in await unit.rounds.members(here.name) if one.who == who)
    if not channels:
        return ()
    await unit.rounds.leave(here.name, who)
    await unit.journal.append(RoundLeft(at=now, round=here.name, who=who, by=by))
    line = Line("note.round_left", None, {"words": name, "how": how(channels[0])})
    await _tell_readers(unit, here, who, line, now)
    return channels


def how(channel: str) -> Line:
    """All that is told of a leg: by e-mail, by WhatsApp."""
    return Line(f"round.by_{channel}")


def title(context: Context, here: Round, lang: Lang) -> RedactedText:
    """What people call a round, from the settings; it passes as a name does."""
    return context.detector.byline(RawText(here.title.get(lang) or next(iter(here.title.values()))))


async def waiting_words(context: Context) -> list[str]:
    """Ids of notes about who joined or left that have not been delivered, whoever queued them."""
    async with context.store.read() as unit:
        return [record.note_id for record in await unit.notes.pending_of(NoteKind.ROUND)]


async def _leg(context: Context, unit: UnitOfWork, by: PersonRef, who: str) -> ConversationRef | None:
    if (own := leg_of(by)) is not None:
        return own
    reached = [one for one in await unit.roster.reach(who) if one.channel in PERSONAL & context.channels.keys()]
    return leg_of(reached[0]) if reached else None


async def _tell_readers(unit: UnitOfWork, here: Round, but: str, line: Line, now: datetime) -> None:
    for member in await unit.rounds.members(here.name):
        if member.who == but:
            continue
        to = PersonRef(member.leg.channel, member.leg.conversation)
        person = unit.people.fingerprint(to)
        note_id = unit.key(line.key, here.name, but, person, now.isoformat())
        record = NoteRecord(note_id, note_id, NoteKind.ROUND, NoteState.PENDING, person, now)
        await unit.notes.add(record, Note(note_id=note_id, to=to, line=line))


async def _tell_groups(context: Context, here: Round, key: str, channel: str) -> None:
    """One try: it is a courtesy, and the journal has it."""
    stamp = int(context.clock.now().timestamp())
    for place in here.places:
        if (there := context.channels.get(place.channel)) is not None:
            notice = Notice(f"round{stamp}", place, Line(key, slots={"how": how(channel)}))
            await once(lambda there=there, notice=notice: there.notice(notice))  # type: ignore[misc]
