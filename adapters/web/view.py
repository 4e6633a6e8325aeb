"""What a page is for: who looks, in which language, and what it shows of their cases."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.web.settings import RoomPerson
from bot.domain.home import CaseAtHome
from bot.domain.outgoing import Button
from redaction import Lang


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, in which language, and the token that lets this session write as them.

    `exercise`: the one they are at. `desk`: the page about cases that they are at: "cases", a reference, "" for none.
    """

    person: RoomPerson
    lang: Lang
    token: str
    exercise: str = ""
    desk: str = ""

    @property
    def path(self) -> str:
        return f"/{self.lang}/{self.person.account}"

    @property
    def here(self) -> str:
        """The page about cases that they are at, else the room."""
        return self.path + {"": "", "cases": "/cases"}.get(self.desk, f"/cases/{self.desk}")


@dataclass(frozen=True, slots=True)
class Desk:
    """`offers`: references of the cases that somebody may write into, wherever they are. The rest is for the pages about cases.

    `cases`: all of theirs; `case`: the one that is looked at, with its `buttons`; None for the list.
    """

    offers: tuple[str, ...] = ()
    cases: tuple[CaseAtHome, ...] = ()
    case: CaseAtHome | None = None
    buttons: tuple[Button, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether there is somebody whom they may look at."""
        return any(case.open and case.shared for case in self.cases)

    @property
    def others(self) -> tuple[CaseAtHome, ...]:
        """Open cases that may be found to be the one that is looked at."""
        return tuple(case for case in self.cases if case.open and case is not self.case)
