"""The journal, for whom it is: readable, the newest first; and whether its chain holds.

GET  /console/journal         a page of it, all or about one case or request
POST /console/journal         on to what is about one of them
POST /console/journal/proof   walks the chain
"""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from bot.domain.cases import reference_in
from bot.domain.outgoing import Line
from bot.ports.console import NotYours, Right
from bot.ports.journal import JournalRow, Proof
from redaction import Lang

_ID = re.compile(r"[0-9a-f]{16}")


class JournalPages:
    """The pages of the journal."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._frame = desk.journal, frame

    def pages(self) -> tuple[Page, ...]:
        return (
            Page("GET", "/console/journal", Right.JOURNAL, self._read),
            Page("POST", "/console/journal", Right.JOURNAL, self._about),
            Page("POST", "/console/journal/proof", Right.JOURNAL, self._prove),
        )

    async def _read(self, visit: Visit) -> Response:
        return await self._page(visit)

    async def _about(self, visit: Visit) -> Response:
        typed = visit.fields.get("about", "").strip()
        about = _about_in(typed)
        if typed and not about:
            return await self._page(visit, typed=typed)
        return self._frame.go(f"/console/journal?about={about}" if about else "/console/journal")

    async def _prove(self, visit: Visit) -> Response:
        proof = await self._desk.prove(visit.who)
        if proof is None:
            raise NotYours(visit.lang)
        return await self._page(visit, proof)

    async def _page(self, visit: Visit, proof: Proof | None = None, typed: str = "") -> Response:
        asked = visit.request.query_params
        about, before = _about_in(asked.get("about", "")), asked.get("before", "")
        first = int(before) if before.isdecimal() and len(before) < 12 else None
        page = await self._desk.page(visit.who, first, about)
        if page is None:
            raise NotYours(visit.lang)
        return self._frame.page(
            "journal.html",
            visit.lang,
            status=422 if typed else 200,
            session=visit.session,
            visitor=visit.visitor,
            rows=[self._row(one, visit.lang) for one in page.rows],
            older=page.older,
            about=about,
            typed=typed,
            proof=proof,
        )

    def _row(self, entry: JournalRow, lang: Lang) -> dict[str, Any]:
        return {"number": entry.number, "at": entry.at, "text": self._sentence(entry, lang)}

    def _sentence(self, entry: JournalRow, lang: Lang) -> str:
        if entry.slots is None:
            return self._frame.say("reading.not_yours", lang)
        try:
            return self._frame.render(Line(f"journal.{entry.kind}", lang, entry.slots), lang)
        except KeyError:  # of a later version, or written there by hand: the proof tells which
            return self._frame.say("reading.odd", lang)


def _about_in(text: str) -> str:
    """A case's reference or a request's id; "" where it is neither."""
    return reference_in(text) or (text if _ID.fullmatch(text) else "")
