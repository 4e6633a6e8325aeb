"""What a command loads: the models and the durable engine are paid for by who redacts and who runs, and by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.audit.export import export_lines

HEAVY = (
    "presidio_analyzer",
    "spacy",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "dbos",
    "slack_bolt",
    "telegram",
    "uvicorn",
)
STORE = ("sqlalchemy", "alembic", "pydantic_settings", "structlog")
SCRIPT = """
import sys
from bot.__main__ import main
try:
    main()
finally:
    print("loaded:", *sorted(set(sys.modules) & set({names!r})))
"""


def loaded(home: Path, *words: str, names: tuple[str, ...] = HEAVY) -> list[str]:
    """Which of `names` the command has imported when it ends well; it is run twice, for the first makes the database."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ENTRENOUS_")}
    command = [sys.executable, "-c", SCRIPT.format(names=names), *words]
    env = clean | {"ENTRENOUS_HOME": str(home)}
    _, last = (subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=True) for _ in "12")
    return last.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "words", [("people", "list"), ("audit", "verify"), ("status",), ("cases", "orphans")], ids=" ".join
)
def test_looking_loads_no_model_no_engine_and_once_the_tables_are_made_no_migration(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert loaded(tmp_path, *words, names=(*HEAVY, "alembic")) == []


@pytest.mark.parametrize("words", [("--help",), ("keys", "--help")], ids=" ".join)
def test_help_needs_no_store_and_no_settings_either(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert loaded(tmp_path, *words, names=(*HEAVY, *STORE)) == []


def test_a_trustees_check_of_a_file_needs_nothing_of_the_bots_machine(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(export_lines([], "00" * 32)), encoding="utf-8")
    assert loaded(tmp_path / "home", "audit", "verify", str(file), names=(*HEAVY, *STORE)) == []
    assert not (tmp_path / "home").exists()


def test_the_measure_would_tell_since_redacting_does_load_them(tmp_path: Path) -> None:
    script = f"import sys, redaction; redaction.Redactor; print('loaded:', *sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert {"presidio_analyzer", "spacy"} <= set(done.stdout.split())
    nothing = f"import sys, redaction; print('loaded:', *sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", nothing], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["loaded:"]


def test_the_layer_has_no_other_name_than_those_it_tells() -> None:
    import redaction

    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        redaction.Nothing  # type: ignore[attr-defined]  # noqa: B018 - asking is what is tried
    assert all(hasattr(redaction, name) for name in redaction.__all__)
