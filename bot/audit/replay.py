"""The state of every disclosure told anew from the journal alone, and held against what the database keeps of it.

A sealed record cannot be made without the key, but an older one of the same request can be put back where it was; and a
record can be deleted. The journal says what it must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.audit.chain import Fault, Link
from bot.domain import disclosure_entries as entries
from bot.domain.breach import TABLE as BREACHES
from bot.domain.breach import BreachEvent, BreachState
from bot.domain.breach_entries import BreachClosed, BreachNotified
from bot.domain.disclosure import BEGINS, Disclosure, Event, OutOfTurn, Start, State, after

BROKEN = "broken"
NO_TEXT = "none"
"""Stands for a commitment where the case's key was gone already and no text could be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database has of one request.

    `record`: None if its seal is broken; `texts`: the commitments of what was said, in order, None once the case's key is gone.
    `file`: the state of its breach file, "" where there is none, `BROKEN` if its seal is.
    """

    record: Disclosure | None
    texts: tuple[str, ...] | None
    file: str = ""


@dataclass(slots=True)
class Told:
    """What the journal says of one request. `facts`: as `_facts` has them; `last`: number of its latest entry; `file`: as in `Kept`."""

    state: State
    facts: dict[str, Any]
    last: int
    texts: list[str] = field(default_factory=list)
    owed: bool = False
    file: str = ""


def replay(links: Iterable[Link]) -> tuple[dict[str, Told], list[Fault]]:
    """Every request of which the journal tells, by id; and the entries that tell what cannot have happened."""
    told: dict[str, Told] = {}
    faults: list[Fault] = []
    for link in links:
        one = str(link.body.get("disclosure", ""))
        try:
            if link.kind == entries.DisclosureRequested.kind:
                told[one] = _begun(link)
            elif link.kind in _EVENTS or link.kind == entries.DisclosureOpened.kind:
                _step(told[one], link)
            elif event := _of_file(link):
                _file_step(told[one], event, link.seq)
        except (OutOfTurn, KeyError, TypeError, ValueError):
            state = told[one].state.value if one in told else "-"
            faults.append(Fault("out_of_turn", link.seq, {"disclosure": one, "state": state}))
    return told, faults


def compare(told: Mapping[str, Told], kept: Mapping[str, Kept]) -> list[Fault]:
    """Where the database has something else than the journal tells."""
    found = [Fault("request_unknown", 0, {"disclosure": one}) for one in kept.keys() - told.keys()]
    for one, said in told.items():
        if code := _difference(said, kept.get(one)):
            record = kept[one].record if one in kept else None
            slots = {"disclosure": one, "state": said.state.value, "kept": record.state.value if record else "-"}
            found.append(Fault(code, said.last, slots))
        elif one in kept and kept[one].file != said.file:
            slots = {"disclosure": one, "state": said.file or "-", "kept": kept[one].file or "-"}
            found.append(Fault("breach_state", said.last, slots))
    return found


def _difference(told: Told, kept: Kept | None) -> str:
    if kept is None:
        return "request_gone"
    if kept.record is None:
        return "request_broken"
    if kept.record.state is not told.state:
        return "request_state"
    if _facts(kept.record) != told.facts:
        return "request_differs"
    if kept.texts is not None and list(kept.texts) != [text for text in told.texts if text != NO_TEXT]:
        return "request_texts"
    return ""


def _facts(record: Disclosure) -> dict[str, Any]:
    return {
        "case": record.case_id,
        "ground": record.ground.ground_id,
        "version": record.ground.version,
        "fields": "+".join(record.fields) or "none",
        "viewer": record.viewer,
        "by": record.by,
        "consent": record.consent.value,
        "how": (Start.BREAK_GLASS if record.broken_glass else Start.ASK).value,
        "approvals": [vote.who for vote in record.approvals if vote.yes],
        "reviews": [(vote.who, int(vote.yes)) for vote in record.reviews],
        "contested_by": record.contested_by,
    }


_ASKED = ("case", "ground", "version", "fields", "viewer", "by", "consent", "how")


def _begun(link: Link) -> Told:
    body = link.body
    start = Start(body["how"])
    facts = {name: body[name] for name in _ASKED} | {"approvals": [], "reviews": [], "contested_by": None}
    return Told(BEGINS[start], facts, link.seq, [body["text"]], owed=start is Start.BREAK_GLASS)


_EVENTS: Mapping[str, Event] = {
    entries.DisclosureApproved.kind: Event.APPROVE,
    entries.DisclosureRefused.kind: Event.REFUSE,
    entries.DisclosureWithdrawn.kind: Event.WITHDRAW,
    entries.DisclosureLapsed.kind: Event.LAPSE,
    entries.DisclosureLooked.kind: Event.LOOK,
    entries.DisclosureClosed.kind: Event.CLOSE,
    entries.DisclosureToldOutside.kind: Event.TELL,
    entries.DisclosureContested.kind: Event.CONTEST,
    entries.ContestAnswered.kind: Event.ANSWER,
    entries.DisclosureReviewed.kind: Event.REVIEW,
    entries.ReviewEnded.kind: Event.REVIEW_LAST,
}


_STEPS_OF_FILE: Mapping[str, BreachEvent] = {
    entries.BreachFound.kind: BreachEvent.FIND,
    BreachNotified.kind: BreachEvent.NOTIFY,
    BreachClosed.kind: BreachEvent.CLOSE,
}


def _of_file(link: Link) -> BreachEvent | None:
    """The event of the breach file's table that an entry tells of."""
    if link.kind == BreachNotified.kind and link.body["to"] == "person":
        return BreachEvent.TELL_PERSON
    return _STEPS_OF_FILE.get(link.kind)


def _file_step(told: Told, event: BreachEvent, number: int) -> None:
    """Raises `KeyError` for what cannot follow, a step on a file that nobody began among them."""
    told.last = number
    begun = told.file or (BreachState.OPEN if event is BreachEvent.FIND else "")
    told.file = BREACHES[BreachState(begun), event].value


def _step(told: Told, link: Link) -> None:
    """Take one entry's step. Raises `OutOfTurn`."""
    body, told.last = link.body, link.seq
    if "text" in body:
        told.texts.append(body["text"])
    if event := _event(told, link):
        told.state = after(told.state, event)
    if event is Event.CONTEST:
        told.facts["contested_by"] = body["by"]
    elif event in (Event.ANSWER, Event.ANSWER_FIRST):
        told.facts["contested_by"] = None
    elif event in (Event.APPROVE, Event.APPROVE_LAST):
        told.facts["approvals"].append(body["by"])
    elif event is Event.REVIEW:
        told.facts["reviews"].append((body["by"], body["right"]))
    elif event is Event.REVIEW_LAST:
        told.owed = False


def _event(told: Told, link: Link) -> Event | None:
    """The event of the table that an entry tells of; None for the opening that breaking the glass is already."""
    if link.kind == entries.DisclosureOpened.kind:
        return None if link.body["how"] == Start.BREAK_GLASS else Event.OPEN
    event = _EVENTS[link.kind]
    if event is Event.APPROVE and link.body["given"] >= link.body["needed"]:
        return Event.APPROVE_LAST
    if event is Event.ANSWER and told.owed:
        return Event.ANSWER_FIRST
    return event
