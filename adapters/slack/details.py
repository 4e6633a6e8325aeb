"""The form with which a request begins: the case, the ground, the details; then a link to the console's own form.

The core answers each step with buttons, as it does in direct messages (`bot/handlers/disclosure/beginning.py`); here they are
what can be chosen in a form, and handing it in presses them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.slack import render
from adapters.slack.interactions import Form
from adapters.slack.views import Views
from bot.domain.outgoing import DETAILS, Answer, Line

BUTTON = DETAILS.action
_Press = Callable[[str, str], Awaitable[Answer]]
"""An action and its subject: what the core answers."""


class NothingChosen(Exception):
    """What was handed in cannot be gone on with. `line` says why."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.key)
        self.line = line


async def first(views: Views, press: _Press) -> render.Arguments:
    """Which case; or whom to ask, for somebody who may not."""
    answer = await press(DETAILS.action, DETAILS.subject)
    return views.which_case(answer) if answer.line.key == "answer.details_which" else views.line(answer.line, _title())


async def following(form: Form, views: Views, press: _Press) -> render.Arguments:
    """The next step of a form that was handed in. Raises `NothingChosen`."""
    if form.ground is not None:
        return _shown(views, await press("details_ground", form.ground), form.ground)
    if (ground := form.about.get("ground")) is not None:
        return _shown(views, await _ticked(form, views, press, str(ground)), str(ground))
    reference = form.reference or form.case
    if not reference:
        raise NothingChosen(Line("slack.no_reference", views.lang))
    answer = await press("details_case", reference)
    if not answer.buttons:
        raise NothingChosen(answer.line)
    return views.which_ground(answer)


async def _ticked(form: Form, views: Views, press: _Press, ground: str) -> Answer:
    answer = await press("details_ground", ground)
    for wanted in sorted(form.picked):
        button = next((one for one in answer.buttons if one.action == "detail" and one.words == wanted), None)
        if button is not None:
            answer = await press(button.action, button.subject)
    go = next((button for button in answer.buttons if button.action == "details_go"), None)
    if go is None:
        raise NothingChosen(answer.line if form.picked else Line("slack.nothing_ticked_yet", views.lang))
    return await press(go.action, go.subject)


def _shown(views: Views, answer: Answer, ground: str) -> render.Arguments:
    if answer.page is not None or not answer.buttons:
        return views.paged(answer, _title())
    return views.which_details(answer, ground)


def _title() -> str:
    return f"button.{DETAILS.action}"
