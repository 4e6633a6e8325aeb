"""A voice note -> samples. Runs in a process of its own (`serve.py`)."""

from __future__ import annotations

import io
from typing import Any

RATE = 16_000
"""Samples a second, as the engine wants them."""


class TooLong(Exception):
    """It lasts longer than it may."""


class NoSound(Exception):
    """Nothing in it can be decoded."""


def samples(data: bytes, longest: float) -> Any:
    """One channel of 32-bit samples between -1 and 1 (a numpy array). Raises `TooLong`, `NoSound`.

    What the file says of its own length is not believed: decoding stops as soon as there is too much.
    """
    import av
    import numpy as np

    most, found, total = int(longest * RATE), [], 0
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="ignore") as container:
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    total += piece.samples
                    found.append(piece.to_ndarray().reshape(-1))
                if total > most:
                    raise TooLong
    except (av.FFmpegError, IndexError, ValueError, EOFError):
        raise NoSound from None
    if not found:
        raise NoSound
    return np.concatenate(found).astype(np.float32) / 32768.0
