"""Sentences: the same in both languages, none missing, none left over."""

from __future__ import annotations

import ast
import dataclasses
import re
from string import Formatter

import pytest

from bot.domain.disclosure import State
from bot.domain.journal import ENTRY_TYPES
from bot.findings import Level
from config.grounds import load_grounds
from config.sentences import LANGUAGES, sentences
from config.settings import Settings
from config.sources import leaves
from redaction import Family
from tests.house.source import CODE, ROOT, calls, files, literals, relative
from tests.house.tables import is_file_variant

EN, FR = (sentences(lang) for lang in LANGUAGES)


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert EN.keys() == FR.keys()


@pytest.mark.parametrize("key", sorted(EN))
def test_both_languages_have_the_same_slots(key: str) -> None:
    assert slots(EN[key]) == slots(FR[key])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty_or_ends_in_a_space(lang: str) -> None:
    table = EN if lang == "en" else FR
    assert [key for key, text in table.items() if not text.strip() or text != text.strip()] == []


def test_every_kind_of_detail_has_its_words() -> None:
    assert {key for key in EN if key.startswith("kind.")} == {f"kind.{family}" for family in Family}


def test_every_setting_has_its_sentence_and_no_other_is_there() -> None:
    paths = [path for path, _ in leaves(Settings) if not is_file_variant(path)]
    sections = {path[:depth] for path in paths for depth in range(1, len(path))}
    expected = {f"setting.{'.'.join(path)}" for path in [*paths, *sections]}
    assert {key for key in EN if key.startswith("setting.")} == expected


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_every_journal_entry_says_how_it_reads(kind: str) -> None:
    fields = {field.name for field in dataclasses.fields(ENTRY_TYPES[kind])} - {"at"}
    assert slots(EN[f"journal.{kind}"]) == fields


def test_no_journal_sentence_is_for_an_entry_that_does_not_exist() -> None:
    assert {key for key in EN if key.startswith("journal.")} == {f"journal.{kind}" for kind in ENTRY_TYPES}


def test_every_ground_and_question_has_its_sentences_and_no_other_is_there() -> None:
    """That none is missing, the loader sees to."""
    grounds = load_grounds()
    for lang, table in zip(LANGUAGES, (EN, FR), strict=True):
        assert {key for key in table if key.startswith(("ground.", "question."))} == grounds.words[lang].keys()


def test_every_step_and_every_problem_of_a_request_is_told_in_words() -> None:
    said = {f"disclosure.late_{state}" for state in State}
    wish = ROOT / "bot" / "domain" / "disclosure_wish.py"
    asking = ROOT / "bot" / "handlers" / "disclosure" / "asking.py"
    for path in (wish, asking):
        for name, call in calls(path):
            if name == "Problem" and call.args and isinstance(call.args[0], ast.Constant):
                said.add(f"disclosure.problem_{call.args[0].value!s}")
    assert len(said) > 25
    assert {key for key in EN if key.startswith(("disclosure.late_", "disclosure.problem_"))} == said


def constants(function: str) -> list[tuple[str, str]]:
    """(file, first argument) of every call of `function` that writes its first argument out."""
    found = [
        (relative(path), call.args[0].value)
        for path in files(*CODE)
        for name, call in calls(path)
        if name == function and call.args and isinstance(call.args[0], ast.Constant)
    ]
    return [(file, value) for file, value in found if isinstance(value, str)]


def test_every_line_that_is_said_exists() -> None:
    said = constants("Line")
    assert len(said) > 10
    assert [(file, key) for file, key in said if key not in EN] == []


def test_every_button_that_is_shown_has_its_label() -> None:
    shown = {action for _, action in constants("Button")}
    assert shown
    assert {f"button.{action}" for action in shown} <= EN.keys()


BUILT = ("kind.", "call.", "setting.", "journal.", "check.summary_", "ground.", "question.")
"""Keys that are put together from a family, a setting's path, an entry's kind, a level, a part of a note of a call, a ground with its questions."""


def test_no_sentence_is_left_over() -> None:
    """A key counts as used if it, its second part (`t("edit")`) or a beginning of that (`"state_" ~ x`) is written."""
    pages = [
        path.read_text(encoding="utf-8") for suffix in (".html", ".js") for path in files("adapters", suffix=suffix)
    ]
    quoted = {text for page in pages for text in re.findall(r"""["']([\w.]+)["']""", page)}
    written = quoted | {text for path in files(*CODE) for text in literals(path)}
    beginnings = tuple(text for text in written if len(text) > 3 and text.endswith("_"))

    def used(key: str) -> bool:
        name = key.partition(".")[2]
        return key in written or name in written or key.startswith((*beginnings, *BUILT)) or name.startswith(beginnings)

    levels = {f"check.{level.name.lower()}" for level in Level}
    assert [key for key in EN if not used(key) and key not in levels] == []
