"""Somebody pressed a button of ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.domain.cases import Purpose
from bot.domain.drafts import Change, Wanted
from bot.domain.messages import Inbound
from bot.domain.outgoing import Answer, Line, Press
from bot.domain.records import NoteKind, NoteState, PostState
from bot.domain.rounds import place_of_word
from bot.handlers import code
from bot.handlers.access import Action, Target, allowed
from bot.handlers.belongs import belongs
from bot.handlers.compose import change, drop, expect, send
from bot.handlers.consent import CONSENT_ACTIONS, note_consent
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.disclosure import beginning, objecting
from bot.handlers.disclosure.leading import OBJECT, SEE, see
from bot.handlers.fields import answer_field
from bot.handlers.hand_over import give, take
from bot.handlers.handing_out import PAPER_ACTIONS, hand_out_pressed
from bot.handlers.mend import Mended, apart, ask_which, ask_words, show, withdraw
from bot.handlers.menu import CASE_ACTIONS, ask, call, cases, console, do, of_case, the_code, who_is
from bot.handlers.missed import bring_back, choose, done, open_choices
from bot.handlers.permission import offer, take_permission_back
from bot.handlers.preview import options, which
from bot.handlers.rounds.joining import join_round, leave_round
from bot.handlers.sheets import page_of
from bot.handlers.urgent import alert, open_at_once, urgent, whom
from bot.ports.detector import DetectionFailed
from bot.ports.store import Wiped

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Pressed:
    """The answer, the entries whose posts are ready now, an event of ours that is to be received, private words to be sent."""

    answer: Answer
    publish: tuple[str, ...] = ()
    receive: Inbound | None = None
    draft: str | None = None
    """The draft that ends once `receive` is stored."""
    told: tuple[str, ...] = ()


async def press(context: Context, press: Press) -> Pressed:
    """What the button does; an unknown one is answered, not ignored."""
    action = _ACTIONS.get(press.action)
    if action is None:
        return _say(press, "answer.unknown")
    try:
        return await action(context, press)
    except (ValueError, IndexError) as error:  # most likely a subject that is not as we made it
        log.warning("press_not_understood", action=press.action, error=type(error).__name__)
        return _say(press, "answer.unknown")
    except Wiped:
        return _say(press, "answer.gone")
    except DetectionFailed:
        return _say(press, "answer.draft_unreadable")


async def _hidden(context: Context, press: Press) -> Pressed:
    """The author asks what was hidden in the message under which the button stands."""
    async with context.store.read() as unit:
        record = await unit.posts.record(press.subject)
        if record is None:
            return _say(press, "answer.gone")
        if not await allowed(unit, Action.SEE_HIDDEN, press.by, Target(entry_id=record.entry_id)):
            return _say(press, "answer.not_yours")
        started = await unit.people.started(press.by)
        try:
            spans = await unit.inbox.hidden(record.entry_id)
        except Wiped:
            return _say(press, "answer.gone")
    line = Line("answer.hidden", press.lang, {"count": len(spans)})
    return Pressed(Answer(line, hidden=spans, open_private=not started))


async def _claim(context: Context, press: Press) -> Pressed:
    """The author of a held message asks for it."""
    async with context.store.read() as unit:
        if not await allowed(unit, Action.CLAIM_HELD, press.by, Target(entry_id=press.subject)):
            return _say(press, "answer.not_yours")
        backs = [note for note in await unit.notes.of_entry(press.subject) if note.kind is NoteKind.GIVE_BACK]
    waiting = [note for note in backs if note.state is NoteState.PENDING]
    reached = [await deliver(context, note) for note in waiting]
    if not all(reached):
        return Pressed(Answer(Line("answer.start_first", press.lang), open_private=True))
    return _say(press, "answer.claimed" if backs else "answer.gone")


async def _post_redacted(context: Context, press: Press) -> Pressed:
    """The author of a message that the bot may not remove wants the redacted version posted."""
    async with context.store.begin() as unit:
        record = await unit.posts.record(press.subject)
        if record is None:
            return _say(press, "answer.gone")
        if not await allowed(unit, Action.POST_REDACTED, press.by, Target(entry_id=record.entry_id)):
            return _say(press, "answer.not_yours")
        if record.state is PostState.OFFERED:
            await unit.posts.move(record.post_id, PostState.READY)
    return Pressed(Answer(Line("answer.posted", press.lang)), publish=(record.entry_id,))


async def _draft_send(context: Context, press: Press) -> Pressed:
    """`subject`: a draft, the version that its author saw, and where it is to go: "ab12/3/-100123", "ab12/3/"."""
    draft_id, version, conversation = press.subject.split("/")
    place = place_of_word(press.by.channel, conversation) if conversation else None
    return _received(await send(context, press.by, draft_id, place, int(version)), press, draft_id, "answer.draft_sent")


async def _draft_change(context: Context, press: Press) -> Pressed:
    """`subject`: a draft, its version, and what is chosen: "ab12/3", "ab12/3/0", "ab12/3/C-7K2P4"."""
    draft_id, version, *chosen = press.subject.split("/")
    wish = Change(draft_id, version=int(version))
    match press.action, chosen:
        case "draft_show", [number]:
            wish = replace(wish, show=(int(number),))
        case "draft_apart", [number]:
            wish = replace(wish, apart=(int(number),))
        case "draft_case", [reference]:
            wish = replace(wish, case=reference)
        case "draft_own_case", []:
            wish = replace(wish, case="")
        case "draft_nameless" | "draft_named", []:
            wish = replace(wish, nameless=press.action == "draft_nameless")
        case _:
            wish = replace(wish, purpose=Purpose(press.action.removeprefix("draft_")))
    return Pressed(await change(context, press.by, wish))


async def _missed_done(context: Context, press: Press) -> Pressed:
    ended = await done(context, press)
    return (
        _mended(ended) if isinstance(ended, Mended) else _received(ended, press, press.subject, "answer.missed_hidden")
    )


async def _belongs(context: Context, press: Press) -> Pressed:
    ended = await belongs(context, press)
    if isinstance(ended, Answer):
        return Pressed(ended)
    return Pressed(Answer(Line("answer.belongs", press.lang)), receive=ended)


async def _bring_back(context: Context, press: Press) -> Pressed:
    ended = await bring_back(context, press)
    return (
        _mended(ended) if isinstance(ended, Mended) else _received(ended, press, press.subject, "answer.brought_back")
    )


def _received(ended: Inbound | Answer, press: Press, draft_id: str, key: str) -> Pressed:
    if isinstance(ended, Answer):
        return Pressed(ended)
    return Pressed(replace(Answer(Line(key, press.lang)), ended=True), receive=ended, draft=draft_id)


def _mended(mended: Mended) -> Pressed:
    return Pressed(mended.answer, mended.publish, told=mended.told)


async def _paper(context: Context, press: Press) -> Pressed:
    return Pressed(hand_out_pressed(context, press.action, press.subject, press.lang))


async def _answered(answer: Awaitable[Answer]) -> Pressed:
    return Pressed(await answer)


async def _changed(mended: Awaitable[Mended]) -> Pressed:
    return _mended(await mended)


def _say(press: Press, key: str) -> Pressed:
    return Pressed(Answer(Line(key, press.lang)))


_ACTIONS: dict[str, Callable[[Context, Press], Awaitable[Pressed]]] = {
    "hidden": _hidden,
    "claim": _claim,
    "post_redacted": _post_redacted,
    "take": lambda context, press: _answered(take(context, press)),
    "give": lambda context, press: _answered(give(context, press)),
    "not_detail": lambda context, press: _answered(ask_which(context, press)),
    "show": lambda context, press: _changed(show(context, press)),
    "show_sure": lambda context, press: _changed(show(context, press, sure=True)),
    "apart": lambda context, press: _changed(apart(context, press)),
    "hide_more": lambda context, press: _answered(ask_words(context, press, Wanted.HIDE_IN_POST)),
    "correct": lambda context, press: _answered(ask_words(context, press, Wanted.CORRECT)),
    "withdraw": lambda context, press: _answered(withdraw(context, press)),
    "draft_send": _draft_send,
    **dict.fromkeys(
        (
            *("draft_show", "draft_apart", "draft_case", "draft_own_case", "draft_nameless", "draft_named"),
            *(f"draft_{purpose}" for purpose in Purpose),
        ),
        _draft_change,
    ),
    "draft_which": lambda context, press: _answered(which(context, press.by, press.subject, press.lang)),
    "draft_options": lambda context, press: _answered(options(context, press.by, press.subject, press.lang)),
    "draft_page": lambda context, press: _answered(page_of(context, press.by, press.subject, press.lang)),
    "draft_more": lambda context, press: _answered(expect(context, press.by, press.subject, press.lang)),
    "draft_drop": lambda context, press: _answered(drop(context, press.by, press.subject, press.lang)),
    "menu_ask": lambda _, press: _answered(ask(press)),
    "menu_call": lambda context, press: _answered(call(context, press)),
    "menu_cases": lambda context, press: _answered(cases(context, press)),
    "menu_code": lambda context, press: _answered(the_code(context, press)),
    "menu_console": lambda context, press: _answered(console(context, press)),
    "menu_urgent": lambda context, press: _answered(urgent(context, press.by, press.lang)),
    "alert_whom": lambda context, press: _answered(whom(context, press)),
    "alert": lambda context, press: _changed(alert(context, press)),
    "glass": lambda context, press: _answered(open_at_once(context, press)),
    SEE: lambda context, press: _answered(see(context, press)),
    OBJECT: lambda context, press: _answered(objecting.ask_why(context, press)),
    "menu_details": lambda context, press: _answered(beginning.begin(context, press.by, press.lang)),
    "details_case": lambda context, press: _answered(beginning.of_case(context, press.by, press.subject, press.lang)),
    "details_ground": lambda context, press: _answered(beginning.on_ground(context, press)),
    "detail": lambda context, press: _answered(beginning.tick(context, press)),
    "detail_not": lambda context, press: _answered(beginning.tick(context, press)),
    "details_go": lambda context, press: _answered(beginning.go_on(context, press)),
    "case_menu": lambda context, press: _answered(of_case(context, press)),
    "who_is": lambda context, press: _answered(who_is(context, press)),
    **dict.fromkeys(CASE_ACTIONS, lambda context, press: _answered(do(context, press))),
    **dict.fromkeys(CONSENT_ACTIONS, lambda context, press: _answered(note_consent(context, press))),
    **dict.fromkeys(PAPER_ACTIONS, _paper),
    "round_join": lambda context, press: _answered(join_round(context, press.by, press.subject, press.lang)),
    "round_leave": lambda context, press: _answered(leave_round(context, press.by, press.subject, press.lang)),
    "grant_field": lambda context, press: _answered(answer_field(context, press, granted=True)),
    "refuse_field": lambda context, press: _answered(answer_field(context, press, granted=False)),
    "missed": lambda context, press: _answered(choose(context, press)),
    "missed_not": lambda context, press: _answered(choose(context, press)),
    "missed_open": lambda context, press: _answered(open_choices(context, press)),
    "missed_done": _missed_done,
    "belongs": _belongs,
    "bring_back": _bring_back,
    "code_read": lambda context, press: _answered(code.read(context, press)),
    "code_en": lambda context, press: _answered(code.read(context, press, "en")),
    "code_fr": lambda context, press: _answered(code.read(context, press, "fr")),
    "code_accept": lambda context, press: _answered(code.accept(context, press)),
    "permit": lambda context, press: _answered(offer(context, press)),
    "permit_end": lambda context, press: _answered(take_permission_back(context, press)),
    "training_did": lambda context, press: _answered(code.training_done(context, press.by, press.lang)),
}
