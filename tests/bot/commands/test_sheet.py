"""The recovery sheet printed, and typed in again on another machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bot.commands.typed import entrenous, journal, settings_of, unreadable, with_cases

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""

ROW = re.compile(r"^ +\d:  ((?:[0-9A-Z]{4} ){4} [0-9A-Z]{2})$", re.MULTILINE)


def printed(home: Path) -> list[list[str]]:
    """The rows of both pages."""
    done = entrenous(home, "keys", "sheet")
    assert done.returncode == 0, done.stderr
    pages = done.stdout.split("\f")
    return [ROW.findall(page) for page in pages]


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    await with_cases(settings_of(tmp_path / "home"), 2)
    return tmp_path / "home"


async def test_two_pages_in_both_languages_bring_the_key_back(home: Path) -> None:
    case_ids = await with_cases(settings_of(home), 1)
    sheet = entrenous(home, "keys", "sheet").stdout
    pages = sheet.split("\f")
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        assert f"part {number} of 2" in page
        assert f"partie {number} sur 2" in page
        assert len(ROW.findall(page)) == 5
    key = (home / "master.key").read_text()
    assert key.strip() not in sheet
    (home / "master.key").unlink()
    given = "\n".join(ROW.findall(pages[1]) + ROW.findall(pages[0])) + "\n"
    done = entrenous(home, "keys", "recover", given=given.lower())
    assert done.returncode == 0, done.stderr
    assert (home / "master.key").read_text() == key
    assert (home / "master.key").stat().st_mode & 0o777 == 0o600
    assert key.strip() not in done.stdout + done.stderr
    assert await unreadable(settings_of(home), case_ids) == []
    assert len(await journal(settings_of(home), "recovery_sheet_printed")) == 1


@pytest.mark.long
def test_a_slip_is_told_for_its_row_and_asked_for_again(home: Path) -> None:
    one, two = printed(home)
    wrong = one[1][:-1] + ("X" if one[1][-1] != "X" else "Z")
    key = (home / "master.key").read_text()
    (home / "master.key").unlink()
    done = entrenous(home, "keys", "recover", given="\n".join([one[0], "what?", "", wrong, *one[1:], *two]))
    assert "Row 2 has four groups" in done.stderr
    assert "slip in row 2" in done.stderr
    assert done.returncode == 0
    assert (home / "master.key").read_text() == key


@pytest.mark.long
def test_nothing_is_overwritten_and_nothing_written_from_half_a_sheet(home: Path) -> None:
    one, two = printed(home)
    there = entrenous(home, "keys", "recover", given="\n".join(one + two))
    assert (there.returncode, "do not overwrite" in there.stderr) == (2, True)
    (home / "master.key").rename(home / "kept")
    for given, says in ((one + one, "same part twice"), (one, "not typed to its end"), (one[:2], "not typed")):
        done = entrenous(home, "keys", "recover", given="\n".join(given))
        assert done.returncode == 2
        assert says in done.stderr
        assert not (home / "master.key").exists()


@pytest.mark.long
async def test_the_sheet_of_another_database_is_refused(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    await with_cases(settings_of(other), 1)
    sheet = "\n".join(row for page in printed(other) for row in page)
    (home / "master.key").unlink()
    done = entrenous(home, "keys", "recover", given=sheet)
    assert done.returncode == 2
    assert "goes by another one" in done.stderr
    assert not (home / "master.key").exists()
    elsewhere = entrenous(tmp_path / "empty", "keys", "recover", "--to", str(tmp_path / "found"), given=sheet)
    assert elsewhere.returncode == 0
    assert (tmp_path / "found").read_text() == (other / "master.key").read_text()
