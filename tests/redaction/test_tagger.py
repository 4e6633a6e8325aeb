"""The tagger that ships: it loads, reads both languages, and reads a long text as it reads a short one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.families import Family
from redaction.recognizers.tagged import TaggedRecognizer
from redaction.tagger import FAMILIES, MODEL, Reading, Tagger, TaggerBroken, undressed

TAGGER = Tagger()


class Read:
    """Presidio's artefacts, as far as the recognizer looks at them."""

    def __init__(self, text: str) -> None:
        self.reading = TAGGER.read(text)


def likely(text: str, words: str, family: Family) -> float:
    start = text.index(words)
    return TAGGER.read(text).likely(start, start + len(words), family)


@pytest.mark.parametrize(
    ("text", "words", "family"),
    [
        ("spoke to siobhan brannigan about the scan", "siobhan brannigan", Family.PERSON),
        ("j'ai eu Mme Kerbrat au téléphone ce matin", "Kerbrat", Family.PERSON),
        ("elle habite à Montignac depuis dix ans", "Montignac", Family.LOCATION),
        ("she is at the Clinique Pasteur until Friday", "Clinique Pasteur", Family.FACILITY),
        ("he is 74 and lives alone", "74", Family.AGE),
        ("her number is 06 39 98 12 34", "06 39 98 12 34", Family.PHONE),
    ],
)
def test_details_of_both_languages_are_likely(text: str, words: str, family: Family) -> None:
    assert likely(text, words, family) > 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The second cycle of FOLFOX went better than the first.", "FOLFOX"),
        ("Elle a un lymphome de Hodgkin, stade II.", "Hodgkin"),
        ("I will ring the nurse about the PICC line.", "will"),
    ],
)
def test_what_advice_needs_is_not(text: str, words: str) -> None:
    start = text.index(words)
    assert TAGGER.read(text).hidden(start, start + len(words)) < 0.5


def test_capitals_and_accents_change_nothing_where_case_tells_nothing() -> None:
    low = TAGGER.read("mme lefevre habite a eymet avec sa fille chloe")
    high = TAGGER.read("MME LEFÈVRE HABITE À EYMET AVEC SA FILLE CHLOÉ")
    assert np.allclose(low.inside, high.inside)


def test_a_name_far_into_a_long_text_is_read_too() -> None:
    text = "She slept badly again and was sick twice. " * 120 + "Then Mrs Okonkwo rang."
    assert likely(text, "Okonkwo", Family.PERSON) > 0.5


def test_nothing_is_read_out_of_an_empty_text() -> None:
    read = TAGGER.read("")
    assert read.inside.shape == (0, len(FAMILIES))
    assert read.hidden(0, 0) == 0.0


def test_a_missing_model_is_told_without_a_path(tmp_path: Path) -> None:
    with pytest.raises(TaggerBroken, match="model cannot be read") as told:
        Tagger(tmp_path / "nowhere")
    assert str(tmp_path) not in str(told.value)


def test_the_model_is_small() -> None:
    assert (MODEL / "tagger.onnx").stat().st_size < 25_000_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_words_are_in_order_and_chances_are_chances(text: str) -> None:
    read = TAGGER.read(text)
    assert np.all(read.starts[1:] >= read.starts[:-1])
    assert np.all(read.ends <= len(text))
    assert np.all((read.inside >= 0) & (read.inside.sum(axis=1, keepdims=True) <= 1.001))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_what_the_recognizer_proposes_lies_within_the_text(text: str) -> None:
    for hit in TaggedRecognizer().analyze(text, [], Read(text)):
        assert 0 <= hit.start < hit.end <= len(text)
        assert 0 < hit.score <= 1


def test_the_recognizer_keeps_to_the_families_it_is_asked_for() -> None:
    text = "Mrs Okonkwo is 74"
    found = TaggedRecognizer().analyze(text, ["AGE"], Read(text))
    assert [text[hit.start : hit.end] for hit in found] == ["74"]
    assert TaggedRecognizer().analyze(text, [], None) == []


def test_two_people_side_by_side_are_two() -> None:
    """A detail that begins where another goes on."""
    inside = np.zeros((2, len(FAMILIES)), np.float32)
    inside[:, FAMILIES.index(Family.PERSON)] = 0.9
    reading = Reading(np.array([0, 5]), np.array([4, 9]), inside, inside)

    class Two:
        def __init__(self) -> None:
            self.reading = reading

    assert [(hit.start, hit.end) for hit in TaggedRecognizer().analyze("Mary Paul", [], Two())] == [(0, 4), (5, 9)]


def test_the_runtime_leaves_nothing_behind_and_reports_to_nobody(tmp_path: Path) -> None:
    """Its telemetry writes a device id into the home folder before it sends anything."""
    environ = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    code = "from redaction.tagger import Tagger; assert Tagger().read('Mary Dupont rang') is not None"
    subprocess.run(
        [sys.executable, "-c", code], env={**environ, "HOME": str(tmp_path)}, cwd=Path(__file__).parents[2], check=True
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("dress", ["*{}*", "_{}_", "~{}~", "`{}`", "#{}", "<{}>", "**{}**", "<b>{}</b>"])
@pytest.mark.parametrize("name", ["Zebedee", "Odile", "Zebedee Quatermain"])
def test_a_name_is_read_through_the_marks_of_its_formatting(dress: str, name: str) -> None:
    assert likely(f"{dress.format(name)} rang about her scan", name, Family.PERSON) > 0.5


@pytest.mark.parametrize(
    "text",
    ["snake_case_words", "<@U024BE7LH> thanks", "<https://example.org/a_b|words>", "3 * 4 < 12", "a@b_c.example"],
)
def test_what_marks_do_not_stand_around_words_is_read_as_it_is(text: str) -> None:
    assert undressed(text) == text


@given(st.text("*_~`#<>@:/ abÉ1\n", max_size=30))
def test_a_text_without_its_marks_has_every_word_in_its_place(text: str) -> None:
    bare = undressed(text)
    assert [(place, char) for place, char in enumerate(bare) if char.isalnum()] == [
        (place, char) for place, char in enumerate(text) if char.isalnum()
    ]
