"""Every channel inherits the whole suite, and no channel may do without a case by itself."""

from __future__ import annotations

from importlib import import_module

import pytest

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import Kind
from tests.conformance.cases import MAY_LACK, PROMISES, Case, Impossible
from tests.conformance.suite import Conformance, says_that_it_cannot
from tests.conformance.table import written
from tests.house.source import CHANNELS

HEARS_ALL = Capabilities(removal=Removal.BY_BOT)
DEAF = Capabilities(removal=Removal.BY_BOT, hears=frozenset({Kind.NEW}), cannot=("telegram.limit_deletions",))
WHY = Impossible("there is none", "https://example.org/page", "telegram.limit_deletions")


def suites(channel: str) -> list[type[Conformance]]:
    module = import_module(f"tests.conformance.test_{channel}")
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Conformance) and found is not Conformance
    ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_inherits_the_suite_as_it_is(channel: str) -> None:
    (suite,) = suites(channel)
    assert suite.channel == channel
    assert {name for name in vars(suite) if name.startswith("test_")} == set()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_channel_declares_impossible_may_be_lacked_and_nothing_is_lacked_undeclared(channel: str) -> None:
    (suite,) = suites(channel)
    declared = suite.declared()
    assert set(suite.impossible) == {which for which, lacks in MAY_LACK.items() if lacks(declared)}
    for which, why in suite.impossible.items():
        says_that_it_cannot(declared, which, why)


def test_every_case_has_its_test_and_its_promise() -> None:
    assert {name.removeprefix("test_") for name in vars(Conformance) if name.startswith("test_")} == set(Case)
    assert PROMISES.keys() == set(Case)


def test_a_case_that_no_channel_may_lack_is_not_excused() -> None:
    with pytest.raises(AssertionError, match="no channel may do without redact"):
        says_that_it_cannot(DEAF, Case.REDACT, WHY)


def test_who_hears_of_edits_is_not_excused_from_reading_them() -> None:
    with pytest.raises(AssertionError, match="do not say that edit is impossible"):
        says_that_it_cannot(HEARS_ALL, Case.EDIT, WHY)


def test_what_is_impossible_must_be_told_to_people() -> None:
    says_that_it_cannot(DEAF, Case.EDIT, WHY)
    with pytest.raises(AssertionError, match="are not told"):
        says_that_it_cannot(DEAF, Case.EDIT, Impossible("there is none", "https://example.org/page"))


def test_the_table_shows_what_failed_and_why_something_is_impossible() -> None:
    found = {("sms", Case.EDIT): "impossible: there is none", ("sms", Case.REDACT): "FAILED"}
    table = written(found)
    assert "sms, edit: impossible: there is none" in table
    assert next(line for line in table.splitlines() if line.startswith(PROMISES[Case.REDACT])).endswith("FAILED")
    assert table.count("not there") == len(Case) - 2
