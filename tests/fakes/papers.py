"""Papers of an invented association, whose Code a test can change."""

from __future__ import annotations

from bot.domain.papers import Edition, Paper, PaperKind
from redaction import Lang


class FakePapers:
    """`bot.ports.papers.Papers`."""

    def __init__(self) -> None:
        self.edition = Edition("1", "0123456789abcdef")
        self.notice = Edition("1", "fedcba9876543210")
        self.renew_months = 12
        self.association, self.contact = "Lantern Support", "data@example.org"

    def change(self, version: str) -> None:
        self.edition = Edition(version, f"mark-of-{version}")

    def paper(self, kind: PaperKind, lang: Lang) -> Paper:
        return Paper(kind, lang, f"{kind}-{lang}", f"# The {kind} in {lang}\n\nWords of it.", b"%PDF-1.7")
