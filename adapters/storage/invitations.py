"""One-time codes, kept as keyed fingerprints only: who reads the table cannot use one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, or_, select, update

from adapters.storage.session import Session, to_ms
from adapters.storage.tables import invitations
from bot.domain.ids import invitation_code
from bot.domain.roster import Joining


class FingerprintedInvitations:
    """`bot.ports.roster.Invitations` over the `invitations` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def make(self, kind: str, subject: str, made_by: str, expires_at: datetime) -> str:
        code = invitation_code()
        values = {
            "code": self._fingerprint(code),
            "kind": kind,
            "subject": subject,
            "made_by": made_by,
            "expires_at": to_ms(expires_at),
        }
        await self._db.run(insert(invitations).values(values))
        return code

    async def redeem(self, code: str, kind: str, now: datetime) -> tuple[Joining, str]:
        key = self._fingerprint(code)
        row = await self._db.one(select(invitations).where(invitations.c.code == key, invitations.c.kind == kind))
        if row is None:
            return Joining.WRONG, ""
        if row["used_at"] is not None:
            return Joining.USED, ""
        if row["expires_at"] <= to_ms(now):
            return Joining.EXPIRED, ""
        await self._db.run(update(invitations).where(invitations.c.code == key).values(used_at=to_ms(now)))
        return Joining.JOINED, row["subject"]

    async def end(self, subject: str, now: datetime) -> int:
        theirs = or_(invitations.c.subject == subject, invitations.c.made_by == subject)
        good = invitations.c.used_at.is_(None), invitations.c.expires_at > to_ms(now)
        ended = await self._db.run(update(invitations).where(theirs, *good).values(used_at=to_ms(now)))
        return ended.rowcount

    def _fingerprint(self, code: str) -> str:
        return self._db.keyring.fingerprint("invitation", code)
