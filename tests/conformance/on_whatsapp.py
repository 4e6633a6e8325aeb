"""The suite's stage on the stand-in WhatsApp: three telephones, each alone with the bot, and one round."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.handlers.context import Context
from tests.conformance.cases import Case, Impossible
from tests.conformance.single import PEOPLE, POST, READER, carried, enrol, pages, round_settings
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot, until
from tests.places import free_port
from tests.platforms.whatsapp.payloads import Seen, Telephone, envelope
from tests.platforms.whatsapp.server import PHONE_ID, StandIn
from tests.scenarios.stage import ARCHIVE

LONGEST = 65_536
"""Characters that WhatsApp lets somebody type; what goes out is cut at 4096."""

_PAGES = "https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages"
_NOTHING_GOES = "Meta tells of it only where WhatsApp's business app has the number too, and readers keep what they got"
IMPOSSIBLE = {
    Case.EDIT: Impossible(_NOTHING_GOES, f"{_PAGES}/edit", "whatsapp.limit_remove"),
    Case.DELETE: Impossible(_NOTHING_GOES, f"{_PAGES}/revoke", "whatsapp.limit_remove"),
}


@asynccontextmanager
async def on_whatsapp(bot: Bot) -> AsyncIterator[WhatsAppStage]:
    async with StandIn() as server:
        port = free_port()
        server.hook = f"http://127.0.0.1:{port}/hooks/whatsapp"
        people = {
            name: server.telephone(f"3363998000{at}", name, f"FR.{at}") for at, name in enumerate(PEOPLE, start=1)
        }
        async with bot({**server.settings(), **pages(port), **round_settings()}) as context:
            for name, phone in people.items():
                await enrol(context, "whatsapp", f"+{phone.phone}", name)
            stage = WhatsAppStage(server, people, context)
            await stage.opens()
            yield stage
        assert server.violations == []


class WhatsAppStage:
    """`tests.conformance.stage.Stage`."""

    def __init__(self, server: StandIn, people: Mapping[str, Telephone], context: Context) -> None:
        self._server, self._people, self.context = server, people, context
        self._greeted = 0

    async def opens(self) -> None:
        """Everybody says hello: so Meta lets us write to them for a day."""
        for phone in self._people.values():
            await self._server.says(phone, "hello")
            await until(lambda phone=phone: phone.received)
        self._greeted = len(self._people[READER].received)

    async def says(self, who: str, text: str) -> None:
        before = len(self._people[who].received)
        await self._server.says(self._people[who], text)
        await self._posts(who, before)

    async def answers(self, who: str, quote: str, text: str) -> None:
        """By quoting it."""
        phone = self._people[who]
        await until(lambda: any(quote in seen.text for seen in phone.received))
        await until(lambda: carried(self.context))
        before = len(phone.received)
        found = next(seen for seen in reversed(phone.received) if quote in seen.text)
        await self._server.says(phone, text, found)
        await self._posts(who, before)

    async def edits(self, who: str, quote: str, text: str) -> None:
        raise NotImplementedError(_NOTHING_GOES)

    async def deletes(self, who: str, quote: str) -> None:
        raise NotImplementedError(_NOTHING_GOES)

    async def sends_unreadable(self, who: str) -> None:
        content = {"mime_type": "application/zip", "filename": "letters.zip"}
        await self._server.sends(self._people[who], "document", content, ARCHIVE)

    async def forges(self) -> None:
        """As Meta would write it, signed with something else than the app's secret."""
        sue = self._people["Sue"]
        said = {**sue.sender(), "id": "wamid.forged", "timestamp": "1"}
        said |= {"type": "text", "text": {"body": "Mary Dupont rang"}}
        payload = envelope(PHONE_ID, {"contacts": [sue.contact()], "messages": [said]})
        assert await self._server.post(payload, secret="guessed") == 403

    async def says_twice(self, who: str, text: str) -> None:
        """What they wrote, and that they agreed to it: both come twice."""
        before, first = len(self._people[who].received), len(self._server.posted)
        await self._server.says(self._people[who], text)
        assert await self._server.post(self._server.posted[first]) == 200
        await self._posts(who, before)
        assert await self._server.post(self._server.posted[-1]) == 200

    async def says_at_length(self, who: str) -> None:
        harmless = "FOLFOX is hard on the fingers. " * (LONGEST // 31)
        await self.says(who, f"{FIRST} {harmless[: LONGEST - len(FIRST) - len(LAST) - 2]} {LAST}")

    async def sends_unknown(self) -> None:
        payload = envelope(PHONE_ID, {"never_heard_of": [{"id": "1"}]}, "never_heard_of")
        assert await self._server.post(payload) == 200

    async def group(self) -> list[str]:
        return [_line(seen) for seen in self._people[READER].received[self._greeted :]]

    async def private(self, who: str) -> list[str]:
        return [seen.text for seen in self._people[who].received if not POST.match(seen.text)]

    async def _posts(self, who: str, before: int) -> None:
        """They look at what colleagues would read, and agree."""
        phone = self._people[who]
        await until(lambda: any(_is_preview(seen) for seen in phone.received[before:]))
        await self._server.taps(phone, "Post it")


def _is_preview(seen: Seen) -> bool:
    return any(label.startswith("Post it") for label in seen.choices)


def _line(seen: Seen) -> str:
    found = POST.match(seen.text)
    return found["post"] if found else seen.text
