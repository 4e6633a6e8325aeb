"""Who has accepted which Code and when they trained, when they were reminded, and what the persons supported were told.

Keyed fingerprints or members' ids, ids of cases, versions and dates: all in clear.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from adapters.storage.case_lives import read_case
from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.tables import cases
from adapters.storage.undertaking_tables import acceptances, case_notices, consents, reminders, trainings
from bot.domain.cases import Case, CaseStatus, Purpose
from bot.domain.consents import ASKED_AGAIN, Consent, Said, WhyNot, standing
from bot.domain.papers import Edition
from bot.domain.undertakings import CaseNotice, Undertaking
from redaction import Lang


class KeptUndertakings:
    """`bot.ports.undertakings.Undertakings` over `acceptances`, `trainings` and `reminders`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def of(self, who: str) -> Undertaking | None:
        rows = await self._rows(who)
        return _undertaking(rows[-1]) if rows else None

    async def standing(self) -> list[Undertaking]:
        return list({row["who"]: _undertaking(row) for row in await self._rows()}.values())

    async def _rows(self, who: str | None = None) -> list[Row]:
        """Acceptances, oldest first, each with its person's last training."""
        query = select(acceptances, trainings.c.done_at).outerjoin(trainings, trainings.c.who == acceptances.c.who)
        if who is not None:
            query = query.where(acceptances.c.who == who)
        return await self._db.all(query.order_by(acceptances.c.accepted_at))

    async def accept(self, who: str, edition: Edition, now: datetime) -> bool:
        last = await self.of(who)
        if last is not None and last.edition == edition:
            return False
        values = {"who": who, "mark": edition.mark, "version": edition.version, "accepted_at": to_ms(now)}
        again = {"version": edition.version, "accepted_at": to_ms(now)}  # a text that was in force before is so again
        await self._db.run(
            insert(acceptances).values(values).on_conflict_do_update(index_elements=["who", "mark"], set_=again)
        )
        return True

    async def trained(self, who: str, now: datetime) -> None:
        done = {"done_at": to_ms(now)}
        await self._db.run(
            insert(trainings).values(who=who, **done).on_conflict_do_update(index_elements=["who"], set_=done)
        )

    async def reminded(self, who: str, about: str) -> datetime | None:
        row = await self._db.one(select(reminders.c.at).where(reminders.c.who == who, reminders.c.about == about))
        return from_ms(row["at"]) if row else None

    async def remind(self, who: str, about: str, now: datetime) -> None:
        told = {"at": to_ms(now)}
        values = {"who": who, "about": about, **told}
        await self._db.run(
            insert(reminders).values(values).on_conflict_do_update(index_elements=["who", "about"], set_=told)
        )

    async def settled(self, who: str, about: str) -> None:
        await self._db.run(delete(reminders).where(reminders.c.who == who, reminders.c.about == about))

    async def asked(self, about: str) -> list[str]:
        query = select(reminders.c.who).where(reminders.c.about == about).order_by(reminders.c.at)
        return [row["who"] for row in await self._db.all(query)]


class KeptCaseNotices:
    """`bot.ports.undertakings.CaseNotices` over `case_notices` and `consents`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def of(self, case_id: str) -> CaseNotice:
        row = await self._db.one(select(case_notices).where(case_notices.c.case_id == case_id))
        notice = _notice(row) if row else CaseNotice(case_id)
        return replace(notice, consent=standing(await self.consents(case_id)))

    async def explained(self, case_id: str, by: str, lang: Lang, now: datetime) -> None:
        await self._note(case_id, {"explained_at": to_ms(now), "explained_by": by, "lang": lang})

    async def copy_offered(self, case_id: str, by: str, now: datetime) -> None:
        await self._note(case_id, {"copied_at": to_ms(now), "copied_by": by})

    async def consent(self, case_id: str, by: str, consent: Consent) -> None:
        said = {"said": consent.said.value, "at": to_ms(consent.at), "notice": consent.notice}
        asked = {"lang": consent.lang, "why": consent.why.value if consent.why else None}
        await self._db.run(insert(consents).values(case_id=case_id, by=by, **said, **asked))

    async def consents(self, case_id: str) -> list[Consent]:
        query = select(consents).where(consents.c.case_id == case_id)
        return [_consent(row) for row in await self._db.all(query.order_by(consents.c.at, consents.c.number))]

    async def _note(self, case_id: str, values: dict[str, int | str | None]) -> None:
        await self._db.add(case_notices, {"case_id": case_id})
        await self._db.run(update(case_notices).where(case_notices.c.case_id == case_id).values(values))

    async def carry(self, case_id: str, into: str) -> None:
        await self._db.run(update(consents).where(consents.c.case_id == case_id).values(case_id=into))
        row = await self._db.one(select(case_notices).where(case_notices.c.case_id == case_id))
        there = await self.of(into)
        if row is None:
            return
        if there.explained_at is None and row["explained_at"] is not None:
            await self._note(into, {name: row[name] for name in ("explained_at", "explained_by", "lang")})
        if there.copied_at is None and row["copied_at"] is not None:
            await self._note(into, {name: row[name] for name in ("copied_at", "copied_by")})

    async def missing(self, opened_before: datetime, now: datetime) -> list[Case]:
        noted = case_notices.c.explained_at, case_notices.c.copied_at
        answered = select(consents.c.number).where(
            consents.c.case_id == cases.c.case_id,
            or_(consents.c.said != Said.NOT_ASKED, consents.c.at > to_ms(now - ASKED_AGAIN)),
        )
        rows = await self._db.all(
            select(cases)
            .outerjoin(case_notices, case_notices.c.case_id == cases.c.case_id)
            .where(
                cases.c.status == CaseStatus.OPEN,
                cases.c.opened_at < to_ms(opened_before),
                and_(cases.c.purpose != Purpose.OWN_SUPPORT, cases.c.deceased == 0),
                or_(*(column.is_(None) for column in noted), ~answered.exists()),
            )
            .order_by(cases.c.opened_at)
        )
        return [read_case(row) for row in rows]


def _undertaking(row: Row) -> Undertaking:
    return Undertaking(
        who=row["who"],
        edition=Edition(row["version"], row["mark"]),
        accepted_at=from_ms(row["accepted_at"]),
        trained_at=from_ms(row["done_at"]) if row["done_at"] is not None else None,
    )


def _consent(row: Row) -> Consent:
    return Consent(
        said=Said(row["said"]),
        at=from_ms(row["at"]),
        notice=row["notice"],
        lang=_lang(row["lang"]),
        why=WhyNot(row["why"]) if row["why"] else None,
    )


def _lang(code: str | None) -> Lang | None:
    return None if code is None else "fr" if code == "fr" else "en"


def _notice(row: Row) -> CaseNotice:
    explained, copied = row["explained_at"], row["copied_at"]
    return CaseNotice(
        case_id=row["case_id"],
        lang=_lang(row["lang"]),
        explained_at=from_ms(explained) if explained is not None else None,
        copied_at=from_ms(copied) if copied is not None else None,
    )
