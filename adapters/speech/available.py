"""What listening needs, and what of it is missing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_LIBRARIES = ("faster_whisper", "av")
_FILES = ("model.bin", "config.json", "tokenizer.json")
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")


def missing(model: Path) -> str | None:
    """`extra`: the libraries; `model`: the folder, or a file in it; None where all is there.

    Without `tokenizer.json` the engine would look for one on the network.
    """
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        return "extra"
    whole = all((model / name).is_file() for name in _FILES) and any((model / name).is_file() for name in _VOCABULARIES)
    return None if whole else "model"
