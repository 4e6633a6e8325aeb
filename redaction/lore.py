"""Puts the standard parts together: the recognizers, and what is known about names at large."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from redaction import gazetteer
from redaction.folding import place_key
from redaction.linking import Linker
from redaction.memory import CaseMemory, Known
from redaction.naming import Lore
from redaction.recognizers.identifiers import identifier_recognizers
from redaction.recognizers.names import name_recognizers
from redaction.recognizers.tagged import TaggedRecognizer


def standard_recognizers() -> list[EntityRecognizer]:
    """New instances of every recognizer."""
    return [TaggedRecognizer(), *identifier_recognizers(), *name_recognizers()]


def standard_lore() -> Lore:
    """The gazetteers, as linking asks them."""
    return Lore(gazetteer.nicknames(), _area, gazetteer.is_given, gazetteer.is_everyday)


def absorb(memory: CaseMemory, other: CaseMemory) -> list[tuple[Known, Known]]:
    """`Linker.absorb` with the standard lists: two cases become one."""
    return Linker(standard_lore()).absorb(memory, other)


def _area(place: str) -> str | None:
    """A commune's département; a town abroad has none, nor has one that is called like it (Paris)."""
    area = gazetteer.department_of(place)
    return area if area and len(area) > 2 and place_key(area) != place_key(place) else None
