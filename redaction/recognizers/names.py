"""The one list of recognizers of names and places; whatever else needs one derives it from here."""

from __future__ import annotations

from collections.abc import Callable

from presidio_analyzer import EntityRecognizer

from redaction.recognizers.branches import BranchRecognizer
from redaction.recognizers.facility import FacilityRecognizer
from redaction.recognizers.foreign_letters import ForeignLetterRecognizer
from redaction.recognizers.given_names import GivenNameRecognizer
from redaction.recognizers.hamlet import HamletRecognizer
from redaction.recognizers.initials import InitialsRecognizer
from redaction.recognizers.kin_names import KinNameRecognizer
from redaction.recognizers.organisation import OrganisationRecognizer
from redaction.recognizers.signatures import SignatureRecognizer
from redaction.recognizers.spacy_votes import SpacyVoteRecognizer
from redaction.recognizers.spelled_names import SpelledNameRecognizer
from redaction.recognizers.title_runs import TitleRunRecognizer
from redaction.recognizers.titled_names import TitledNameRecognizer
from redaction.recognizers.town import TownRecognizer
from redaction.recognizers.two_letters import TwoLetterRecognizer
from redaction.recognizers.unknown_names import UnknownNameRecognizer

_ALL: tuple[Callable[[], EntityRecognizer], ...] = (
    TitledNameRecognizer,
    KinNameRecognizer,
    GivenNameRecognizer,
    SignatureRecognizer,
    InitialsRecognizer,
    TwoLetterRecognizer,
    SpelledNameRecognizer,
    ForeignLetterRecognizer,
    UnknownNameRecognizer,
    TownRecognizer,
    HamletRecognizer,
    FacilityRecognizer,
    OrganisationRecognizer,
    BranchRecognizer,
    TitleRunRecognizer,
    SpacyVoteRecognizer,
)


def name_recognizers() -> list[EntityRecognizer]:
    """New instances of every recognizer of PERSON, LOCATION, FACILITY and ORG."""
    return [recognizer() for recognizer in _ALL]
