"""A request as its pages show it: colleagues by name, details by pseudonym, what happened in the order of its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.disclosure import WAS_OPEN, Disclosure, State, Vote
from bot.domain.disclosure_wish import Particulars, Statement, StatementKind, ToldOutside, VaultField
from bot.domain.grounds import Effect
from bot.domain.outgoing import Day
from bot.ports.disclosing import Colleague, Story
from bot.ports.looks import Shown
from redaction import Lang, RawText
from redaction.wording import told_in

Names = Mapping[str, str]
Say = Callable[..., str]
"""A sentence of ours in the reader's language: its key, its slots."""

GROUPS = ("look", "agree", "review", "note", "mine", "rest")
"""In what order a list is shown. Each request stands in the first that fits."""


@dataclass(frozen=True, slots=True, repr=False)
class Happened:
    """One line of a story: when, who ("" for nobody), the sentence's key, and what they said, as (label, text) pairs."""

    at: datetime | None
    who: str
    key: str
    said: tuple[tuple[str, str], ...] = ()


def names_of(colleagues: Iterable[Colleague]) -> dict[str, str]:
    """Whoever reads a request is told by name who takes part in it."""
    return {one.who: one.name.expose() for one in colleagues}


def pseudonyms(disclosure: Disclosure, lang: Lang) -> list[str]:
    return [told_in(lang, f"[{name.replace('_', ' ')}]") for name in disclosure.fields]


def offered(fields: Iterable[VaultField], lang: Lang) -> list[dict[str, str]]:
    """What could be opened: pseudonym and kind."""
    return [
        {"name": one.name, "pseudonym": told_in(lang, one.pseudonym), "kind": f"kind.{one.family}"} for one in fields
    ]


def values(shown: Iterable[Shown], lang: Lang) -> dict[str, list[str]]:
    """Pseudonym: every way in which it was written. The one place where the console shows what is opened."""
    found: dict[str, list[str]] = {}
    for one in shown:
        found.setdefault(told_in(lang, one.pseudonym), []).append(one.value.expose())
    return found


def group_of(story: Story, who: str) -> str:
    """Under which heading of `GROUPS` a request stands for somebody."""
    disclosure, may = story.disclosure, story.may
    if may & {"open_disclosure", "look_disclosure"}:
        return "look"
    if may & {"approve_disclosure", "refuse_disclosure", "answer_contest"}:
        return "agree"
    if "review_disclosure" in may:
        return "review"
    if to_note(disclosure, who):
        return "note"
    return "mine" if disclosure.by == who else "rest"


def to_note(disclosure: Disclosure, who: str) -> bool:
    """Whether the viewer still has to say what was told outside."""
    return (
        disclosure.viewer == who
        and disclosure.state in WAS_OPEN - {State.OPENED}
        and disclosure.told_outside_at is None
        and disclosure.ground.effect is Effect.LOOK
    )


def row(story: Story, names: Names, lang: Lang) -> dict[str, Any]:
    """What a list and the head of a page say of a request."""
    disclosure = story.disclosure
    naming = disclosure.ground.effect is Effect.NAME_LISTENER
    return {
        "id": disclosure.disclosure_id,
        "case": story.reference,
        "ground": f"ground.{disclosure.ground.ground_id}",
        "state": f"request.state_{'named' if naming and disclosure.state in WAS_OPEN else disclosure.state}",
        "fields": pseudonyms(disclosure, lang),
        "by": names.get(disclosure.by, disclosure.by),
        "viewer": names.get(disclosure.viewer, disclosure.viewer),
        "complained_of": [names.get(who, who) for who in disclosure.complained_of],
        "asked_at": disclosure.asked_at,
        "until": disclosure.lapses_at if disclosure.state is State.REQUESTED else disclosure.ends_at,
        "waits": disclosure.state in (State.REQUESTED, State.APPROVED),
        "review_due": disclosure.review_due,
        "agreed": len({vote.who for vote in disclosure.approvals}),
        "needed": disclosure.ground.approvals,
        "glass": disclosure.broken_glass,
        "minutes": disclosure.ground.view_minutes,
        "version": disclosure.ground.version,
        "names": naming,
    }


def told(story: Story, names: Names, lang: Lang, say: Say) -> list[Happened]:
    """What happened, oldest first; what has no date of its own comes last."""
    found = list(_steps(story, names, lang, say))
    return sorted(found, key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0))


def _steps(story: Story, names: Names, lang: Lang, say: Say) -> Iterator[Happened]:
    disclosure = story.disclosure
    for one in story.said or ():
        if isinstance(one.content, Particulars):
            begun = "request.did_break" if disclosure.broken_glass else "request.did_ask"
            pairs = tuple(_particulars(one.content, disclosure, lang, say))
            yield Happened(one.at, names.get(one.by, one.by), begun, pairs)
        elif isinstance(one.content, ToldOutside):
            key = "request.did_tell" if one.content.outside else "request.did_tell_nothing"
            yield Happened(one.at, names.get(one.by, one.by), key, tuple(_told_outside(one.content, say)))
        else:
            pairs = ((say("request.reason"), one.content.expose()),)
            yield Happened(one.at, names.get(one.by, one.by), _key_of(one, disclosure.reviews), pairs)
    if story.said is None:
        yield from _without_words(disclosure, names)
    for vote in disclosure.approvals:
        yield Happened(vote.at, names.get(vote.who, vote.who), "request.did_approve")
    for at in story.taken_back:
        yield Happened(at, "", "request.consent_taken_back")
    yield from _of_time(disclosure, names)


def _without_words(disclosure: Disclosure, names: Names) -> Iterator[Happened]:
    """What was said, once its words are destroyed with the case's key: who and when."""
    yield Happened(disclosure.asked_at, names.get(disclosure.by, disclosure.by), "request.did_ask")
    if disclosure.state is State.REFUSED:
        yield Happened(disclosure.ended_at, "", "request.was_refused")
    for vote in disclosure.reviews:
        key = "request.did_review_right" if vote.yes else "request.did_review_wrong"
        yield Happened(vote.at, names.get(vote.who, vote.who), key)


def _key_of(statement: Statement, reviews: Iterable[Vote]) -> str:
    if statement.kind is not StatementKind.REVIEW:
        return f"request.did_{statement.kind}"
    right = any(vote.yes for vote in reviews if vote.who == statement.by)
    return "request.did_review_right" if right else "request.did_review_wrong"


def _of_time(disclosure: Disclosure, names: Names) -> Iterator[Happened]:
    """What is kept as a date alone."""
    if disclosure.ground.effect is Effect.NAME_LISTENER:
        if disclosure.opened_at:
            yield Happened(disclosure.opened_at, names.get(disclosure.viewer, disclosure.viewer), "request.did_join")
    else:
        yield from _of_view(disclosure, names)
    if disclosure.state is State.LAPSED:
        yield Happened(disclosure.ended_at, "", "request.did_lapse")
    if disclosure.state is State.WITHDRAWN:
        yield Happened(disclosure.ended_at, names.get(disclosure.by, disclosure.by), "request.did_withdraw")


def _of_view(disclosure: Disclosure, names: Names) -> Iterator[Happened]:
    if disclosure.opened_at and not disclosure.broken_glass:
        yield Happened(disclosure.opened_at, names.get(disclosure.viewer, disclosure.viewer), "request.did_open")
    if disclosure.closes_at and disclosure.state is not State.OPENED:
        yield Happened(disclosure.closes_at, "", "request.was_closed")
    if disclosure.members_told_at:
        yield Happened(disclosure.members_told_at, "", "request.were_told")
    elif disclosure.opened_at:
        yield Happened(disclosure.tell_members_at, "", "request.will_be_told")


def _particulars(content: Particulars, disclosure: Disclosure, lang: Lang, say: Say) -> Iterator[tuple[str, str]]:
    for name, reason in content.reasons.items():
        yield told_in(lang, f"[{name.replace('_', ' ')}]"), reason.expose()
    for name, answer in content.answers.items():
        label = say(f"question.{disclosure.ground.ground_id}_{name}")
        if isinstance(answer, RawText):
            yield label, answer.expose()
        else:
            yield label, say("request.day", day=Day(answer)) if isinstance(answer, datetime) else say("request.yes")
    if content.addressee:
        yield say("request.addressee"), content.addressee.expose()
    yield say("request.consent"), say(f"request.consent_{content.consent.how}")
    if content.consent.words:
        yield say("request.consent_words"), content.consent.words.expose()
    if content.consent.on and content.consent.lang:
        day = say("request.day", day=Day(content.consent.on))
        yield say("request.consent_on"), f"{day}, {say(f'request.in_{content.consent.lang}')}"
    if content.instead:
        yield say("request.instead"), content.instead.expose()


def _told_outside(content: ToldOutside, say: Say) -> Iterator[tuple[str, str]]:
    if content.outside:
        yield say("request.what"), content.what.expose()
        yield say("request.to"), content.to.expose()
        if content.on:
            yield say("request.on"), say("request.day", day=Day(content.on))
