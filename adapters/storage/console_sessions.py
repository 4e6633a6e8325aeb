"""Who is signed in on the console: tokens as keyed fingerprints, so that who reads the table is signed in nowhere."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from adapters.storage.console_tables import console_sessions
from adapters.storage.factors import USE
from adapters.storage.session import Row, Session, from_ms, to_ms
from bot.domain.factor import letters_of, secret_in
from bot.ports.factors import ConsoleSession, Stage
from redaction import Lang

_BYTES = 32


class FingerprintedSessions:
    """`bot.ports.factors.ConsoleSessions` over the table `console_sessions`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def begin(self, session: ConsoleSession) -> str:
        token = secrets.token_urlsafe(_BYTES)
        key = self._fingerprint(token)
        secret = session.secret
        values = {
            "token": key,
            "who": session.who,
            "stage": session.stage,
            "lang": session.lang,
            "started_at": to_ms(session.started_at),
            "seen_at": to_ms(session.seen_at),
            "recovering": int(session.recovering),
            "sealed": self._db.seal(USE, _place(key), letters_of(secret)) if secret else None,
        }
        await self._db.run(console_sessions.insert().values(values))
        return token

    async def of(self, token: str) -> ConsoleSession | None:
        row = await self._db.one(select(console_sessions).where(self._is(token)))
        return self._session(row) if row else None

    async def all_of(self, who: str) -> list[ConsoleSession]:
        theirs = console_sessions.c.who == who, console_sessions.c.stage == Stage.IN
        rows = await self._db.all(select(console_sessions).where(*theirs).order_by(console_sessions.c.started_at))
        return [self._session(row) for row in rows]

    async def seen(self, token: str, now: datetime) -> None:
        await self._db.run(update(console_sessions).where(self._is(token)).values(seen_at=to_ms(now)))

    async def speak(self, token: str, lang: Lang) -> None:
        await self._db.run(update(console_sessions).where(self._is(token)).values(lang=lang))

    async def end(self, token: str) -> bool:
        return (await self._db.run(delete(console_sessions).where(self._is(token)))).rowcount == 1

    async def end_all(self, who: str) -> int:
        count = len(await self.all_of(who))
        await self._db.run(delete(console_sessions).where(console_sessions.c.who == who))
        return count

    async def forget_before(self, moment: datetime) -> None:
        await self._db.run(delete(console_sessions).where(console_sessions.c.seen_at < to_ms(moment)))

    def _is(self, token: str) -> ColumnElement[bool]:
        return console_sessions.c.token == self._fingerprint(token)

    def _fingerprint(self, token: str) -> str:
        return self._db.keyring.fingerprint("console", token)

    def _session(self, row: Row) -> ConsoleSession:
        return ConsoleSession(
            who=row["who"],
            stage=Stage(row["stage"]),
            lang="fr" if row["lang"] == "fr" else "en",
            started_at=from_ms(row["started_at"]),
            seen_at=from_ms(row["seen_at"]),
            secret=secret_in(self._db.unseal(USE, _place(row["token"]), row["sealed"])) if row["sealed"] else None,
            recovering=bool(row["recovering"]),
        )


def _place(key: str) -> str:
    return f"console:{key}"
