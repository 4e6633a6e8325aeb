"""The Code and the notices are handed out, and what was done with them for a case is kept (clause C7, GDPR articles 13 and 14)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.cases import Case
from bot.domain.code_entries import CodeExplained, CopyOffered
from bot.domain.outgoing import Answer, Button, Day, Line, Opaque
from bot.domain.papers import PaperKind
from bot.domain.undertakings import CaseNotice
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork
from redaction import Lang

_SAID = {
    PaperKind.CODE: "answer.code_handed",
    PaperKind.NOTICE: "answer.notice_handed",
    PaperKind.VOLUNTEERS: "answer.my_notice_handed",
}
_TOLD = {
    (True, True): "told.explained_copied",
    (True, False): "told.explained",
    (False, True): "told.not_explained_copied",
    (False, False): "told.not_explained",
}
"""Explained, copy offered."""
PAPER_ACTIONS = tuple(f"paper_{name}" for name in (*PaperKind, "en", "fr"))


def hand_out(context: Context, kind: PaperKind, wanted: Lang | None, lang: Lang) -> Answer:
    """A paper in the language `wanted`, with a line in the asker's own `lang`; the other language and papers by button."""
    if context.papers is None:
        return Answer(Line("answer.no_papers", lang))
    shown = wanted or lang
    other = Button("paper_en" if shown == "fr" else "paper_fr", kind)
    mine = PaperKind.VOLUNTEERS  # for themselves: in their own language
    others = (Button(f"paper_{one}", lang if one is mine else shown) for one in PaperKind if one is not kind)
    return Answer(Line(_SAID[kind], lang), paper=context.papers.paper(kind, shown), buttons=(other, *others))


def hand_out_pressed(context: Context, action: str, subject: str, lang: Lang) -> Answer:
    """By button: `paper_notice` with a language, `paper_fr` with a kind of paper. Raises `ValueError` for another subject."""
    name = action.removeprefix("paper_")
    if name in ("en", "fr"):
        return hand_out(context, PaperKind(subject), "fr" if name == "fr" else "en", lang)
    return hand_out(context, PaperKind(name), "fr" if subject == "fr" else "en", lang)


async def note_explained(context: Context, unit: UnitOfWork, case: Case, by: str, wanted: Lang, lang: Lang) -> Answer:
    """It was explained to the person of the case, in the language `wanted`."""
    now = context.clock.now()
    await unit.case_notices.explained(case.case_id, by, wanted, now)
    await unit.journal.append(CodeExplained(at=now, case=case.case_id, by=by, lang=wanted))
    return await _noted(unit, case, "answer.code_explained", lang, now)


async def note_copy_offered(context: Context, unit: UnitOfWork, case: Case, by: str, lang: Lang) -> Answer:
    now = context.clock.now()
    await unit.case_notices.copy_offered(case.case_id, by, now)
    await unit.journal.append(CopyOffered(at=now, case=case.case_id, by=by))
    return await _noted(unit, case, "answer.code_copy_offered", lang, now)


def code_line(notice: CaseNotice, lang: Lang) -> Line:
    """What was done with the Code for a case, and when."""
    slots: dict[str, Day | Line] = {}
    if notice.explained_at is not None:
        slots |= {"on": Day(notice.explained_at), "language": Line(f"told.in_{notice.lang}", lang)}
    if notice.copied_at is not None:
        slots["copied"] = Day(notice.copied_at)
    return Line(_TOLD[notice.explained_at is not None, notice.copied_at is not None], lang, slots)


def to_do(notice: CaseNotice, case: Case, now: datetime) -> tuple[Button, ...]:
    """A button for each step that is left, in the order in which they come."""
    left = {
        "case_explained": notice.explained_at is None,
        "case_copy_offered": notice.copied_at is None,
        "case_consent": notice.consent is None or not notice.consent.stands(now),
    }
    return tuple(Button(action, case.reference) for action, is_left in left.items() if is_left)


async def _noted(unit: UnitOfWork, case: Case, key: str, lang: Lang, now: datetime) -> Answer:
    """That it was noted, and what comes next."""
    words = Opaque(case.reference)
    left = to_do(await unit.case_notices.of(case.case_id), case, now)
    if not left:
        return Answer(Line("answer.code_all_noted", lang, {"words": words}))
    following = Line(f"left.{left[0].action}", lang, {"words": words})
    return Answer(Line(key, lang, {"words": words, "left": following}), buttons=left)
