"""The association's Code and who answers for data: what newcomers accept, and what the notices must name (GDPR articles 13, 14)."""

from __future__ import annotations

from pathlib import Path

import typer
from pydantic import ValidationError

from bot.commands.setup.asking import Asking, printable
from bot.commands.setup.draft import Draft
from bot.domain.papers import plain
from config.papers import code_text
from config.sections import CodeSettings
from config.sentences import LANGUAGES
from redaction import Lang

NAME = "code"
_LINES, _WIDE = 4, 88
"""How much of each text is shown: enough to see that it is the right file."""


def ask_code(ask: Asking, draft: Draft) -> None:
    """Name, contact, who hosts the bot, the association's own texts; nothing of it without a name."""
    ask.head("init.code_head")
    ask.say("init.code_how")
    association = _one_line(ask, draft, "association", optional=True)
    if not association:
        return
    named = {"association": association, "data_lead_contact": _one_line(ask, draft, "data_lead_contact")}
    hosted_by = _one_line(ask, draft, "hosted_by", optional=True) or None
    ask.say("init.code_text_how")
    texts = {f"text_{lang}": _file(ask, draft, lang) for lang in LANGUAGES}
    official = _official(ask, draft, texts)
    draft.put(NAME, **named, hosted_by=hosted_by, **texts, official=official)
    _show(ask, CodeSettings.model_validate(draft.data[NAME]))


def _one_line(ask: Asking, draft: Draft, name: str, *, optional: bool = False) -> str:
    while True:
        typed = ask.line(f"init.code_{name}", draft.get(NAME, name) or "")
        if (optional and not typed) or _fits(**{name: typed}):
            return typed
        ask.say("init.code_one_line")


def _file(ask: Asking, draft: Draft, lang: Lang) -> str | None:
    """The absolute path of the association's own text; None for ours."""
    while typed := ask.line(f"init.code_text_{lang}", draft.get(NAME, f"text_{lang}") or ""):
        path = str(Path(typed).expanduser().absolute())
        if _fits(**{f"text_{lang}": path}):
            return path
        ask.say("init.code_unreadable", file=path)
    return None


def _official(ask: Asking, draft: Draft, texts: dict[str, str | None]) -> Lang:
    """The language that counts: that of the only text there is; of two, it is asked."""
    given: list[Lang] = [lang for lang in LANGUAGES if texts[f"text_{lang}"]]
    if len(given) == 1:
        return given[0]
    before: Lang = "fr" if draft.get(NAME, "official") == "fr" else "en"
    if not given:
        return before
    names: dict[str, str] = {lang: ask.said(f"init.code_official_{lang}") for lang in LANGUAGES}
    picked = ask.pick("init.code_official", names, [before], again=False) or [before]
    return "fr" if picked[0] == "fr" else "en"


def _show(ask: Asking, code: CodeSettings) -> None:
    """How the papers begin that people will be handed."""
    for lang in LANGUAGES:
        ask.tell(f"init.code_shown_{lang}")
        lines = [line for line in plain(code_text(code, lang)).splitlines() if line.strip()]
        for line in lines[:_LINES]:
            typer.echo(f"  | {printable(line)[:_WIDE]}")


def _fits(**one: str) -> bool:
    """Whether the section takes one answer, whatever else is not asked yet."""
    try:
        CodeSettings.model_validate({"association": "A", "data_lead_contact": "a@example.org", **one})
    except ValidationError:
        return False
    return True
