"""The recognizers are real Presidio recognizers: they work in anybody's `AnalyzerEngine`, and keep its habits."""

from __future__ import annotations

import logging
import sys

import pytest
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from redaction.families import Family
from redaction.recognizers.identifiers import identifier_recognizers
from redaction.recognizers.nir import NirRecognizer


def _small_engine() -> SpacyNlpEngine:
    """Presidio's own engine around a blank pipeline: no model is needed to find formats."""
    engine = SpacyNlpEngine()
    engine.nlp = {"fr": spacy.blank("fr")}  # type: ignore[assignment]  # declared as None until loaded
    return engine


def test_one_recognizer_works_in_a_foreign_engine() -> None:
    registry = RecognizerRegistry(recognizers=[NirRecognizer(supported_language="fr")], supported_languages=["fr"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=_small_engine(), supported_languages=["fr"])
    (result,) = engine.analyze("sécu 2 84 05 75 999 999 21", language="fr")
    assert (result.entity_type, result.start, result.end) == ("ID", 5, 26)


def test_every_recognizer_names_one_family_and_one_language() -> None:
    for recognizer in identifier_recognizers():
        (family,) = recognizer.supported_entities
        assert Family(family)
        assert recognizer.supported_language == "xx"


def test_names_are_unique_so_that_a_report_can_be_traced() -> None:
    names = [recognizer.name for recognizer in identifier_recognizers()]
    assert len(names) == len(set(names))


def test_a_recognizer_asked_for_another_family_answers_nothing() -> None:
    assert NirRecognizer().analyze("sécu 2 84 05 75 999 999 21", ["PHONE"]) == []


def test_every_recognizer_says_where_its_format_comes_from() -> None:
    for recognizer in identifier_recognizers():
        module = sys.modules[type(recognizer).__module__]
        assert len((module.__doc__ or "").splitlines()) > 1, type(recognizer).__name__


def test_no_value_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for recognizer in identifier_recognizers():
            recognizer.analyze("IBAN FR76 3000 6000 0112 3456 7890 189 and 06 39 98 14 27, 24500 Eymet", [])
    assert "7890" not in caplog.text
    assert "06 39" not in caplog.text
