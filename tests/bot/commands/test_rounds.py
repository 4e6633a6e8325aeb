"""`entrenous rounds`, and an address that is linked by hand, as the administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.check import check
from bot.findings import report
from tests.bot.commands.test_people import TELEGRAM, Terminal

ROUNDS = {
    **TELEGRAM,
    "ENTRENOUS_ROUNDS": json.dumps(
        [{"name": "advice", "title": {"en": "Advice", "fr": "Avis"}, "places": ["telegram:-7"]}]
    ),
}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def test_somebody_reads_a_round_by_letter_and_no_more(terminal: Terminal) -> None:
    member = terminal.add()
    assert f"is {member}'s now" in terminal.people("link", member, "mail", " Zebedee@Example.org")
    assert "reads advice on mail" in terminal.type("rounds", "add", "advice", member, more=ROUNDS)
    assert "already" in terminal.type("rounds", "add", "advice", member, ends=2, more=ROUNDS)
    listed = terminal.type("rounds", "list", more=ROUNDS)
    for told in ("advice", "Advice / Avis", "telegram:-7", member, "mail"):
        assert told in listed
    assert "no more" in terminal.type("rounds", "remove", "advice", member, more=ROUNDS)
    assert "does not read" in terminal.type("rounds", "remove", "advice", member, ends=2, more=ROUNDS)
    assert "E-mail" in terminal.people("leave", member, "--yes")
    kept = b"".join(path.read_bytes() for path in terminal.home.iterdir() if path.is_file())
    assert b"zebedee@example.org" not in kept.lower()
    assert "zebedee" not in terminal.journal().lower()


def test_what_cannot_be_done_is_said_and_no_address_is_repeated(terminal: Terminal) -> None:
    member = terminal.add("--role", "trustee")
    odd = terminal.people("link", member, "sms", "zebedee", ends=2)
    assert "+33639980001" in odd
    assert "zebedee" not in odd
    assert "advice" in terminal.type("rounds", "add", "nothing", member, ends=2, more=ROUNDS)
    terminal.people("link", member, "sms", "+33 6 39 98 00 01")
    assert "listener" in terminal.type("rounds", "add", "advice", member, ends=2, more=ROUNDS)
    assert "No round" in terminal.type("rounds", "list")


def test_check_says_which_group_of_a_round_is_not_guarded(tmp_path: Path) -> None:
    unguarded = [{"name": "advice", "title": "Advice", "places": ["telegram:-7", "telegram:-8"]}]
    said = _checked(tmp_path, json.dumps(unguarded))
    assert "place 2 of round 1" in said
    assert "-8" not in said
    assert "Rounds: 1." in _checked(tmp_path, ROUNDS["ENTRENOUS_ROUNDS"])


@pytest.mark.parametrize(
    "wrong",
    [
        [{"name": "Advice!", "title": "Advice"}],
        [
            {"name": "a", "title": "A", "places": ["telegram:-7"]},
            {"name": "b", "title": "B", "places": ["telegram:-7"]},
        ],
        [{"name": "a", "title": "A"}, {"name": "a", "title": "B"}],
        [{"name": "a", "title": "A", "places": ["mail:sue"]}],
        [{"name": "a" * 21, "title": "A"}],
        [{"name": "a", "title": {"de": "A"}}],
    ],
)
def test_rounds_that_nobody_could_tell_apart_are_refused(tmp_path: Path, wrong: list[object]) -> None:
    assert "ENTRENOUS_ROUNDS" in _checked(tmp_path, json.dumps(wrong))


def _checked(folder: Path, rounds: str) -> str:
    findings = check({**ROUNDS, "ENTRENOUS_HOME": str(folder / "home"), "ENTRENOUS_ROUNDS": rounds}, folder)
    return report(findings, "en")
