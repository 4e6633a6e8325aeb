"""`entrenous redact --jsonl`: one JSON object a line in, one a line out, order kept, no line ever lost.

In: `{"id", "text", "case"?, "lang"?}`. Out: `{"id", "text", "spans": [{"start", "end", "type", "pseudonym"}]}`, with
offsets in Python characters of the *input* text. Lines of one `case` share pseudonyms and memory, and a line knows
only the lines before it; a line without a case is a case of its own. A bad line gives `{"id", "error"}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from redaction.memory import CaseMemory
from redaction.redactor import Redactor
from redaction.result import Lang
from redaction.text import RawText
from redaction.workers import answered

ERROR = "error"
"""The key by which a caller knows that a line was bad."""

_EVERY_LIST = "Mrs Mary Dupont, Eymet"
"""A text that every list is asked about."""


class BadLine(ValueError):
    """A line that is no request. Its text tells what to mend and never repeats what the line held."""


def redact_lines(lines: Iterable[str], redactor: Redactor, processes: int = 1) -> Iterator[str]:
    """One answer for each line, in order; empty lines are skipped. Never raises for what a line holds.

    `processes`: how many share the work; see `workers.CAN_FORK`.
    """
    full = (line for line in lines if line.strip())
    answer = _Answers(redactor)
    if processes < 2:
        yield from map(answer, full)
        return
    redactor.redact(RawText(_EVERY_LIST), CaseMemory())  # what is loaded at first use is then shared
    yield from answered(full, answer, _case_of, _lost, processes)


class _Answers:
    """Answers line by line, and remembers the cases."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._cases: dict[str, CaseMemory] = {}

    def __call__(self, line: str) -> str:
        return json.dumps(self._answer(line), ensure_ascii=True)

    def _answer(self, line: str) -> dict[str, Any]:
        request: Any = None
        try:
            request = _parsed(line)
            text, case, lang = _checked(request)
            memory = CaseMemory() if case is None else self._cases.setdefault(case, CaseMemory())
            done = self._redactor.redact(RawText(text), memory, lang=lang)
        except BadLine as error:
            return {"id": _id(request), ERROR: str(error)}
        except Exception as error:  # noqa: BLE001 - one line must not cost the rest; the type alone is told
            return _failed(_id(request), type(error).__name__)
        spans = [
            {"start": span.start, "end": span.end, "type": str(span.family), "pseudonym": span.pseudonym}
            for span in done.spans
        ]
        return {"id": request["id"], "text": str(done.text), "spans": spans}


def _case_of(line: str) -> str | None:
    """The case that a line belongs to; of a bad line none."""
    try:
        return _checked(_parsed(line))[1]
    except BadLine:
        return None


def _lost(line: str) -> str:
    """What to answer when the process that has the line's case is gone."""
    try:
        return json.dumps(_failed(_id(_parsed(line)), "WorkerDied"), ensure_ascii=True)
    except BadLine as error:
        return json.dumps({"id": None, ERROR: str(error)}, ensure_ascii=True)


def _failed(request: str | int | None, error: str) -> dict[str, Any]:
    return {"id": request, ERROR: f"could not be redacted ({error}); do not use this text"}


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("not JSON; write one object a line") from None


def _id(request: Any) -> str | int | None:
    found = request.get("id") if isinstance(request, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def _checked(request: Any) -> tuple[str, str | None, Lang | None]:
    """Text, case and language of a request. Raises `BadLine`."""
    if not isinstance(request, dict):
        raise BadLine('not an object; write {"id": …, "text": …}')
    if _id(request) is None:
        raise BadLine("`id` must be a string or a whole number")
    if not isinstance(request.get("text"), str):
        raise BadLine("`text` must be a string")
    if not isinstance(request.get("case"), str | None):
        raise BadLine("`case` must be a string")
    if request.get("lang") not in ("en", "fr", None):
        raise BadLine('`lang` must be "en" or "fr"')
    return request["text"], request.get("case"), cast("Lang | None", request.get("lang"))
