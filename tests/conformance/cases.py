"""What every channel is held to, and what one may do without, if it says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.capabilities import Capabilities
from bot.domain.messages import Kind


class Case(StrEnum):
    """A case of the suite; the value is the ending of its test's name."""

    RECEIVE = "receive"
    REDACT = "redact"
    POST = "post"
    THREAD = "thread"
    EDIT = "edit"
    DELETE = "delete"
    PRIVATE = "private"
    WITHHOLD = "withhold"
    FORGED = "forged"
    DUPLICATE = "duplicate"
    OVERSIZE = "oversize"
    UNKNOWN = "unknown"
    LANGUAGES = "languages"
    QUIET = "quiet"


PROMISES: Mapping[Case, str] = {
    Case.RECEIVE: "what names nobody stands as it was written, and nothing of it is kept",
    Case.REDACT: "details are hidden where colleagues look",
    Case.POST: "the redacted version stands once, under its author's name, with its case",
    Case.THREAD: "an answer keeps the pseudonym, and who asked hears of it",
    Case.EDIT: "a name that comes in with a change is hidden",
    Case.DELETE: "what its author deletes is gone",
    Case.PRIVATE: "only the author is told what was hidden, and never the detail itself",
    Case.WITHHOLD: "what cannot be read goes back to its author; a line stands in its place",
    Case.FORGED: "a request that somebody made up is refused, journalled, and shown to nobody",
    Case.DUPLICATE: "an event that comes twice is one message",
    Case.OVERSIZE: "the longest message is posted whole or goes back, never cut",
    Case.UNKNOWN: "an event that nobody knows is journalled, and changes nothing",
    Case.LANGUAGES: "English, French and both in one line",
    Case.QUIET: "no name in the database, the engine or the log",
}


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why a channel cannot do a case. `page`: where the platform says so. `limit`: the wording key that tells people.

    `limit` is "" where it is nothing that anybody misses: who cannot be called need not refuse a forged call.
    """

    reason: str
    page: str
    limit: str = ""


MAY_LACK: Mapping[Case, Callable[[Capabilities], bool]] = {
    Case.EDIT: lambda declared: Kind.EDITED not in declared.hears,
    Case.DELETE: lambda declared: Kind.DELETED not in declared.hears,
    Case.FORGED: lambda declared: not declared.called,
}
"""How a channel declares that it cannot do a case. What is not here, no channel may do without."""
