"""What follows when a raw message was removed, or could not be.

One table: how the channel removes, how the removal ended -> what is posted, who is told, whether somebody is exposed.
A platform that will not let the bot delete is never a silent hole: the author is told at once, and the journal
keeps the message as exposed until it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.capabilities import Removal
from bot.domain.outgoing import Outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do after the attempt. `note`, `notice`, `alert` are wording keys; `offer` leaves posting to the author.

    `poll_note`: what is said instead of `note` of a poll, whose votes are lost; `files_note`: of one with pictures or documents.
    """

    note: str
    post: bool = True
    offer: bool = False
    notice: str | None = None
    alert: str | None = None
    poll_note: str | None = None
    files_note: str | None = None
    exposed: bool = False
    stands: bool = False
    """The author's message is the post: there is nothing to post any more."""


_REMOVED = Plan(note="note.redacted", poll_note="note.redacted_poll", files_note="note.redacted_files")
_NEVER_SHOWN = Plan(note="note.redacted_before", files_note="note.redacted_files")
_IN_PLACE = Plan(note="note.in_place", post=False, stands=True)
COMPOSED = Plan(note="note.composed")
"""It was composed privately: nobody saw it raw."""
_NO_RIGHT = Plan(note="note.exposed_posted", notice="notice.exposed", alert="alert.rights", exposed=True)
_TOO_OLD = Plan(note="note.too_old", post=False, notice="notice.too_old", alert="alert.exposed", exposed=True)
_AUTHOR_DECIDES = Plan(note="note.exposed", post=False, offer=True, alert="alert.exposed", exposed=True)

PLANS: dict[tuple[Removal, Outcome], Plan] = {
    (Removal.NEVER_SHOWN, Outcome.DONE): _NEVER_SHOWN,
    (Removal.NEVER_SHOWN, Outcome.GONE): _NEVER_SHOWN,
    (Removal.IN_PLACE, Outcome.DONE): _IN_PLACE,
    (Removal.IN_PLACE, Outcome.GONE): _REMOVED,
    (Removal.BY_BOT, Outcome.DONE): _REMOVED,
    (Removal.BY_BOT, Outcome.GONE): _REMOVED,
    (Removal.BY_BOT, Outcome.TOO_OLD): _TOO_OLD,
    (Removal.BY_BOT, Outcome.FORBIDDEN): _NO_RIGHT,
    (Removal.BY_AUTHOR, Outcome.DONE): _REMOVED,
    (Removal.BY_AUTHOR, Outcome.GONE): _REMOVED,
    (Removal.BY_AUTHOR, Outcome.FORBIDDEN): _AUTHOR_DECIDES,
}


def plan(removal: Removal, outcome: Outcome) -> Plan:
    """The row for this end; an end that the table does not list counts as "no right"."""
    return PLANS.get((removal, outcome), _AUTHOR_DECIDES if removal is Removal.BY_AUTHOR else _NO_RIGHT)
