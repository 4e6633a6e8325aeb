"""The suite's stage on the stand-in Twilio: three telephones, each alone with the bot, and one round."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.handlers.context import Context
from tests.conformance.cases import Case, Impossible
from tests.conformance.single import PEOPLE, POST, READER, carried, enrol, pages, round_settings
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot, until
from tests.places import free_port
from tests.platforms.twilio.server import ACCOUNT, NUMBER, StandIn, Telephone

LONGEST = 1600
"""Characters that Twilio puts together into one message (twilio.com/docs/messaging/guides/webhook-request)."""

_NOTHING_GOES = "a text message can be neither changed nor removed on the telephone that got it"
_PAGE = "https://www.twilio.com/docs/messaging/api/message-resource"
IMPOSSIBLE = {
    Case.EDIT: Impossible(_NOTHING_GOES, _PAGE, "sms.limit_remove"),
    Case.DELETE: Impossible(_NOTHING_GOES, _PAGE, "sms.limit_remove"),
}
_SEND = re.compile(r"\b(\d+) send\b")
_MORE = re.compile(r"\n?\(\d+ more: write MORE\)$")
_PART = re.compile(r"\((?P<at>\d+)/(?P<of>\d+)\) ")
_NUMBER = re.compile(r"#(\d+) ")


@asynccontextmanager
async def on_sms(bot: Bot) -> AsyncIterator[SmsStage]:
    async with StandIn() as server:
        port = free_port()
        server.hook = f"http://127.0.0.1:{port}/hooks/sms"
        people = {name: server.telephone(f"+44770090012{at}") for at, name in enumerate(PEOPLE, start=1)}
        async with bot({**server.settings(), **pages(port), **round_settings()}) as context:
            for name, phone in people.items():
                await enrol(context, "sms", phone.number, name)
            yield SmsStage(server, people, context)
        assert server.violations == []


class SmsStage:
    """`tests.conformance.stage.Stage`."""

    def __init__(self, server: StandIn, people: Mapping[str, Telephone], context: Context) -> None:
        self._server, self._people, self.context = server, people, context

    async def says(self, who: str, text: str) -> None:
        before = len(self._people[who].received)
        await self._server.says(self._people[who], text)
        await self._posts(who, before)

    async def answers(self, who: str, quote: str, text: str) -> None:
        """By its number."""
        phone = self._people[who]
        await until(lambda: any(quote in seen for seen in phone.received))
        await until(lambda: carried(self.context))
        found = _NUMBER.match(next(seen for seen in reversed(phone.received) if quote in seen))
        assert found is not None
        await self.says(who, f"#{found[1]} {text}")

    async def edits(self, who: str, quote: str, text: str) -> None:
        raise NotImplementedError(_NOTHING_GOES)

    async def deletes(self, who: str, quote: str) -> None:
        raise NotImplementedError(_NOTHING_GOES)

    async def sends_unreadable(self, who: str) -> None:
        await self._server.says(self._people[who], "", media=("application/zip",))

    async def forges(self) -> None:
        """As Twilio would write it, with a signature that somebody guessed."""
        form = {"MessageSid": f"SM{'0' * 32}", "AccountSid": ACCOUNT, "From": self._people["Sue"].number, "To": NUMBER}
        form |= {"Body": "Mary Dupont rang", "NumMedia": "0", "SmsStatus": "received"}
        assert await self._server.post(form, signature="Z3Vlc3NlZA==") == 403

    async def says_twice(self, who: str, text: str) -> None:
        """What they wrote, and that they agreed to it: both come twice."""
        before, first = len(self._people[who].received), len(self._server.posted)
        await self._server.says(self._people[who], text)
        assert await self._server.post(self._server.posted[first]) == 200
        second = await self._posts(who, before)
        assert await self._server.post(self._server.posted[second]) == 200

    async def says_at_length(self, who: str) -> None:
        """And its reader asks for the rest."""
        harmless = "FOLFOX is hard on the fingers. " * (LONGEST // 31)
        await self.says(who, f"{FIRST} {harmless[: LONGEST - len(FIRST) - len(LAST) - 2]} {LAST}")
        reader = self._people[READER]
        await until(lambda: reader.received)
        await self._whole(reader, 0)

    async def sends_unknown(self) -> None:
        form = {"MessageSid": f"SM{'0' * 32}", "AccountSid": ACCOUNT, "MessageStatus": "never_heard_of"}
        assert await self._server.post(form) == 200

    async def group(self) -> list[str]:
        return [_line(seen) for seen in _joined(self._people[READER].received)]

    async def private(self, who: str) -> list[str]:
        return [seen for seen in _joined(self._people[who].received) if not POST.match(seen)]

    async def _posts(self, who: str, before: int) -> int:
        """They look at what colleagues would read, and agree; which request that was."""
        phone = self._people[who]
        await until(lambda: len(phone.received) > before)
        await self._whole(phone, before)
        await until(lambda: any(_SEND.search(seen) for seen in phone.received[before:]))
        number = next(found[1] for seen in reversed(phone.received) if (found := _SEND.search(seen)))
        at = len(self._server.posted)
        await self._server.says(phone, number)
        return at

    async def _whole(self, phone: Telephone, since: int) -> None:
        """Ask for the rest until nothing is left."""

        def left() -> bool:
            found = [
                int(part["of"]) - int(part["at"]) for seen in phone.received[since:] if (part := _PART.search(seen))
            ]
            return bool(found) and found[-1] > 0

        while left():
            await until(lambda: not left() or _MORE.search(phone.received[-1]))
            if left():
                before = len(phone.received)
                await self._server.says(phone, "MORE")
                await until(lambda before=before: len(phone.received) > before)


def _joined(received: list[str]) -> list[str]:
    """Texts that came in parts are one."""
    found: list[str] = []
    for seen in received:
        part = _PART.match(seen)
        words = _MORE.sub("", seen[part.end() :] if part else seen)
        if part and part["at"] != "1":
            found[-1] += f" {words}"
        else:
            found.append(words)
    return found


def _line(seen: str) -> str:
    found = POST.match(seen)
    return found["post"] if found else seen
