"""Full names are known by fingerprints of their keys: one key however a name is written, and every place tried."""

from __future__ import annotations

import pytest

from redaction import CaseMemory, Family, Keep, RawText, Redactor
from redaction.bygone import full_name, full_names, possible_names


@pytest.mark.parametrize("form", ["Zara Okonkwo", "OKONKWO Zara", "okonkwo, zara", "Zára Okonkwo", "zara de okonkwo"])
def test_one_key_however_a_name_is_written(form: str) -> None:
    assert full_name(form) == full_name("Zara Okonkwo") == "okonkwo zara"


@pytest.mark.parametrize("form", ["Zara", "Z. Okonkwo", "de la", "", "Z O"])
def test_less_than_a_full_name_has_no_key(form: str) -> None:
    assert full_name(form) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("so okonkwo, zara rang", "Zara Okonkwo"),
        ("I saw Maria da Conceição dos Santos in town", "Maria da Conceição dos Santos"),
        ("Jean-Paul Le Goff", "Jean-Paul Le Goff"),
        ("about Zara\u00a0Okonkwo.", "Zara Okonkwo"),
    ],
)
def test_wherever_it_stands_it_is_tried(text: str, name: str) -> None:
    assert full_name(name) in possible_names(RawText(text)).values()


@pytest.mark.parametrize("text", ["Zara rang. Okonkwo too", "Zara\nOkonkwo", "Zara and then Okonkwo"])
def test_words_of_two_sentences_are_no_name(text: str) -> None:
    assert "okonkwo zara" not in possible_names(RawText(text)).values()


def test_a_case_is_remembered_by_full_names_alone() -> None:
    memory = CaseMemory()
    for form in ("Zara Okonkwo", "zara", "Mrs"):
        memory.mention(memory.add(Family.PERSON, "person"), form)
    assert full_names(memory) == {"okonkwo zara"}


def test_a_name_of_somebody_whose_case_is_over_is_hidden_in_any_case(redactor: Redactor) -> None:
    text = "will moss said it would rain"
    keep = Keep(bygone=frozenset({"will moss"}))
    assert redactor.redact(RawText(text), CaseMemory(), keep=keep).text == "[Person A] said it would rain"
