"""A backup made, the server lost, the backup put back: all is there but what was destroyed since."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tarfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.storage.restore import _STAGING
from bot.ports.factors import ConsoleSession, Factor, Stage
from bot.ports.store import Wiped
from bot.storage import open_storage
from redaction.bygone import full_name
from tests.bot.commands.typed import NOW, entrenous, journal, quatermain, settings_of, unreadable, with_cases
from tests.crash.test_kill import marks
from tests.places import place
from tests.running import RunningBot

pytestmark = pytest.mark.long


async def destroy(home: Path, case_id: str) -> None:
    async with open_storage(settings_of(home)) as storage, storage.store.begin() as unit:
        await unit.cases.destroy(case_id, NOW)


def wrapped_keys(database: Path, case_ids: Sequence[str]) -> list[bytes]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT case_id, wrapped_key FROM cases").fetchall()
    return [key for case_id, key in rows if case_id in case_ids]


def files_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@dataclass(frozen=True)
class Lost:
    """A server that was lost: three cases in the backup, the first destroyed after it was made; a mail that says so."""

    archive: Path
    mail: Path
    key: str
    case_ids: tuple[str, ...]
    wrapped: bytes

    def new_home(self, name: str = "new") -> Path:
        home = self.archive.parent / name
        home.mkdir(mode=0o700)
        (home / "master.key").write_text(self.key)
        (home / "master.key").chmod(0o600)
        return home


@pytest.fixture
async def lost(tmp_path: Path) -> Lost:
    home, archive, mail = tmp_path / "home", tmp_path / "a.backup", tmp_path / "mail.txt"
    case_ids = await with_cases(settings_of(home), 3)
    (wrapped,) = wrapped_keys(home / "entrenous.db", case_ids[:1])
    done = entrenous(home, "backup", str(archive))
    assert done.returncode == 0, done.stderr
    await destroy(home, case_ids[0])
    mail.write_text("> Forwarded\n" + entrenous(home, "witness").stdout)
    key = (home / "master.key").read_text()
    shutil.rmtree(home)
    return Lost(archive, mail, key, tuple(case_ids), wrapped)


async def test_what_was_destroyed_since_stays_destroyed_and_the_rest_is_there(lost: Lost) -> None:
    home = lost.new_home()
    done = entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    assert done.returncode == 0, done.stderr
    assert "list 1 destroyed case(s), of which it would have brought back 1" in done.stdout
    assert await unreadable(settings_of(home), list(lost.case_ids[1:])) == []
    async with open_storage(settings_of(home)) as storage, storage.store.read() as unit:
        assert (await unit.cases.case(lost.case_ids[0])).status == "destroyed"
        with pytest.raises(Wiped):
            await unit.cases._keys.key(lost.case_ids[0])
        names = [full_name(quatermain(number)) or "" for number in range(3)]
        assert await unit.cases.kept(names) == {names[0]}, "the destroyed case's name is hidden all the same"
    assert lost.wrapped in lost.archive.read_bytes()
    assert not any(lost.wrapped in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert files_of(home) == ["entrenous.db", "master.key"]
    assert entrenous(home, "audit", "verify").returncode == 0
    (entry,) = await journal(settings_of(home), "backup_restored")
    assert (entry["listed"], entry["struck"]) == (1, 1)
    assert lost.case_ids[0] in entrenous(home, "witness").stdout, "the next mail still lists it"


async def test_nobody_is_signed_in_on_the_console_after_it_and_telephones_are_as_they_were(tmp_path: Path) -> None:
    home, archive, mail = tmp_path / "home", tmp_path / "a.backup", tmp_path / "mail.txt"
    now = datetime.now(UTC)
    factor = Factor("M-4FQ9X", b"secret-secret-secret", b"salt", now.replace(microsecond=0), 1)
    async with open_storage(settings_of(home)) as storage, storage.store.begin() as unit:
        await unit.factors.enrol(factor, ["a"])
        token = await unit.sessions.begin(ConsoleSession("M-4FQ9X", Stage.IN, "en", now, now))
    assert entrenous(home, "backup", str(archive)).returncode == 0
    mail.write_text(entrenous(home, "witness").stdout)
    back = Lost(archive, mail, (home / "master.key").read_text(), (), b"").new_home()
    done = entrenous(back, "restore", str(archive), "--tombstones", str(mail))
    assert done.returncode == 0, done.stderr
    async with open_storage(settings_of(back)) as storage, storage.store.read() as unit:
        assert await unit.sessions.of(token) is None
        assert await unit.factors.of("M-4FQ9X") == factor


def test_the_backup_is_whole_sealed_and_its_owners_alone(lost: Lost, tmp_path: Path) -> None:
    content = lost.archive.read_bytes()
    assert lost.key.strip().encode() not in content
    assert lost.archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(lost.archive) as tar:
        assert {(member.name, member.uname, member.uid) for member in tar} == {
            ("backup.json", "", 0),
            ("entrenous.db", "", 0),
        }
    home = lost.new_home()
    entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    again = entrenous(home, "backup", str(lost.archive))
    assert (again.returncode, "do not overwrite" in again.stderr) == (2, True)
    assert lost.archive.read_bytes() == content
    assert not list(tmp_path.glob(".backup-*"))


def test_without_a_witness_mail_a_sentence_must_be_typed(lost: Lost) -> None:
    home = lost.new_home()
    neither = entrenous(home, "restore", str(lost.archive))
    assert (neither.returncode, "--tombstones" in neither.stderr) == (2, True)
    for given in ("", "y\n", "yes\n"):
        asked = entrenous(home, "restore", str(lost.archive), "--no-tombstones", given=given)
        assert asked.returncode == 2
        assert "come back, and can be read again" in asked.stderr
    assert files_of(home) == ["master.key"]
    typed = "des dossiers détruits peuvent revenir\n"
    done = entrenous(home, "restore", str(lost.archive), "--no-tombstones", given=typed, LC_ALL="fr_FR.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "est en place" in done.stdout


def test_it_goes_nowhere_where_something_is(lost: Lost) -> None:
    home = lost.new_home()
    (home / "tokens").mkdir()
    for settings in ("entrenous.toml", "entrenous.toml.2026-03-02-090000", "tokens/telegram.token"):
        (home / settings).write_text("")
    (home / "notes.txt").write_text("x")
    done = entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    assert done.returncode == 2
    assert "notes.txt" in done.stderr
    (home / "notes.txt").unlink()
    assert entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail)).returncode == 0
    twice = entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    assert twice.returncode == 2
    assert "is here already" in twice.stderr


def test_mails_and_backups_that_are_not_right_change_nothing(lost: Lost, tmp_path: Path) -> None:
    home = lost.new_home()
    told = lost.mail.read_text()
    mails = {
        "cut": "\n".join(line for line in told.splitlines() if not line.startswith("gone:")),
        "none": "Dear all",
    }
    for name, text in mails.items():
        (tmp_path / name).write_text(text)
        done = entrenous(home, "restore", str(lost.archive), "--tombstones", str(tmp_path / name))
        assert (done.returncode, "nothing was done" in done.stderr) == (2, True)
    bytes_of = bytearray(lost.archive.read_bytes())
    bytes_of[len(bytes_of) // 2] ^= 1
    for name, content in (("damaged", bytes(bytes_of)), ("short", bytes(bytes_of[:5000])), ("other", b"hello")):
        (tmp_path / name).write_bytes(content)
        done = entrenous(home, "restore", str(tmp_path / name), "--tombstones", str(lost.mail))
        assert (done.returncode, "Nothing was restored" in done.stderr) == (2, True), done.stderr
    assert files_of(home) == ["master.key"]


async def test_a_mail_that_vouches_for_another_journal_is_refused(lost: Lost, tmp_path: Path) -> None:
    other = tmp_path / "other"
    await with_cases(settings_of(other), 1)
    entrenous(other, "keys", "sheet")
    archive, mail = tmp_path / "other.backup", tmp_path / "other.txt"
    mail.write_text(entrenous(other, "witness").stdout)
    entrenous(other, "keys", "sheet")
    entrenous(other, "backup", str(archive))
    home = tmp_path / "third"
    home.mkdir()
    shutil.copy(other / "master.key", home / "master.key")
    forged = tmp_path / "forged.txt"
    await with_cases(settings_of(tmp_path / "fourth"), 1)
    entrenous(tmp_path / "fourth", "keys", "sheet")
    forged.write_text(entrenous(tmp_path / "fourth", "witness").stdout)
    done = entrenous(home, "restore", str(archive), "--tombstones", str(forged))
    assert done.returncode == 2
    assert "vouches for" in done.stderr
    assert files_of(home) == ["master.key"]
    assert entrenous(home, "restore", str(archive), "--tombstones", str(mail)).returncode == 0


def test_without_the_master_key_it_says_how_to_bring_it_back(lost: Lost, tmp_path: Path) -> None:
    home = tmp_path / "new"
    home.mkdir()
    done = entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    assert done.returncode == 2
    assert "entrenous keys recover" in done.stderr
    assert files_of(home) == []


def test_one_that_was_killed_on_its_way_is_done_again(lost: Lost) -> None:
    home = lost.new_home()
    (home / _STAGING).mkdir()
    (home / _STAGING / "entrenous.db").write_bytes(b"half")
    (home / "engine.db").write_bytes(b"moved already")
    done = entrenous(home, "restore", str(lost.archive), "--tombstones", str(lost.mail))
    assert done.returncode == 0, done.stderr
    assert not (home / _STAGING).exists()


async def test_a_backup_made_while_messages_flow_is_a_bot_that_goes_on(tmp_path: Path) -> None:
    home, archive = tmp_path / "home", tmp_path / "a.backup"
    async with place("telegram") as here:
        async with RunningBot(home, here.environ):
            for number in range(40):
                here.write(number, f"Mary Dupont rang about FOLFOX, question {number:03d}")
                if number == 20:
                    done = await asyncio.to_thread(entrenous, home, "backup", str(archive))
                    assert done.returncode == 0, done.stderr
            async with asyncio.timeout(60):
                while len(marks(here, ours=True)) < 40:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        new = tmp_path / "new"
        new.mkdir(mode=0o700)
        shutil.copy(home / "master.key", new / "master.key")
        mail = tmp_path / "mail.txt"
        mail.write_text((await asyncio.to_thread(entrenous, home, "witness")).stdout)
        done = await asyncio.to_thread(entrenous, new, "restore", str(archive), "--tombstones", str(mail))
        assert done.returncode == 0, done.stderr
        async with RunningBot(new, here.environ):
            here.write(40, "Mary Dupont rang about FOLFOX, question 040")
            async with asyncio.timeout(60):
                while 40 not in marks(here, ours=True) or marks(here, ours=False):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
    assert (await asyncio.to_thread(entrenous, new, "audit", "verify")).returncode == 0
