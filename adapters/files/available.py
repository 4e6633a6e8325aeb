"""What reading files needs, and what of it is missing."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
import sys

_LIBRARIES = ("presidio_image_redactor", "pypdfium2", "docx", "odf", "defusedxml")
_LANGUAGES = ("eng", "fra")
_SHARED = ("libGL.so.1", "libglib-2.0.so.0")
"""What OpenCV's wheel for Linux leaves to the system."""


def missing() -> str | None:
    """`extra`: the libraries; `system`: what they leave to Linux; `tesseract`: the program; `languages`: one of its two; None where all is there."""
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        return "extra"
    if sys.platform == "linux" and not all(map(_loads, _SHARED)):
        return "system"
    program = shutil.which("tesseract")
    if program is None:
        return "tesseract"
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603
    return None if set(_LANGUAGES) <= set(listed.stdout.split()) else "languages"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
