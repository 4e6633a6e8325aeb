"""What the person of a case said to the notice is noted with two taps, and what follows from it is told (GDPR articles 7 and 9).

A refusal shuts the names of the case (`access.py`); advice that names nobody goes on, and so does the support.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.cases import Case
from bot.domain.code_entries import ConsentNoted
from bot.domain.consents import Consent, Said, WhyNot, consent_line
from bot.domain.outgoing import Answer, Button, Line, Opaque, Press
from bot.domain.records import NoteRecord
from bot.handlers.access import Action, Target, allowed
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.handing_out import to_do
from bot.handlers.notes import queue_for_members
from bot.ports.store import UnitOfWork
from redaction import Lang

_ANSWERS = (Said.AGREED, Said.REFUSED)
_LANGUAGES: tuple[Lang, ...] = ("en", "fr")
_ASKS: dict[str, tuple[str, tuple[str, ...]]] = {
    **{said: ("answer.consent_language", tuple(f"{said}_{lang}" for lang in _LANGUAGES)) for said in _ANSWERS},
    Said.NOT_ASKED: ("answer.consent_why", tuple(WhyNot)),
}
"""What a first tap asks, and what can be tapped then."""
_ENDS: dict[str, tuple[Said, Lang | None, WhyNot | None]] = {
    **{f"{said}_{lang}": (said, lang, None) for said in _ANSWERS for lang in _LANGUAGES},
    **{why: (Said.NOT_ASKED, None, why) for why in WhyNot},
    Said.WITHDRAWN: (Said.WITHDRAWN, None, None),
}
CONSENT_ACTIONS = tuple(f"consent_{name}" for name in (*_ASKS, *_ENDS))


async def ask_consent(context: Context, unit: UnitOfWork, case: Case, lang: Lang) -> Answer:
    """What was noted until now, and a button for each answer. Nobody can agree to a notice that is not there."""
    notice = await unit.case_notices.of(case.case_id)
    if context.papers is None and notice.consent is None:
        return Answer(Line("answer.no_papers", lang))
    offered = [*_ANSWERS, *(said for said in (Said.NOT_ASKED, Said.WITHDRAWN) if _may_follow(said, notice.consent))]
    line = Line(
        "answer.consent_ask", lang, {"words": Opaque(case.reference), "told": consent_line(notice.consent, lang)}
    )
    return Answer(line, buttons=tuple(Button(f"consent_{said}", case.reference) for said in offered))


async def note_consent(context: Context, press: Press) -> Answer:
    """`subject`: the reference of a case. The first tap says what they said, the second in which language, or why not."""
    name, lang = press.action.removeprefix("consent_"), press.lang
    async with context.store.begin() as unit:
        case = await unit.cases.referred(press.subject)
        if case is None or not await allowed(unit, Action.CASE_TELL, press.by, Target(case_id=case.case_id)):
            return Answer(Line("answer.no_such_case", lang))
        if name in _ASKS:
            key, then = _ASKS[name]
            buttons = tuple(Button(f"consent_{one}", case.reference) for one in then)
            return Answer(Line(key, lang, {"words": Opaque(case.reference)}), buttons=buttons)
        now, who = context.clock.now(), await unit.roster.who(press.by)
        notice = await unit.case_notices.of(case.case_id)
        said = _said(context, name, now)
        if not _may_follow(said.said, notice.consent):
            return await ask_consent(context, unit, case, lang)  # a button of long ago
        if said.said is Said.AGREED and not said.notice:
            return Answer(Line("answer.no_papers", lang))
        notes = [] if said.says_the_same(notice.consent) else await _keep(context, unit, case, who, said)
        left = to_do(await unit.case_notices.of(case.case_id), case, now)
    for note in notes:
        await deliver(context, note)
    line = Line(f"answer.consent_{said.said}", lang, {"words": Opaque(case.reference)})
    return Answer(line, buttons=left, ended=True)


def _may_follow(said: Said, before: Consent | None) -> bool:
    """Only what was agreed to is taken back, and who has answered once was asked."""
    if said is Said.WITHDRAWN:
        return before is not None and before.said is Said.AGREED
    return said is not Said.NOT_ASKED or before is None or before.said is Said.NOT_ASKED


def _said(context: Context, name: str, now: datetime) -> Consent:
    said, lang, why = _ENDS[name]
    return Consent(said, now, context.papers.notice.mark if context.papers else "", lang, why)


async def _keep(context: Context, unit: UnitOfWork, case: Case, who: str, said: Consent) -> list[NoteRecord]:
    """Keep it; the notes that tell the other members that the names are shut."""
    await unit.case_notices.consent(case.case_id, who, said)
    noted = ConsentNoted(
        at=said.at,
        case=case.case_id,
        by=who,
        said=said.said,
        notice=said.notice,
        lang=said.lang or "",
        why=said.why or "",
    )
    await unit.journal.append(noted)
    if not said.names_stay_shut:
        return []
    line = Line("note.consent_no", None, {"words": Opaque(case.reference)})
    return await queue_for_members(context, unit, case.case_id, who, line)
