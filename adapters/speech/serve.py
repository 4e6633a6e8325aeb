"""Listens to one voice note, in a process of its own, which ends with it.

    python -m adapters.speech.serve ARGUMENTS

The sound comes on standard input, to its end; the words, or the code of why there are none, go as JSON to standard output. The
text of an error may hold what was said, so it is told to nobody.
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
from typing import Any

from adapters.speech.hearing import LANGUAGES, Unheard, language_of, relied_upon
from adapters.speech.sound import NoSound, TooLong, samples

_OF_ITS_OWN = 0x10000000 | 0x40000000
"""A user and a network of its own (linux/sched.h, CLONE_NEWUSER and CLONE_NEWNET): one without any connection."""


def heard(data: bytes, given: dict[str, Any]) -> dict[str, str]:
    """Words and language. Raises `Unheard`."""
    sound = _sound(data, given["longest"])
    from faster_whisper import WhisperModel

    model = WhisperModel(
        given["model"], device="cpu", compute_type="int8", cpu_threads=given["threads"], local_files_only=True
    )
    lang = _spoken(model, sound)
    segments, _ = model.transcribe(
        sound, language=lang, beam_size=5, vad_filter=True, condition_on_previous_text=False, temperature=0.0
    )
    return {"text": relied_upon(segments, given["sure"] / 100), "lang": lang}


def _sound(data: bytes, longest: float) -> Any:
    try:
        return samples(data, longest)
    except TooLong:
        raise Unheard("too_long") from None
    except NoSound:
        raise Unheard("damaged") from None


def _spoken(model: Any, sound: Any) -> str:
    """Weights for English alone know no other language: what is French to them gives words that they are not sure of."""
    if not model.model.is_multilingual:
        return LANGUAGES[0]
    _, _, likely = model.detect_language(sound, vad_filter=True)
    return language_of(dict(likely))


def _bounded(memory: int, seconds: int) -> None:
    """No more memory (bytes) and processor time; no dump of what is in it; no network, where the system allows that."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    ctypes.CDLL(None).unshare(_OF_ITS_OWN)


def main() -> None:
    given = json.loads(sys.argv[1])
    _bounded(given["memory"] * 1_000_000, given["seconds"])
    try:
        answer = heard(sys.stdin.buffer.read(), given)
    except Unheard as fault:
        answer = {"fault": fault.code}
    except MemoryError:
        answer = {"fault": "memory"}
    except Exception:  # noqa: BLE001 - weights that do not fit, too little memory: the libraries have many names for it
        answer = {"fault": "engine"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
