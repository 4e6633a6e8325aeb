"""What reading files needs, and what of it is missing."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess

_LIBRARIES = ("presidio_image_redactor", "pypdfium2", "docx", "odf", "defusedxml")
_LANGUAGES = ("eng", "fra")


def missing() -> str | None:
    """`extra`: the libraries; `tesseract`: the program; `languages`: one of its two; None where all is there."""
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        return "extra"
    program = shutil.which("tesseract")
    if program is None:
        return "tesseract"
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603
    return None if set(_LANGUAGES) <= set(listed.stdout.split()) else "languages"
