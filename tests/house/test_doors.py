"""The few places where a personal text may be read, and where a text is declared redacted."""

from __future__ import annotations

import ast

from tests.house.source import CODE, callers, calls, files, relative

EXPOSING: dict[str, str] = {}
"""File: why it may read a raw text."""

MINTING: dict[str, str] = {}
"""File: why it may declare a text redacted."""

NEVER_LOGGED = {"text", "body", "name", "value", "message", "author", "byline", "token", "payload", "exc", "reason"}
LOGGING = {"debug", "info", "warning", "error", "critical", "exception"}


def test_only_listed_files_read_a_raw_text() -> None:
    assert callers("expose") == EXPOSING.keys()


def test_only_listed_files_declare_a_text_redacted() -> None:
    assert callers("mint_redacted") == MINTING.keys()


def log_calls() -> list[tuple[str, ast.Call]]:
    """Every call of a logger: `log.warning(…)`, `_log.info(…)`, `self._log.error(…)`."""
    return [
        (relative(path), call)
        for path in files(*CODE)
        for name, call in calls(path)
        if name in LOGGING and isinstance(call.func, ast.Attribute) and "log" in ast.unparse(call.func.value).casefold()
    ]


def test_a_log_line_says_something_constant() -> None:
    found = log_calls()
    assert len(found) > 3
    assert [
        (file, call.lineno)
        for file, call in found
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ] == []


def test_a_log_line_has_no_field_that_would_hold_text() -> None:
    assert [
        (file, call.lineno, keyword.arg)
        for file, call in log_calls()
        for keyword in call.keywords
        if keyword.arg in NEVER_LOGGED
    ] == []
