"""What the tests of the redaction layer share: one loaded `Redactor`, and one that needs no model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from redaction import NOTHING_KEPT, CaseMemory, Keep, Lang, RawText, Redaction, Redactor
from redaction.engine import ReadingEngine
from redaction.lore import standard_lore, standard_recognizers

Redact = Callable[..., Redaction]


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    """The standard redactor, models and all; loading it takes some seconds."""
    return Redactor.load()


@pytest.fixture(scope="session")
def rules() -> Redactor:
    """Rules and lists alone, without a tagger."""
    return Redactor(standard_recognizers(), ReadingEngine(), standard_lore())


@pytest.fixture
def redact(redactor: Redactor) -> Redact:
    """Redacts a line in one case, which lasts as long as the test."""
    memory = CaseMemory()

    def _redact(text: str, lang: Lang | None = None, keep: Keep = NOTHING_KEPT) -> Redaction:
        return redactor.redact(RawText(text), memory, lang=lang, keep=keep)

    return _redact
