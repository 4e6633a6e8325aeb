"""Every address of the console. A further part of it is one file with its `pages()`, and one line here."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from starlette.routing import Route

from adapters.web.console.asking import AskPages
from adapters.web.console.breaches import BreachPages
from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.glass import GlassPages
from adapters.web.console.guard import Guard, Page
from adapters.web.console.home import Home
from adapters.web.console.journal import JournalPages
from adapters.web.console.people import PeoplePages
from adapters.web.console.requests import RequestPages
from adapters.web.console.sign_in import SignIn
from adapters.web.console.story import StoryPages
from adapters.web.settings import PagesSettings
from adapters.web.verify import origin_of
from bot.ports.wording import Wording


class ConsolePages:
    """`clock` counts seconds, to bound how often somebody asks."""

    def __init__(
        self,
        settings: PagesSettings,
        wording: Wording,
        desk: Desk,
        templates: Environment,
        clock: Callable[[], float],
    ) -> None:
        frame = Frame(settings, wording, templates)
        self._guard = Guard(desk, frame, origin_of(settings.url), clock)
        self._sign_in = SignIn(desk, frame, self._guard)
        self._parts = (
            Home(desk, frame),
            RequestPages(desk, frame),
            AskPages(desk, frame),
            StoryPages(desk, frame),
            GlassPages(desk, frame),
            JournalPages(desk, frame),
            BreachPages(desk, frame),
            PeoplePages(desk, frame),
        )

    def pages(self) -> tuple[Page, ...]:
        """What is behind the sign-in."""
        return tuple(page for part in self._parts for page in part.pages())

    def routes(self) -> list[Route]:
        return [*self._sign_in.routes(), *(self._guard.page(page) for page in self.pages())]
