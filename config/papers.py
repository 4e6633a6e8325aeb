"""The association's papers: its own texts, or our templates filled from the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.domain.papers import Edition, Paper, PaperKind
from config.sections import CodeSettings
from config.sentences import LANGUAGES, sentences
from config.settings import Settings, configured_channels
from redaction import Lang

Printer = Callable[[str, str, Lang], bytes]
"""Title, text, language -> a PDF."""

_FOLDER = Path(__file__).parent / "code"
_OTHER: Mapping[Lang, Lang] = {"en": "fr", "fr": "en"}


def build_papers(settings: Settings, printer: Printer) -> AssociationPapers | None:
    """The papers; None where the settings have no `[code]`, since a notice that names nobody would be worth nothing."""
    return AssociationPapers(settings, settings.code, printer) if settings.code else None


class AssociationPapers:
    """`bot.ports.papers.Papers`. Files are read once, at the start: a changed text counts from the next."""

    def __init__(self, settings: Settings, code: CodeSettings, printer: Printer) -> None:
        self._code = code
        self._slots = {lang: _slots(settings, code, lang) for lang in LANGUAGES}
        texts = {(kind, lang): self._text(kind, lang) for kind in PaperKind for lang in LANGUAGES}
        self._papers = {key: _paper(*key, text, printer) for key, text in texts.items()}
        self.edition, self.notice = (
            Edition(code.version, _mark(code.version, *(texts[kind, lang] for lang in LANGUAGES)))
            for kind in (PaperKind.CODE, PaperKind.NOTICE)
        )
        self.renew_months = code.renew_months
        self.association, self.contact = code.association, code.data_lead_contact

    def paper(self, kind: PaperKind, lang: Lang) -> Paper:
        return self._papers[kind, lang]

    def _text(self, kind: PaperKind, lang: Lang) -> str:
        if kind is PaperKind.CODE:
            return code_text(self._code, lang)
        return _marked(self._code, _template(kind, lang).format_map(self._slots[lang]), lang)


def code_text(code: CodeSettings, lang: Lang) -> str:
    """The Code with what has to be said above it: that it is a translation, or that there is none."""
    own = {"en": code.text_en, "fr": code.text_fr}
    file, other = own[lang], own[_OTHER[lang]]
    if file is not None:
        text = _titled(file.read_text(encoding="utf-8"), lang)
        return _marked(code, text, lang) if other else text  # the only text there is translates none
    if other is None:
        return _marked(code, _template(PaperKind.CODE, lang).format_map(_names(code)), lang)
    text = _titled(other.read_text(encoding="utf-8"), _OTHER[lang])
    return _under_the_title(text, sentences(lang)[f"paper.only_{_OTHER[lang]}"])


def _marked(code: CodeSettings, text: str, lang: Lang) -> str:
    """Two texts never say quite the same: the reader is told which one counts."""
    if lang == code.official:
        return text
    return _under_the_title(text, sentences(lang)["paper.unofficial"])


def _names(code: CodeSettings) -> dict[str, str]:
    return {"association": code.association, "contact": code.data_lead_contact, "version": code.version}


def _slots(settings: Settings, code: CodeSettings, lang: Lang) -> dict[str, str]:
    said = sentences(lang)
    names = "paper.names_kept" if settings.cases.keep_names else "paper.names_not_kept"
    platforms = [f"- {said[f'paper.platform_{name}']}" for name in configured_channels(settings)]
    return {
        **_names(code),
        "hosted_by": code.hosted_by or said["paper.own_machine"],
        "platforms": "\n".join(platforms),
        "hold_originals": _whole(settings.intake.hold_originals, timedelta(hours=1)),
        "keep_closed": _whole(settings.cases.keep_closed, timedelta(days=1)),
        "names": said[names],
    }


def _whole(duration: timedelta, unit: timedelta) -> str:
    """How many of `unit`, rounded up: nobody is promised less than is kept."""
    return str(-(-duration // unit))


@cache
def _template(kind: PaperKind, lang: Lang) -> str:
    return (_FOLDER / f"{kind}.{lang}.md").read_text(encoding="utf-8")


def _titled(text: str, lang: Lang) -> str:
    """Their text as it is; where it has no title of its own, under one of ours."""
    text = text.removeprefix("\ufeff").strip()
    return text if text.startswith("# ") else f"# {sentences(lang)['paper.code_title']}\n\n{text}"


def _under_the_title(text: str, line: str) -> str:
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{line}\n{rest}"


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _paper(kind: PaperKind, lang: Lang, text: str, printer: Printer) -> Paper:
    name = sentences(lang)[f"paper.file_{kind}"]
    blank = Paper(kind, lang, name, text, b"")
    return Paper(kind, lang, name, text, printer(blank.title, text, lang))
