"""The suite's stage by e-mail: Sue and Bob write to the address of their round, Cat reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.message import EmailMessage

from tests.conformance.cases import Case, Impossible
from tests.conformance.single import carried
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot, until
from tests.e2e.mailing import World, composed, genuine, mailing
from tests.platforms.smtp.office import text_of
from tests.scenarios.stage import ARCHIVE

_PAGE = "https://www.rfc-editor.org/rfc/rfc5321#section-4.2.5"
IMPOSSIBLE: Mapping[Case, Impossible] = {
    Case.EDIT: Impossible("a mail that was sent is the receiver's", _PAGE, "mail.limit_corrections"),
    Case.DELETE: Impossible("a mail that was sent cannot be called back", _PAGE, "mail.limit_sent"),
}
_LONGEST = 58_000
"""Characters; more goes back to its author, as a document would."""


@asynccontextmanager
async def on_mail(bot: Bot) -> AsyncIterator[MailStage]:
    async with mailing(bot) as world:
        yield MailStage(world)


class MailStage:
    """`tests.conformance.stage.Stage`. Cat looks."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.context = world.context

    async def says(self, who: str, text: str) -> None:
        await self._world.write(who.lower(), text)

    async def answers(self, who: str, quote: str, text: str) -> None:
        mail = next(mail for mail in reversed(self._world.mails(who.lower())) if quote in text_of(mail))
        await self._world.answer(who.lower(), mail, text)

    async def edits(self, who: str, quote: str, text: str) -> None:
        raise NotImplementedError

    async def deletes(self, who: str, quote: str) -> None:
        raise NotImplementedError

    async def sends_unreadable(self, who: str) -> None:
        mail = composed(who.lower(), "")
        mail.add_attachment(ARCHIVE, maintype="application", subtype="zip", filename="letters.zip")
        await self._world.hand_over(genuine(mail.as_bytes(), who.lower()))

    async def forges(self) -> None:
        """A mail in Sue's name for which our mail server does not vouch."""
        await self._world.hand_over(composed("sue", "Mary Dupont rang").as_bytes())

    async def says_twice(self, who: str, text: str) -> None:
        raw = genuine(composed(who.lower(), text).as_bytes(), who.lower())
        for hop in range(2):
            await self._world.hand_over(f"Received: {hop}\r\n".encode() + raw)

    async def says_at_length(self, who: str) -> None:
        harmless = "FOLFOX is hard on the fingers. " * (_LONGEST // 31)
        await self.says(who, f"{FIRST} {harmless[: _LONGEST - len(FIRST) - len(LAST) - 2]} {LAST}")

    async def sends_unknown(self) -> None:
        mail = (
            composed("sue", "").as_bytes().replace(b"text/plain", b"multipart/report; report-type=shout; boundary=x; a")
        )
        await self._world.hand_over(genuine(mail))

    async def group(self) -> list[str]:
        """Once every copy that is under way has arrived: the core is done with a message before its last reader has it."""
        await until(lambda: carried(self.context))
        return [_line(mail) for mail in self._world.mails("cat") if _is_post(mail)]

    async def private(self, who: str) -> list[str]:
        return [text_of(mail) for mail in self._world.mails(who.lower()) if not _is_post(mail)]


def _is_post(mail: EmailMessage) -> bool:
    return str(mail["Message-ID"]).startswith("<en.o.")


def _line(mail: EmailMessage) -> str:
    """`Sue (C-7K2P4): words`, as the other channels write it."""
    said = text_of(mail).partition("\n-- \n")[0].partition("\n\nTo choose")[0]
    head, _, body = said.partition(":\n\n")
    return f"{head}: {body.strip()}" if body else said.strip()
