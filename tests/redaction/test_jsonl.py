from __future__ import annotations

import json
from typing import Any

import pytest

from redaction import Redactor
from redaction.jsonl import redact_lines
from redaction.workers import CAN_FORK


def answers(redactor: Redactor, *requests: Any) -> list[dict[str, Any]]:
    lines = [request if isinstance(request, str) else json.dumps(request) for request in requests]
    return [json.loads(line) for line in redact_lines(lines, redactor)]


def test_offsets_are_characters_of_the_text_that_came_in(redactor: Redactor) -> None:
    text = "💔 Mrs Dup\u200bont rang"
    (answer,) = answers(redactor, {"id": "m1", "text": text})
    (span,) = answer["spans"]
    assert answer["id"] == "m1"
    assert answer["text"] == "💔 Mrs [Person A] rang"
    assert text[span["start"] : span["end"]] == "Dup\u200bont"
    assert (span["type"], span["pseudonym"]) == ("PERSON", "[Person A]")


def test_lines_of_one_case_share_their_memory_though_others_stand_between(redactor: Redactor) -> None:
    rows = answers(
        redactor,
        {"id": 1, "text": "Mrs Dupont rang", "case": "a"},
        {"id": 2, "text": "Mr Okonkwo rang", "case": "b"},
        {"id": 3, "text": "so Mr Okonkwo and Mrs Dupont", "case": "a"},
        {"id": 4, "text": "Mr Okonkwo rang"},
        {"id": 5, "text": "Mr Tremblay rang"},
        {"id": 6, "text": "Mr Tremblay rang", "case": ""},
    )
    assert [row["id"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["text"] for row in rows] == [
        "Mrs [Person A] rang",
        "Mr [Person A] rang",
        "so Mr [Person B] and Mrs [Person A]",
        *["Mr [Person A] rang"] * 3,
    ]


@pytest.mark.skipif(not CAN_FORK, reason="processes are forked on Linux only")
def test_several_processes_answer_as_one_does(redactor: Redactor) -> None:
    people = ("Mrs Dupont", "Mr Okonkwo", "Mr Tremblay")
    lines = [
        *(
            json.dumps({"id": n, "text": f"{people[n % 3]} rang, {people[n % 2]} too", "case": str(n % 5)})
            for n in range(30)
        ),
        "{",
        '{"id": "alone", "text": "Mrs Dupont rang"}',
    ]
    assert list(redact_lines(lines, redactor, processes=2)) == list(redact_lines(lines, redactor))


def test_the_language_may_be_given(redactor: Redactor) -> None:
    (row,) = answers(redactor, {"id": 1, "text": "Mrs Dupont rang", "lang": "fr"})
    assert row["text"] == "Mrs [Personne A] rang"


@pytest.mark.parametrize(
    ("line", "known_id"),
    [
        ("{", None),
        ("[]", None),
        ("null", None),
        ('"Mrs Dupont"', None),
        ("{}", None),
        ('{"text": "Mrs Dupont"}', None),
        ('{"id": 7}', 7),
        ('{"id": 7, "text": 5}', 7),
        ('{"id": [1], "text": "Mrs Dupont"}', None),
        ('{"id": true, "text": "Mrs Dupont"}', None),
        ('{"id": 7, "text": "Mrs Dupont", "case": 5}', 7),
        ('{"id": 7, "text": "Mrs Dupont", "lang": "de"}', 7),
        ('{"id": 7, "text": "Mrs Dupont", "lang": []}', 7),
        ("[" * 100_000, None),
    ],
)
def test_a_bad_line_says_so_and_the_rest_goes_on(redactor: Redactor, line: str, known_id: int | None) -> None:
    bad, good = answers(redactor, line, {"id": "x", "text": "ok"})
    assert bad.keys() == {"id", "error"}
    assert bad["id"] == known_id
    assert "Dupont" not in bad["error"]
    assert good == {"id": "x", "text": "ok", "spans": []}


def test_lone_surrogates_and_nul_come_back_as_they_went(redactor: Redactor) -> None:
    (row,) = answers(redactor, r'{"id": "\ud800", "text": "call\u0000 \ud800 later"}')
    assert (row["id"], row["text"]) == ("\ud800", "call\x00 \ud800 later")


def test_empty_lines_are_no_lines(redactor: Redactor) -> None:
    assert answers(redactor, "", "  \n", {"id": 1, "text": ""}) == [{"id": 1, "text": "", "spans": []}]


@pytest.mark.parametrize("step", ["draft", "finish"])
def test_an_error_inside_withholds_the_text_and_names_only_its_type(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Mrs Dupont")

    monkeypatch.setattr(redactor, step, broken)
    (row,) = answers(redactor, {"id": 1, "text": "Mrs Dupont"})
    assert row == {"id": 1, "error": "could not be redacted (RuntimeError); do not use this text"}
