"""The learnt decision: evidence by name, probabilities that follow it, operating points that mean what they say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from redaction import CaseMemory, RawText, Redactor
from redaction.decision import GROUPS, Decision, Evidence, Proposal
from redaction.engine import ReadingEngine
from redaction.families import Family
from redaction.lore import standard_lore, standard_recognizers
from redaction.recognizers.wordlist import words_of
from redaction.tagger import FAMILIES, MODEL, Reading, Tagger

PERSON = FAMILIES.index(Family.PERSON)


def reading(chance: float) -> Reading:
    """One word of four letters, so likely a person."""
    inside = np.zeros((1, len(FAMILIES)), np.float32)
    inside[0, PERSON] = chance
    return Reading(np.array([0]), np.array([4]), inside, inside)


def features(chance: float, *by: tuple[str, float]) -> dict[str, float]:
    proposal = Proposal(0, 4, Family.PERSON, by)
    return Evidence("Anna", words_of("Anna"), reading(chance), [proposal]).features(proposal)


def test_evidence_tells_tagger_rules_writing_and_lists() -> None:
    found = features(0.9, ("TitledNameRecognizer", 0.95))
    assert found["tagged"] == pytest.approx(0.9)
    assert found["rule TitledNameRecognizer sure"] == 1.0
    assert found["list given"] == 1.0
    assert found["is PERSON"] == 1.0


def test_what_another_recognizer_sees_in_the_same_place_is_evidence_too() -> None:
    whole = Proposal(0, 11, Family.PERSON, (("TitledNameRecognizer", 0.95),))
    part = Proposal(0, 4, Family.PERSON, (("TaggedRecognizer", 0.4),))
    town = Proposal(0, 4, Family.LOCATION, (("TownRecognizer", 0.6),))
    found = Evidence("Anna Keller", words_of("Anna Keller"), reading(0.4), [whole, part, town]).features(part)
    assert found["rule"] == 0.95
    assert found["other place"] == 0.6
    assert not any("Tagged" in name for name in found)


def test_more_evidence_never_makes_a_person_less_likely() -> None:
    decision = Decision.load()
    chances = [decision.chance(features(chance), Family.PERSON) for chance in (0.02, 0.3, 0.7, 0.98)]
    assert chances == sorted(chances)
    assert decision.chance(features(0.3, ("TitledNameRecognizer", 0.95)), Family.PERSON) > chances[1]


def test_careful_hides_whatever_balanced_hides() -> None:
    decision = Decision.load()
    for family in Family:
        assert 0 < decision.line("careful", family) <= decision.line("balanced", family) < 1


def test_every_group_of_families_is_learnt_once() -> None:
    assert sorted(family for families in GROUPS.values() for family in families) == sorted(Family)
    assert set(json.loads((MODEL / "decision.json").read_text(encoding="utf-8"))["weights"]) == set(GROUPS)


def test_the_careful_point_hides_more_of_a_doubtful_text() -> None:
    """Words that a tagger can take for names or not: each point hides its share of them, the careful one no fewer."""
    text = "will said may and rose came with drew and art to see hope near the bridge at sens"
    hidden = {}
    for point in ("careful", "balanced"):
        redactor = Redactor(standard_recognizers(), ReadingEngine((), Tagger()), standard_lore(), point)
        spans = redactor.redact(RawText(text), CaseMemory()).spans
        hidden[point] = {place for span in spans for place in range(span.start, span.end)}
    assert hidden["balanced"] <= hidden["careful"]
    assert hidden["careful"]


def test_a_sure_identifier_is_hidden_whatever_the_tagger_thinks(redactor: Redactor) -> None:
    text = "Gleason 2 69 02 75 123 456 80 PSA"
    judged = [one for one in redactor.judge(text, redactor.read(text)) if one.candidate.family is Family.ID]
    assert [one.hides for one in judged if any(name == "NirRecognizer" for name, _ in one.by)] == [True]
