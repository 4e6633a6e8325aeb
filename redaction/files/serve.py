"""Reads the files of one message and makes new ones, in a process of its own, which ends with it.

    python -m redaction.files.serve LIMITS

What comes from outside is parsed here by libraries in C, so this process has no network where the system allows that, bounded
memory and time, and nothing of the bot: no key, no token, no database. Frames are those of `redaction/remote.py`: first the
files, answered with their texts; then what is hidden in each, answered with the new files.
"""

from __future__ import annotations

import base64
import ctypes
import json
import resource
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from redaction.families import Family
from redaction.files.limits import Limits, Unreadable
from redaction.files.reading import Readable, read
from redaction.remote import HEADER, frame
from redaction.result import HiddenSpan

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_FAULT = "damaged"


def serve(source: BinaryIO, sink: BinaryIO, limits: Limits) -> None:
    """Answer the frames until nobody asks any more. A fault is told by its code alone; the text of an error may hold what is in the file."""
    files: list[Readable] = []
    try:
        files += [read(base64.b64decode(data), limits) for data in _received(source)["files"]]
    except Unreadable as fault:
        _send(sink, {"fault": fault.code})
        return
    except MemoryError:
        _send(sink, {"fault": "too_big"})
        return
    except Exception:  # noqa: BLE001 - a strange file can break any of the libraries
        _send(sink, {"fault": _FAULT})
        return
    _send(sink, {"texts": [file.text for file in files]})
    while True:  # more than once where the case learnt something meanwhile
        asked = _received(source)["hidden"]
        try:
            _send(sink, {"files": [_written(file, spans) for file, spans in zip(files, asked, strict=True)]})
        except Exception:  # noqa: BLE001 - as above
            _send(sink, {"fault": _FAULT})


def bounded(memory: int, seconds: int) -> None:
    """No more memory (bytes) and processor time than that for this process and what it starts; no network if possible."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold what is in the file
    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)  # refused in some containers: then without


def arguments(limits: Limits, memory: int, seconds: int) -> str:
    """The command line's one argument."""
    return json.dumps({**asdict(limits), "memory": memory, "seconds": seconds})


def _written(file: Readable, spans: list[list[Any]]) -> dict[str, str]:
    made = file.write([HiddenSpan(start, end, Family(family), name) for start, end, family, name in spans])
    if isinstance(made, str):
        return {"kind": file.kind, "paper": made}
    return {"kind": file.kind, "data": base64.b64encode(made).decode()}


def _received(source: BinaryIO) -> dict[str, Any]:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        sys.exit(0)  # nobody asks any more
    asked: dict[str, Any] = json.loads(source.read(HEADER.unpack(header)[0]))
    return asked


def _send(sink: BinaryIO, message: dict[str, Any]) -> None:
    sink.write(frame(message))
    sink.flush()


def main() -> None:
    given = json.loads(sys.argv[1])
    bounded(given.pop("memory"), given.pop("seconds"))
    serve(sys.stdin.buffer, sys.stdout.buffer, Limits(**given))


if __name__ == "__main__":
    main()
