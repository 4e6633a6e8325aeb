"""`entrenous redact --jsonl`: one JSON object a line in, one a line out, order kept, no line ever lost.

In: `{"id", "text", "case"?, "lang"?}`. Out: `{"id", "text", "spans": [{"start", "end", "type", "pseudonym"}]}`, with
offsets in Python characters of the *input* text. Lines of one `case` share pseudonyms and memory, and a line knows
only the lines before it; a line without a case is a case of its own. A bad line gives `{"id", "error"}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from redaction.ahead import ahead
from redaction.draft import Draft
from redaction.memory import CaseMemory
from redaction.redactor import Redactor
from redaction.result import Lang
from redaction.text import RawText

ERROR = "error"
"""The key by which a caller knows that a line was bad."""


class BadLine(ValueError):
    """A line that is no request. Its text tells what to mend and never repeats what the line held."""


@dataclass(frozen=True, slots=True, repr=False)
class _Request:
    """A line that was read: what it asks for, and the text with what the tagger made of it."""

    id: str | int
    case: str | None
    lang: Lang | None
    draft: Draft


def redact_lines(lines: Iterable[str], redactor: Redactor) -> Iterator[str]:
    """One answer for each line, in order; empty lines are skipped. Never raises for what a line holds.

    Where lines queue, the tagger reads the next ones while rules look at this one: it needs no case.
    """
    cases: dict[str, CaseMemory] = {}
    full = (line for line in lines if line.strip())
    for waiting in ahead(full, lambda line: _read(line, redactor)):
        yield json.dumps(_answer(waiting.result(), redactor, cases), ensure_ascii=True)


def _read(line: str, redactor: Redactor) -> _Request | dict[str, Any]:
    """The request in a line, or the answer to one that is none."""
    request: Any = None
    try:
        request = _parsed(line)
        text, case, lang = _checked(request)
        return _Request(request["id"], case, lang, redactor.draft(RawText(text)))
    except BadLine as error:
        return {"id": _id(request), ERROR: str(error)}
    except Exception as error:  # noqa: BLE001 - one line must not cost the rest; the type alone is told
        return _failed(_id(request), error)


def _answer(request: _Request | dict[str, Any], redactor: Redactor, cases: dict[str, CaseMemory]) -> dict[str, Any]:
    if isinstance(request, dict):
        return request
    memory = CaseMemory() if request.case is None else cases.setdefault(request.case, CaseMemory())
    try:
        done = redactor.finish(request.draft, memory, lang=request.lang)
    except Exception as error:  # noqa: BLE001 - as above
        return _failed(request.id, error)
    spans = [
        {"start": span.start, "end": span.end, "type": str(span.family), "pseudonym": span.pseudonym}
        for span in done.spans
    ]
    return {"id": request.id, "text": str(done.text), "spans": spans}


def _failed(request: str | int | None, error: Exception) -> dict[str, Any]:
    return {"id": request, ERROR: f"could not be redacted ({type(error).__name__}); do not use this text"}


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
