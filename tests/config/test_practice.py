"""The exercises: data that anybody can add to, true to what the bot does and says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.web.settings import INVENTED
from bot.domain.exercises import Exercise
from config.practice import BadExercise, load_exercises
from config.sentences import LANGUAGES
from redaction import CaseMemory, Keep, RawText, Redaction, Redactor

EXERCISES = load_exercises()
ALL = [(lang, exercise) for lang in LANGUAGES for exercise in EXERCISES[lang]]
each = pytest.mark.parametrize(("lang", "exercise"), ALL, ids=lambda value: getattr(value, "id", value))
SAMPLES = Path(__file__).parents[2] / "adapters" / "web" / "static" / "samples"
KEEP = Keep(colleagues=frozenset(person.name for person in INVENTED))


def test_both_languages_have_as_many_and_ten_at_least() -> None:
    assert len(EXERCISES["en"]) == len(EXERCISES["fr"]) >= 10


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor.load()


def holds(exercise: Exercise, redaction: Redaction) -> None:
    """What is hidden is what the exercise says, no more and no less; the rest stands as it was."""
    found = {exercise.text[span.start : span.end] for span in redaction.spans}
    assert found == set(exercise.hidden)
    assert [words for words in (*exercise.kept, *exercise.missed) if words not in redaction.text] == []


@each
def test_the_bot_hides_keeps_and_misses_what_the_exercise_says(
    redactor: Redactor, lang: str, exercise: Exercise
) -> None:
    if not exercise.attach:  # held whole
        holds(exercise, redactor.redact(RawText(exercise.text), CaseMemory(), keep=KEEP))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_the_same_for_somebody_who_does_them_one_after_the_other(redactor: Redactor, lang: str) -> None:
    """What one writes within half an hour is one consult, in which the bot remembers names."""
    memory = CaseMemory()
    for exercise in EXERCISES[lang]:  # type: ignore[index]
        if not exercise.attach:
            holds(exercise, redactor.redact(RawText(exercise.text), memory, keep=KEEP))


@each
def test_an_exercise_shows_something_and_says_all_that_it_needs(lang: str, exercise: Exercise) -> None:
    said = (exercise.title, exercise.situation, exercise.task, exercise.look, exercise.question, exercise.reason)
    assert [words for words in (*said, *exercise.answers) if not words or words != words.strip()] == []
    assert exercise.hidden or exercise.attach
    assert not exercise.attach or (SAMPLES / exercise.attach).is_file()
    assert [words for words in (*said, *exercise.answers) if "{" in words] == []


@each
def test_numbers_are_from_the_ranges_for_fiction(lang: str, exercise: Exercise) -> None:
    telephones = re.findall(r"\b0[1-9](?: \d\d){4}\b", f"{exercise.text} {exercise.situation} {exercise.look}")
    assert [number for number in telephones if not number.startswith(("06 39 98", "01 99 00"))] == []


def test_french_is_set_as_french(french: list[str]) -> None:
    """A narrow space before ; : ! ?, a space that does not break inside « »."""
    assert [words for words in french if re.search(r"[^\u202f\d][;:!?](?!/)|« | »", words)] == []


@pytest.fixture
def french() -> list[str]:
    return [
        words
        for one in EXERCISES["fr"]
        for words in (one.title, one.situation, one.task, one.look, one.question, *one.answers, one.reason)
    ]


def test_a_button_is_called_what_it_is_called_on_the_page() -> None:
    looks = " ".join(exercise.look for exercise in EXERCISES["en"])
    assert "Press “Hide more” under your message" in looks


GOOD = """
[[exercise]]
id = "one"
title = "t"
situation = "s"
task = "t"
text = "Mary rang"
look = "l"
question = "q"
answers = ["a", "b"]
right = 1
reason = "r"
"""


def written(folder: Path, text: str) -> Path:
    for lang in LANGUAGES:
        (folder / f"{lang}.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_exercise_is_added_without_any_python(tmp_path: Path) -> None:
    two = GOOD + GOOD.replace('"one"', '"two"')
    assert [exercise.id for exercise in load_exercises(written(tmp_path, two))["en"]] == ["one", "two"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("right = 1", "right = 3"), "en.toml, one: answers"),
        (GOOD.replace('"one"', '"One!"'), "en.toml, One!: id"),
        (GOOD.replace("task =", "tusk ="), "en.toml, one: .*tusk"),
        (GOOD.replace('task = "t"', ""), "en.toml, one: .*task"),
        (GOOD + 'hidden = ["Sue"]', "en.toml, one: not in the text: Sue"),
        (GOOD.replace('"l"', '"{button.nonesuch}"'), "en.toml, one: .*nonesuch"),
        (GOOD + GOOD, "en.toml, one: two exercises"),
    ],
)
def test_a_bad_exercise_is_told_with_its_name(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(BadExercise, match=said):
        load_exercises(written(tmp_path, wrong))
