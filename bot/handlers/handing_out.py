"""The Code and the notices are handed out, and what was done with them for a case is kept (clause C7, GDPR articles 13 and 14)."""

from __future__ import annotations

from bot.domain.cases import Case
from bot.domain.code_entries import CodeExplained, CopyOffered
from bot.domain.outgoing import Answer, Line, Opaque
from bot.domain.papers import PaperKind
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork
from redaction import Lang

_SAID = {
    PaperKind.CODE: "answer.code_handed",
    PaperKind.NOTICE: "answer.notice_handed",
    PaperKind.VOLUNTEERS: "answer.my_notice_handed",
}


def hand_out(context: Context, kind: PaperKind, wanted: Lang | None, lang: Lang) -> Answer:
    """A paper in the language `wanted`, with a line in the asker's own `lang`."""
    if context.papers is None:
        return Answer(Line("answer.no_papers", lang))
    return Answer(Line(_SAID[kind], lang), paper=context.papers.paper(kind, wanted or lang))


async def note_explained(context: Context, unit: UnitOfWork, case: Case, by: str, wanted: Lang, lang: Lang) -> Answer:
    """It was explained to the person of the case, in the language `wanted`."""
    now = context.clock.now()
    await unit.case_notices.explained(case.case_id, by, wanted, now)
    await unit.journal.append(CodeExplained(at=now, case=case.case_id, by=by, lang=wanted))
    return await _what_is_left(unit, case, lang)


async def note_copy_offered(context: Context, unit: UnitOfWork, case: Case, by: str, lang: Lang) -> Answer:
    now = context.clock.now()
    await unit.case_notices.copy_offered(case.case_id, by, now)
    await unit.journal.append(CopyOffered(at=now, case=case.case_id, by=by))
    return await _what_is_left(unit, case, lang)


async def _what_is_left(unit: UnitOfWork, case: Case, lang: Lang) -> Answer:
    notice = await unit.case_notices.of(case.case_id)
    key = "answer.code_all_noted"
    if notice.copied_at is None:
        key = "answer.code_explained"
    elif notice.explained_at is None:
        key = "answer.code_copy_offered"
    return Answer(Line(key, lang, {"words": Opaque(case.reference)}))
