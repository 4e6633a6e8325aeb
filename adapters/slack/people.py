"""Names and languages of members: from `users.info`, kept for an hour; a language that somebody chose comes before Slack's."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.parse import NAME
from bot.domain.messages import Inbound, PersonRef
from redaction import Lang, RawText

KEPT = 3600.0
MOST = 5000


@dataclass(frozen=True, slots=True)
class Person:
    """A member as colleagues see them."""

    name: str = field(repr=False)
    lang: Lang = "en"


class People:
    """A small cache; a member who cannot be looked up is mentioned by id, which Slack shows as their name."""

    def __init__(self, client: SlackClient, spoken: Callable[[PersonRef], Awaitable[Lang | None]]) -> None:
        self._client = client
        self._spoken = spoken
        self._known: OrderedDict[str, tuple[Person, float]] = OrderedDict()

    async def get(self, account: str) -> Person:
        """The person behind a member id, in the language to speak with them."""
        person = await self._on_slack(account)
        return replace(person, lang=await self._spoken(PersonRef(NAME, account)) or person.lang)

    async def _on_slack(self, account: str) -> Person:
        """As Slack has them; asked at most once an hour."""
        found = self._known.get(account)
        if found and found[1] > time.monotonic():
            return found[0]
        try:
            body = await self._client.read("users.info", {"user": account, "include_locale": True})
        except SlackFault as fault:
            structlog.get_logger("adapters.slack").warning("slack.name_unknown", account=account, code=fault.code)
            return found[0] if found else Person(f"<@{account}>")
        return self._keep(account, body["user"])

    async def named(self, inbound: Inbound) -> Inbound:
        """With the author's name as colleagues see it."""
        if inbound.author is None or inbound.author_name or inbound.author.account.startswith("B"):
            return inbound
        person = await self._on_slack(inbound.author.account)
        return replace(inbound, author_name=RawText(person.name), lang_hint=person.lang)

    async def learn(self) -> None:
        """Ask for everybody at once, so that the first message of each is stored without a look-up before it."""
        async for user in self._client.pages("users.list", "members", {"include_locale": True}):
            self._keep(str(user["id"]), user)

    def forget(self, account: str) -> None:
        """They changed their profile."""
        self._known.pop(account, None)

    def _keep(self, account: str, user: Mapping[str, Any]) -> Person:
        person = Person(shown_name(user), "fr" if str(user.get("locale") or "").startswith("fr") else "en")
        self._known[account] = (person, time.monotonic() + KEPT)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return person


def shown_name(user: Mapping[str, Any]) -> str:
    """A member's name as colleagues see it, from a user object (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile") or {}
    return str(profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name"))
