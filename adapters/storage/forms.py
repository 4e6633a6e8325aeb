"""Forms that were handed in, by a keyed fingerprint of who did and of the form's name; what they were told is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from adapters.storage.disclosure_tables import forms
from adapters.storage.session import Session, to_ms
from bot.ports.forms import Answered

_USE = "form"


class SealedForms:
    """`bot.ports.forms.Forms` over the `forms` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def answered(self, who: str, name: str) -> Answered | None:
        form = self._key(who, name)
        row = await self._db.one(select(forms).where(forms.c.form == form))
        if row is None:
            return None
        line, about = self._db.unseal(_USE, _place(form), row["sealed"])
        return Answered(line, about)

    async def keep(self, who: str, name: str, answered: Answered, now: datetime) -> None:
        form = self._key(who, name)
        sealed = self._db.seal(_USE, _place(form), (answered.line, answered.about))
        await self._db.add(forms, {"form": form, "at": to_ms(now), "sealed": sealed})

    async def forget_before(self, moment: datetime) -> None:
        await self._db.run(delete(forms).where(forms.c.at < to_ms(moment)))

    def _key(self, who: str, name: str) -> str:
        return self._db.keyring.fingerprint("form", who, name)


def _place(form: str) -> str:
    return f"form:{form}"
