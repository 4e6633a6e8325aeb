"""Files that can be held in the head, folders that explain themselves, channels of one shape."""

from __future__ import annotations

import re

import pytest

from tests.house.source import CHANNELS, CODE, ROOT, files, relative, tracked

LONGEST = 350
LONGER: dict[str, str] = {}
"""File: why it may be longer, and since when."""

SIX = ("channel.py", "settings.py", "verify.py", "parse.py", "render.py", "client.py")
NOT_THERE = {"adapters/web/client.py": "2026-11: the room is its own platform and calls nobody"}
"""A file of the six that a channel does without: why, and since when."""

# Written in pieces, so that this file does not find itself.
FOREIGN = re.compile(
    r"p[y]thonhosted|p[y]pi\.o[r]g|n[p]mjs\.|d[e]b\.debian"  # package indexes
    r"|(?<![\w.-])/(w[o]rk|f[a]rm|r[o]ot|h[o]me/[a-z]+)/"  # paths of one machine
)
BINARY = {".gz", ".onnx", ".png", ".woff2", ".ico", ".sqlite"}


@pytest.mark.parametrize("path", files(*CODE, "tests"), ids=relative)
def test_a_file_can_be_held_in_the_head(path: object) -> None:
    name = relative(path)  # type: ignore[arg-type]
    length = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST or name in LONGER


def test_no_exemption_outlives_its_reason() -> None:
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in LONGER}
    assert [name for name, length in lengths.items() if length <= LONGEST] == []
    assert [name for name in NOT_THERE if (ROOT / name).exists()] == []
    assert [reason for reason in [*LONGER.values(), *NOT_THERE.values()] if not re.search(r"20\d\d-\d\d", reason)] == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_the_same_six_files(channel: str) -> None:
    missing = {f"adapters/{channel}/{name}" for name in SIX if not (ROOT / "adapters" / channel / name).is_file()}
    assert missing == {name for name in NOT_THERE if name.startswith(f"adapters/{channel}/")}


def folders() -> list[str]:
    """Every folder that holds Python, and those above it, down from the top."""
    holding = {path.parent for path in files(*CODE, "tests")}
    return sorted(relative(folder) for folder in holding)


MIRRORS = re.compile(r"tests/.+")
"""Folders of tests mirror the code: `tests/README.md` speaks for them all."""


@pytest.mark.parametrize("folder", [folder for folder in folders() if not MIRRORS.match(folder)])
def test_every_folder_has_a_readme(folder: str) -> None:
    readme = ROOT / folder / "README.md"
    assert readme.is_file()
    assert len(readme.read_text(encoding="utf-8").splitlines()) >= 8


def test_no_package_index_and_no_path_of_a_machine_is_in_the_project() -> None:
    found = [
        f"{relative(path)}:{number}"
        for path in tracked()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert found == []
