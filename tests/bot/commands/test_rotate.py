"""`entrenous keys rotate`, as an administrator types it, and killed while it works."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands.test_sheet import ROW
from tests.bot.commands.typed import entrenous, environment, journal, settings_of, unreadable, with_cases
from tests.platforms.vault.server import StandInVault

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""

FIRST, SECOND = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


async def test_the_key_file_is_another_one_and_all_opens_with_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_ids = await with_cases(settings_of(home), 60)
    before = (home / "master.key").read_text()
    done = entrenous(home, "keys", "rotate")
    after = (home / "master.key").read_text()
    assert done.returncode == 0, done.stderr
    assert "50 of 60 cases' keys" in done.stdout
    assert "recovery sheet" in done.stdout
    assert after != before
    assert not {before.strip(), after.strip()} & set((done.stdout + done.stderr).split())
    assert (home / "master.key").stat().st_mode & 0o777 == 0o600
    assert not list(home.glob("master.key.*"))
    assert await unreadable(settings_of(home), case_ids) == []


def killed_after(lines: int, home: Path) -> None:
    """Start to change the key, and kill the process once it has told so many lines."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "keys", "rotate"], stdout=subprocess.PIPE, env=environment(home, {})
    ) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()


@pytest.mark.long
async def test_killed_while_it_works_and_run_again_it_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_ids = await with_cases(settings_of(home), 600)
    for lines in (1, 2, 4):
        killed_after(lines, home)
        assert (home / "master.key.next").exists()
        assert await unreadable(settings_of(home), case_ids) == []
    done = entrenous(home, "keys", "rotate")
    assert done.returncode == 0, done.stderr
    assert await unreadable(settings_of(home), case_ids) == []
    assert len(await journal(settings_of(home), "master_key_changed")) == 1


async def test_one_that_was_killed_before_the_file_changed_place_is_finished_not_repeated(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_ids = await with_cases(settings_of(home), 2)
    before = (home / "master.key").read_bytes()
    entrenous(home, "keys", "rotate")
    after = (home / "master.key").read_bytes()
    (home / "master.key").rename(home / "master.key.next")
    (home / "master.key").write_bytes(before)
    (home / "master.key").chmod(0o600)
    assert await unreadable(settings_of(home), case_ids) == [], "a bot that starts in between finds the next one"
    done = entrenous(home, "keys", "rotate", LC_ALL="fr_FR.UTF-8")
    assert "avait été interrompu" in done.stdout
    assert (home / "master.key").read_bytes() == after
    assert await unreadable(settings_of(home), case_ids) == []


@pytest.mark.long
async def test_a_key_from_the_environment_says_what_to_do_and_takes_the_next_from_there(tmp_path: Path) -> None:
    home, one = tmp_path / "home", {"ENTRENOUS_KEYS__MASTER_KEY": FIRST}
    case_ids = await with_cases(settings_of(home, **one), 3)
    asked = entrenous(home, "keys", "rotate", **one)
    assert asked.returncode == 2
    assert "ENTRENOUS_KEYS__NEXT_MASTER_KEY" in asked.stderr
    file = tmp_path / "next"
    file.write_text(SECOND)
    both = one | {"ENTRENOUS_KEYS__NEXT_MASTER_KEY_FILE": str(file)}
    done = entrenous(home, "keys", "rotate", **both)
    assert done.returncode == 0, done.stderr
    assert "ENTRENOUS_KEYS__MASTER_KEY" in done.stdout
    assert not any(key in text for key in (FIRST, SECOND) for text in (asked.stderr, done.stdout, done.stderr))
    assert not (home / "master.key").exists()
    assert await unreadable(settings_of(home, ENTRENOUS_KEYS__MASTER_KEY=SECOND), case_ids) == []
    assert await unreadable(settings_of(home, **one, ENTRENOUS_KEYS__NEXT_MASTER_KEY=SECOND), case_ids) == []
    late = entrenous(home, "status", **one)
    assert late.returncode == 2
    assert "is not here" in late.stderr


@pytest.mark.long
async def test_a_change_puts_the_key_behind_the_vault_and_the_sheet_brings_it_back_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_ids = await with_cases(settings_of(home), 3)
    with StandInVault() as vault:
        done = entrenous(home, "keys", "rotate", **vault.environ)
        assert done.returncode == 0, done.stderr
        assert (home / "master.key").read_text().startswith("vault:v1:")
        behind = settings_of(home, **vault.environ)
        assert await unreadable(behind, case_ids) == []
        sheet = entrenous(home, "keys", "sheet", **vault.environ).stdout
        vault.sealed = True
        assert "503" in entrenous(home, "status", **vault.environ).stderr
    without = entrenous(home, "status")
    assert (without.returncode, "ENTRENOUS_KEYS__VAULT_ADDRESS" in without.stderr) == (2, True)
    (home / "master.key").unlink()
    recovered = entrenous(home, "keys", "recover", given="\n".join(ROW.findall(sheet)))
    assert recovered.returncode == 0, recovered.stderr
    assert await unreadable(settings_of(home), case_ids) == []
