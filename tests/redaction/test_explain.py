"""`entrenous explain`: what it tells is what happened."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest

from redaction import CaseMemory, Keep, RawText, Redactor
from redaction.engine import ReadingEngine
from redaction.explain import Explainer, Explanation, Row
from redaction.lore import standard_lore, standard_recognizers


@pytest.fixture(scope="module")
def rules() -> Explainer:
    """By rules and lists alone, whose scores no training changes."""
    return Explainer(standard_recognizers(), ReadingEngine(), standard_lore())


def row(told: Explanation, value: str, family: str) -> Row:
    (found,) = [one for one in told.rounds[0] if (one.value, one.family) == (value, family)]
    return found


def test_a_title_makes_an_illness_a_name_and_without_one_it_is_on_the_keep_list(rules: Explainer) -> None:
    told = rules.explain("Mme Kaposi rang about a Hodgkin")
    kaposi = row(told, "Kaposi", "PERSON")
    assert (kaposi.start, kaposi.end, kaposi.chance) == (4, 10, 0.95)
    assert kaposi.by == ("TitledNameRecognizer 0.95 (after a title)",)
    assert kaposi.fate == "hidden as [Person A]"
    assert told.kept == ("'Hodgkin' (eponym)",)


def test_a_mobile_number_that_passes_the_check_of_an_nhs_number_is_one_only_beside_the_words(rules: Explainer) -> None:
    told = rules.explain("NHS number 0639980007, or ring 06 39 98 00 07")
    assert row(told, "0639980007", "ID").fate == "hidden as [ID number]"
    assert any(saying.startswith("NhsNumberRecognizer") for saying in row(told, "0639980007", "ID").by)
    assert row(told, "0639980007", "PHONE").fate == "rather ID"
    assert row(told, "06 39 98 00 07", "PHONE").fate == "hidden as [phone 1]"


@pytest.mark.parametrize(
    ("text", "value", "family", "fate"),
    [
        ("J'ai vu Mary Dupont-Smith", "Mary", "LOCATION", "not likely enough"),
        ("J'ai vu Mary Dupont-Smith", "Dupont-Smith", "PERSON", "covered by the longer PERSON 'Mary Dupont-Smith'"),
        (
            "à la Clinique Sainte-Marie",
            "Sainte-Marie",
            "LOCATION",
            "covered by the longer FACILITY 'Clinique Sainte-Marie'",
        ),
        ("J'ai vu Sainte-Marie, Mary", "Mary", "LOCATION", "less likely than PERSON 'Mary'"),
        ("Hi Sue, Mary Dupont rang", "Sue", "PERSON", "kept, a colleague's name in a greeting or a signature"),
        ("Le 12 mars, 12 rue du 8 mai 1945", "8 mai 1945", "DATE", "merged into DOB '12 mars, 12 rue du 8 mai 1945'"),
        ("seen by <@U024BE7LH|Mary Dupont> there", "Mary Dupont", "PERSON", "inside a platform mention"),
        ("la dame de Mars est venue à Mars", "Mars", "LOCATION", "a month or a weekday, no name"),
    ],
)
def test_a_proposal_that_hides_nothing_has_the_reason(
    rules: Explainer, text: str, value: str, family: str, fate: str
) -> None:
    told = rules.explain(text, keep=Keep(colleagues=frozenset({"Sue Marsh"})))
    assert row(told, value, family).fate.startswith(fate)


def test_what_only_a_second_reading_finds_is_told_there(rules: Explainer) -> None:
    told = rules.explain("mme petit va mal, dites a Petit de venir")
    hidden = [[one for one in rows if one.fate == "hidden as [Personne A]"] for rows in told.rounds]
    assert [(one.start, one.value) for one in hidden[0]] == [(4, "petit")]
    assert [(one.value, one.by) for one in hidden[1]] == [("Petit", ("KnownValues 1.00",))]
    assert told.rounds[2] == ()
    assert list(told.lines())[-1] == "mme [Personne A] va mal, dites a [Personne A] de venir"


def test_it_redacts_as_the_redactor_does_and_accounts_for_every_pseudonym(rules: Explainer, shared: Path) -> None:
    redactor = Redactor(standard_recognizers(), ReadingEngine(), standard_lore())
    lines = (shared / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::5]
    for text in (json.loads(line)["text"] for line in lines):
        told = rules.explain(text)
        assert told.redaction == redactor.redact(RawText(text), CaseMemory())
        fates = " ".join(one.fate for rows in told.rounds for one in rows)
        assert {span.pseudonym for span in told.redaction.spans} <= set(re.findall(r"hidden as (\[[^]]+\])", fates))


def test_with_the_tagger_the_evidence_of_the_decision_is_told() -> None:
    explainer = Explainer.load()
    assert isinstance(explainer, Explainer)
    told = explainer.explain("Mrs Mary Okonkwo rang from Eymet")
    okonkwo = next(one for one in told.rounds[0] if one.family == "PERSON" and one.fate.startswith("hidden"))
    assert any(saying.startswith("TaggedRecognizer") for saying in okonkwo.by)
    assert len(okonkwo.evidence) > 1


def test_nothing_of_it_is_logged(rules: Explainer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        rules.explain("Mary Whitlock, IBAN FR76 3000 6000 0112 3456 7890 189")
    assert caplog.records == []
