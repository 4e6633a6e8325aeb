"""The one list of recognizers of identifiers and formats; whatever else needs one derives it from here."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

_ALL: tuple[type[EntityRecognizer], ...] = ()


def identifier_recognizers() -> list[EntityRecognizer]:
    """New instances of every recognizer of PHONE, EMAIL, HANDLE, ID, ADDRESS, DATE, DOB, AGE and street LOCATION."""
    return [recognizer() for recognizer in _ALL]
