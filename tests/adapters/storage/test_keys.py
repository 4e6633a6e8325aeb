"""The master key's file, and that one use's key tells nothing of another's."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from adapters.storage.keys import KeyFileError, Keyring, load_master_key


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "home" / "master.key"
    key = load_master_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_master_key(path) == key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_master_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_master_key(path)


@pytest.mark.parametrize("content", ["", "not base64 !", base64.b64encode(b"short").decode()])
def test_a_damaged_key_is_refused_without_being_shown(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError) as error:
        load_master_key(path)
    assert not content or content not in str(error.value)


def test_each_use_has_a_key_of_its_own_and_fingerprints_are_keyed() -> None:
    one, other = Keyring(b"\x01" * 32), Keyring(b"\x02" * 32)
    assert len({one.key("inbox"), one.key("people"), one.key("room"), other.key("inbox")}) == 4
    assert one.fingerprint("person", "a") == one.fingerprint("person", "a")
    assert one.fingerprint("person", "a") != other.fingerprint("person", "a")
    assert one.fingerprint("ab", "c") != one.fingerprint("a", "bc")
    assert "\\x01" not in repr(one)
