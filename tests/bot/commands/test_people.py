"""`entrenous people`, as the administrator types it, on a real database."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app

NAME = "Zebedee Quatermain"
TELEGRAM = {
    "ENTRENOUS_TELEGRAM__TOKEN": "123456:secret-secret-secret-secret-secret",
    "ENTRENOUS_TELEGRAM__GROUPS": "[-7]",
    "ENTRENOUS_TELEGRAM__SUPERVISORS": "[70077007]",
}


class Terminal:
    """A home, and the ids that the commands printed."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def type(self, *words: str, given: str = "", ends: int = 0, more: Mapping[str, str] | None = None) -> str:
        """What a command prints; where it ends with something else than 0, what it says about that."""
        clean = dict.fromkeys(name for name in os.environ if name.startswith("ENTRENOUS_"))
        where = {"ENTRENOUS_HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        done = CliRunner().invoke(app, words, input=given, env={**clean, **where, **(more or {})})
        assert done.exit_code == ends, done.output
        return done.stdout if ends == 0 else done.stderr

    def people(self, *words: str, given: str = "", ends: int = 0, more: Mapping[str, str] | None = None) -> str:
        return self.type("people", *words, given=given, ends=ends, more=more)

    def add(self, *words: str, name: str = NAME) -> str:
        found = re.search(r"M-[A-Z0-9]{5}", self.people("add", *words, given=f"{name}\n"))
        assert found
        return found[0]

    def journal(self) -> str:
        return self.type("audit", "export")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def test_somebody_comes_is_listed_gets_roles_and_leaves(terminal: Terminal) -> None:
    member = terminal.add("--role", "supervisor", "--role", "administrator", "--lang", "fr")
    (line,) = terminal.people("list").splitlines()
    assert re.split(r"\s{2,}", re.sub(r"\d{4}-\d\d-\d\d", "", line)) == [
        member, "invited", "supervisor, administrator", "-", "Code not accepted", NAME,
    ]  # fmt: skip
    printed = terminal.people("invite", member.lower())
    code = re.search(r"^ +([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})$", printed, re.MULTILINE)
    assert code
    assert f"?start={code[1].replace('-', '')}" in printed
    assert f"is {member}'s now" in terminal.people("link", member, "telegram", "70077007")
    assert "active" in terminal.people("list")
    assert "listener" in terminal.people("role", member, "listener", "administrator")
    left = terminal.people("leave", member, given="y\n", more=TELEGRAM)
    for told in ("1 account(s)", "1 code(s)", "ENTRENOUS_TELEGRAM__SUPERVISORS", "Telegram: remove", "keys rotate"):
        assert told in left
    assert "left" in terminal.people("list")
    journal = terminal.journal()
    kinds = re.findall(r'"kind": "(\w+)"', journal)
    assert kinds == ["member_added", "member_invited", "account_linked", "roles_changed", "member_left"]
    kept = b"".join(path.read_bytes() for path in terminal.home.iterdir() if path.is_file())
    for secret in (*NAME.split(), "70077007", code[1].replace("-", "")):
        assert secret not in journal
        assert secret.encode() not in kept


def test_what_cannot_be_done_is_said_and_no_name_is_repeated(terminal: Terminal) -> None:
    assert "pseudonyms" in terminal.people("add", "[Person A]", ends=2)
    assert "1 and 80" in terminal.people("add", " ", ends=2)
    assert "M-23456" in terminal.people("invite", "M-23456", ends=2)
    odd = terminal.people("role", NAME, "listener", ends=2)
    assert "M-4FQ9X" in odd
    assert "ZEBEDEE" not in odd.upper()
    first, second = terminal.add(), terminal.add(name="Sue Palmer")
    assert "positive number" in terminal.people("link", first, "telegram", "@zebedee", ends=2)
    terminal.people("link", first, "web", "sue")
    assert "somebody else's" in terminal.people("link", second, "web", "sue", ends=2)
    assert "stays" in terminal.people("leave", first, given="n\n", ends=2)
    terminal.people("leave", first, "--yes")
    assert "have left" in terminal.people("leave", first, "--yes", ends=2)
    assert "Personne" in terminal.people("invite", first, ends=2, more={"LC_ALL": "fr_FR.UTF-8"})


def checked(terminal: Terminal) -> str:
    """What `entrenous check` says, where nothing must be mended."""
    return " ".join(terminal.type("check", more=TELEGRAM).split())


def test_check_counts_supervisors_of_the_list_with_those_of_the_settings(terminal: Terminal) -> None:
    assert "telegram: 1 of 2 supervisors" in checked(terminal), "before the first start"
    member = terminal.add("--role", "supervisor")
    assert "telegram: 1 of 2 supervisors" in checked(terminal), "who has not joined is told nothing"
    terminal.people("link", member, "telegram", "70077008", more=TELEGRAM)
    assert "of 2 supervisors" not in checked(terminal)
    terminal.people("role", member, "listener")
    assert "telegram: 1 of 2 supervisors" in checked(terminal)


def test_check_counts_people_and_not_accounts_and_believes_the_list(terminal: Terminal) -> None:
    member = terminal.add("--role", "supervisor")
    for account in ("70077007", "70077008"):
        terminal.people("link", member, "telegram", account, more=TELEGRAM)
    assert "telegram: 1 of 2 supervisors" in checked(terminal), "two accounts of one person"
    terminal.people("role", member, "listener")
    assert "telegram: 0 of 2 supervisors" in checked(terminal), "the settings still name that account"


def test_check_says_when_nobody_answers_for_data_or_keeps_the_list(terminal: Terminal) -> None:
    assert "list of people" not in checked(terminal)
    member = terminal.add("--role", "data_lead", "--role", "administrator")
    missing = ("Nobody on the list answers for data", "Nobody on the list is its administrator")
    assert all(one in checked(terminal) for one in missing), "not before they have joined"
    terminal.people("link", member, "telegram", "70077008", more=TELEGRAM)
    said = checked(terminal)
    assert "1 on the list of people" in said
    assert not any(one in said for one in missing)
    terminal.people("leave", member, "--yes", more=TELEGRAM)
    assert "Nobody is on the list of people yet" in checked(terminal)


def test_check_changes_nothing_and_goes_on_where_the_list_cannot_be_read(terminal: Terminal) -> None:
    terminal.add()
    database = terminal.home / "entrenous.db"
    before = database.read_bytes()
    checked(terminal)
    assert database.read_bytes() == before
    database.write_bytes(b"not a database " * 100)
    for log in terminal.home.glob("entrenous.db-*"):
        log.unlink()
    assert "I cannot look at the list of people (DatabaseError)" in checked(terminal)
