"""The master key behind a vault: the file alone opens nothing, and without the vault's consent nothing starts."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.storage.key_files import KeyFileError, KeyFiles, load_master_key, write_key_file
from adapters.storage.transit import TransitBox
from tests.platforms.vault.server import TOKEN, StandInVault

KEY = bytes(range(32))


@pytest.fixture
def vault() -> Iterator[StandInVault]:
    with StandInVault() as running:
        yield running


def box(vault: StandInVault, token: str = TOKEN, key: str = "entrenous", mount: str = "transit") -> TransitBox:
    return TransitBox(vault.address, token, key, mount)


def test_the_file_holds_what_only_the_vault_opens(vault: StandInVault, tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    write_key_file(path, KEY, box(vault))
    assert path.read_text().startswith("vault:v1:")
    assert base64.b64encode(KEY).decode() not in path.read_text()
    assert load_master_key(path, box(vault)) == KEY
    assert vault.calls == ["encrypt", "decrypt"]
    with pytest.raises(KeyFileError, match="VAULT_ADDRESS"):
        load_master_key(path)


def test_a_key_that_lay_there_in_clear_goes_on_until_it_is_changed(vault: StandInVault, tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    write_key_file(path, KEY)
    files = KeyFiles(path, box=box(vault))
    assert files.read() == [KEY]
    coming = files.prepare()
    files.finish()
    assert path.read_text().startswith("vault:v1:")
    assert files.read() == [coming]


def test_what_the_vault_refuses_is_told_by_its_status_and_nothing_else(vault: StandInVault, tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    write_key_file(path, KEY, box(vault))
    refusals = [
        (box(vault, token="hvs.canary7f3a"), "403"),
        (box(vault, key="other"), "404"),
        (box(vault, mount="x"), "404"),
    ]
    for refused, status in refusals:
        with pytest.raises(KeyFileError, match=status) as error:
            load_master_key(path, refused)
        assert "canary7f3a" not in str(error.value)
        assert "canary7f3a" not in repr(refused)
    vault.sealed = True
    with pytest.raises(KeyFileError, match="503: it is sealed"):
        load_master_key(path, box(vault))


def test_what_was_wrapped_for_somebody_else_is_refused(vault: StandInVault, tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    told = vault.answer("/v1/transit/encrypt/entrenous", TOKEN, b'{"plaintext": "%s"}' % base64.b64encode(KEY))
    path.write_text(told["ciphertext"])
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="400"):
        load_master_key(path, box(vault))


def test_a_vault_that_is_away_is_told(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    with StandInVault() as vault:
        write_key_file(path, KEY, box(vault))
    with pytest.raises(KeyFileError, match="cannot be asked"):
        load_master_key(path, box(vault))
