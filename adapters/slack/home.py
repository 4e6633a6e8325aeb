"""The app's Home tab: the buttons, and the person's cases (docs.slack.dev/surfaces/app-home)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.markup import to_slack
from adapters.slack.people import People
from adapters.slack.render import LABEL
from bot.domain.home import AtHome, CaseAtHome
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Line
from bot.ports.channel import Intake
from bot.ports.wording import Wording
from redaction import Lang, RawText

TAB = "home"


class Home:
    """Publishes it anew each time that somebody opens the tab."""

    def __init__(
        self,
        intake: Intake,
        client: SlackClient,
        people: People,
        wording: Wording,
        link: Callable[[MessageRef], Awaitable[str | None]],
    ) -> None:
        self._intake, self._client, self._people = intake, client, people
        self._wording, self._link = wording, link

    async def show(self, who: PersonRef) -> None:
        """For one person. A fault is logged: they open it again."""
        person = await self._people.get(who.account)
        at_home = await self._intake.home(who, RawText(person.name), person.lang)
        links = [await self._link(case.latest) if case.latest else None for case in at_home.cases]
        view = {"type": TAB, "blocks": self._blocks(at_home, links)}
        try:
            await self._client.do("views.publish", {"user_id": who.account, "view": view})
        except SlackFault as fault:
            structlog.get_logger("adapters.slack").warning("slack.home_not_shown", code=fault.code)

    def _blocks(self, at_home: AtHome, links: Sequence[str | None]) -> list[dict[str, Any]]:
        lang, cases = at_home.lang, at_home.cases
        key = "home.cases" if cases else "answer.menu_no_cases"
        return [
            self._text(Line("home.welcome", lang)),
            {"type": "actions", "elements": [self._button(one.action, one.subject, lang) for one in at_home.menu]},
            {"type": "divider"},
            self._text(Line(key, lang, {"count": len(cases)})),
            *(self._case(case, link, lang) for case, link in zip(cases, links, strict=True)),
        ]

    def _case(self, case: CaseAtHome, link: str | None, lang: Lang) -> dict[str, Any]:
        reference = str.__str__(case.reference)
        seen = f" · <{link}|{self._wording.render(Line('slack.see_post', lang))}>" if link else ""
        text = {"type": "mrkdwn", "text": f"*{reference}*{seen}", "verbatim": True}
        return {"type": "section", "text": text, "accessory": self._button("case_menu", reference, lang)}

    def _text(self, line: Line) -> dict[str, Any]:
        said = to_slack(self._wording.render(line))
        return {"type": "section", "text": {"type": "mrkdwn", "text": said, "verbatim": True}}

    def _button(self, action: str, subject: str, lang: Lang) -> dict[str, Any]:
        label = {"type": "plain_text", "text": self._wording.label(action, lang)[:LABEL]}
        return {"type": "button", "action_id": action, "value": subject, "text": label}
