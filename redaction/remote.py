"""The redaction layer in a process of its own, spoken to over its standard input and output.

    python -m redaction.remote MODEL [MODEL …]

Detection is hard work for one core; in the bot's own process it would hold up every delete that waits to go out. And a
process that hangs can be ended, which a thread cannot. Each frame is a length (4 bytes, big-endian) and JSON; what a
frame holds stays in the memory of both processes.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

from redaction.families import Family
from redaction.memory import CaseMemory
from redaction.result import HiddenSpan, Keep, OperatingPoint, Redaction
from redaction.text import RawText, mint_redacted

HEADER = struct.Struct(">I")
READY = {"ready": True}


class RemoteFault(Exception):
    """The other process could not do it. `str()` is the name of the fault's type; nothing of the text."""


def frame(message: dict[str, Any]) -> bytes:
    """One message, ready to be written."""
    body = json.dumps(message).encode()
    return HEADER.pack(len(body)) + body


def ask_redact(text: RawText, memory: CaseMemory, keep: Keep, hidden: Sequence[HiddenSpan] = ()) -> bytes:
    """The frame that asks to hide the details of `text`; see `Redactor.redact`."""
    return frame(
        {
            "do": "redact",
            "text": text.expose(),
            "memory": base64.b64encode(memory.dump()).decode(),
            "colleagues": sorted(keep.colleagues),
            "mentions": keep.mentions,
            "bygone": sorted(keep.bygone),
            "hide": sorted(keep.hide),
            "apart": sorted(keep.apart),
            "blur": keep.blur,
            "hidden": _listed(hidden),
        }
    )


def ask_strike(text: RawText) -> bytes:
    """The frame that asks to strike the identity numbers of `text`."""
    return frame({"do": "strike", "text": text.expose()})


def read_redaction(body: bytes) -> tuple[Redaction, CaseMemory]:
    """The answer to `ask_redact`, and what the case knows now. Raises `RemoteFault`."""
    answer = _answer(body)
    spans = _spans(answer["spans"])
    memory = CaseMemory.load(base64.b64decode(answer["memory"]))
    return Redaction(mint_redacted(answer["text"]), spans, answer["lang"]), memory


def read_struck(body: bytes) -> RawText:
    """The answer to `ask_strike`. Raises `RemoteFault`."""
    return RawText(_answer(body)["text"])


def _answer(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(body)
    if "fault" in answer:
        raise RemoteFault(answer["fault"])
    return answer


def serve(source: BinaryIO, sink: BinaryIO, point: OperatingPoint, models: tuple[str, ...]) -> None:
    """Load the models, say so, and answer frames until `source` ends."""
    from redaction.redactor import Redactor

    try:
        redactor = Redactor.load(models, point)
    except Exception as error:  # noqa: BLE001 - the type is told to the bot, which says what to do
        _send(sink, {"fault": type(error).__name__})
        return
    work: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "redact": lambda request: _redact(redactor, request),
        "strike": lambda request: {"text": redactor.strike_ids(RawText(request["text"])).expose()},
    }
    _send(sink, READY)
    while header := source.read(HEADER.size):
        request = json.loads(source.read(HEADER.unpack(header)[0]))
        try:
            answer = work[request["do"]](request)
        except Exception as error:  # noqa: BLE001 - a fault withholds one message; its text stays here
            answer = {"fault": type(error).__name__}
        _send(sink, answer)


def _redact(redactor: Any, request: dict[str, Any]) -> dict[str, Any]:
    memory = CaseMemory.load(base64.b64decode(request["memory"]))
    mentions = tuple((start, end) for start, end in request["mentions"])
    keep = Keep(
        frozenset(request["colleagues"]),
        mentions,
        frozenset(request["bygone"]),
        frozenset(request["hide"]),
        frozenset(request["apart"]),
        request["blur"],
    )
    done = redactor.redact(RawText(request["text"]), memory, keep=keep, hidden=_spans(request["hidden"]))
    return {
        "text": str.__str__(done.text),
        "spans": _listed(done.spans),
        "lang": done.lang,
        "memory": base64.b64encode(memory.dump()).decode(),
    }


def _listed(spans: Sequence[HiddenSpan]) -> list[list[Any]]:
    return [[span.start, span.end, span.family.value, span.pseudonym] for span in spans]


def _spans(listed: list[list[Any]]) -> tuple[HiddenSpan, ...]:
    return tuple(HiddenSpan(start, end, Family(family), name) for start, end, family, name in listed)


def _send(sink: BinaryIO, message: dict[str, Any]) -> None:
    sink.write(frame(message))
    sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, cast("OperatingPoint", sys.argv[1]), tuple(sys.argv[2:]))
