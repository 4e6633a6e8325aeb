"""What the room's addresses work with, put together by `channel.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.web.files import Files
from adapters.web.limits import Rate
from adapters.web.pages import Pages
from adapters.web.room import Room
from adapters.web.settings import WebSettings
from adapters.web.verify import Gate
from bot.domain.exercises import Exercises
from bot.ports.channel import Intake


@dataclass(frozen=True, slots=True)
class Deps:
    """`gate`, `cookie` (its name) and `intake` are asked for each time: the port and the core are known only at `start`.

    `rate` bounds what a session sends, `refusals` and `floods` what forged requests write into the journal.
    """

    settings: WebSettings
    room: Room
    files: Files
    pages: Pages
    gate: Callable[[], Gate]
    cookie: Callable[[], str]
    intake: Callable[[], Intake | None]
    rate: Rate
    refusals: Rate
    floods: Rate
    now: Callable[[], datetime]
    exercises: Exercises
