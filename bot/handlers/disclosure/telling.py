"""Private words about requests: kinds of details and colleagues' names, never a value, never where more than one reads.

Each is kept under an id of its own that begins with the request's, so that the journal can say what it was about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.domain.disclosure import Disclosure
from bot.domain.disclosure_entries import MembersTold
from bot.domain.outgoing import Button, Line, Note, Opaque
from bot.domain.records import NoteKind
from bot.handlers.access import Action
from bot.handlers.code import language_of
from bot.handlers.context import Context
from bot.handlers.disclosure.leading import buttons_for
from bot.handlers.disclosure.turn import able
from bot.handlers.notes import account_of, queue_note
from bot.ports.detector import DetectionFailed
from bot.ports.store import UnitOfWork, Wiped
from redaction import NOTHING_KEPT, Lang, RawText, RedactedText
from redaction.wording import told_in

Slot = RedactedText | Opaque | int | datetime | Line
_ID_CHARACTERS = 20


async def tell(
    context: Context,
    unit: UnitOfWork,
    about: str,
    to: Iterable[str],
    key: str,
    case_id: str,
    buttons: Mapping[str, Sequence[Button]] = MappingProxyType({}),
    **slots: Slot,
) -> list[str]:
    """Queue a private word to each of `to` who can be written to; ids of the notes.

    `about`: the request, or the case. `buttons`: what each of them can press under it.
    """
    case, queued = await unit.cases.case(case_id), []
    for who in dict.fromkeys(to):
        account = await account_of(context, unit, who)
        if account is None:
            continue
        lang = await language_of(unit, account, None)
        said = {name: _worded(value, lang) for name, value in slots.items()}
        line = Line(f"note.{key}", lang, {"case": Opaque(case.reference), **said})
        tail = unit.key(key, about, who, context.clock.now().isoformat())[:_ID_CHARACTERS]
        note = Note(note_id=f"{about}.{tail}", to=account, line=line, buttons=tuple(buttons.get(who, ())))
        if await queue_note(context, unit, note, note.note_id, NoteKind.DISCLOSURE):
            queued.append(note.note_id)
    return queued


async def tell_of(
    context: Context, unit: UnitOfWork, disclosure: Disclosure, to: Iterable[str], key: str, **slots: Slot
) -> list[str]:
    """The same about a request, with a way to it for whom the console is for."""
    told = list(to)
    buttons = {who: await buttons_for(context, unit, disclosure, who, key) for who in told}
    return await tell(context, unit, disclosure.disclosure_id, told, key, disclosure.case_id, buttons, **slots)


async def tell_able(
    context: Context, unit: UnitOfWork, disclosure: Disclosure, action: Action, key: str, **slots: Slot
) -> list[str]:
    """The same to everybody who may do `action` on it now."""
    return await tell_of(context, unit, disclosure, await able(unit, disclosure, action), key, **slots)


async def tell_may_look(context: Context, unit: UnitOfWork, disclosure: Disclosure) -> list[str]:
    """The viewer hears what they may look at, and until when."""
    slots: dict[str, Slot] = {
        "words": fields_of(disclosure),
        "until": disclosure.ends_at,
        "ground": ground_of(disclosure),
    }
    return await tell_of(context, unit, disclosure, [disclosure.viewer], "disclosure_may_look", **slots)


async def tell_members(context: Context, unit: UnitOfWork, disclosure: Disclosure) -> list[str]:
    """The case's volunteers hear of the opening; journalled, with how many could be reached. None is left out."""
    members = await unit.cases.members(await unit.cases.home(disclosure.case_id))
    to = [member.who for member in members if member.who != disclosure.viewer]
    slots: dict[str, Slot] = {
        "byline": await byline_of(context, unit, disclosure.viewer),
        "words": fields_of(disclosure),
        "ground": ground_of(disclosure),
        "at": disclosure.opened_at or context.clock.now(),
    }
    queued = await tell_of(context, unit, disclosure, to, "disclosure_members", **slots)
    told = MembersTold(
        at=context.clock.now(),
        disclosure=disclosure.disclosure_id,
        case=disclosure.case_id,
        count=len(queued),
        after_days=disclosure.ground.tell_after_days,
    )
    await unit.journal.append(told)
    return queued


def ground_of(disclosure: Disclosure) -> Line:
    """The name of the ground, as a slot."""
    return Line(f"ground.{disclosure.ground.ground_id}")


def fields_of(disclosure: Disclosure) -> Opaque:
    """The pseudonyms of what is to be opened, as a slot: "[Person A], [phone 1]"."""
    return Opaque(*(pseudonym_of(name) for name in disclosure.fields))


def pseudonym_of(field: str) -> str:
    """The field "Person_A" as it stands in messages: "[Person A]"."""
    return f"[{field.replace('_', ' ')}]"


async def byline_of(context: Context, unit: UnitOfWork, who: str) -> RedactedText:
    """A colleague's name: as the roster has it, else as the bot met them."""
    if (member := await unit.roster.member(who)) is not None:
        return context.detector.byline(member.name)
    met = [await unit.people.name(account) for account in await unit.roster.reach(who)]
    return context.detector.byline(next((name for name in met if name), RawText(who)))


async def aloud(context: Context, case_id: str, text: RawText) -> RedactedText | None:
    """What somebody wrote, without details, to be said in a chat; None where that cannot be made sure of."""
    try:
        async with context.store.read() as unit:
            memory, _ = await unit.cases.memory(case_id)
        said, _ = await context.detector.redact(text, memory, NOTHING_KEPT)
    except (DetectionFailed, Wiped):
        return None
    return said.text


def _worded(slot: Slot, lang: Lang | None) -> Slot:
    """Pseudonyms in the reader's language."""
    if isinstance(slot, Opaque) and slot.startswith("["):
        return Opaque(*(told_in(lang or "en", word) for word in slot.split(", ")))
    return slot
