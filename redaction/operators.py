"""Replacing, by Presidio's anonymizer, with pseudonyms that were assigned before.

Its engine merges neighbours of one type and resolves conflicts by dropping; neither may happen here ("Claire, Paul"
are two people). So every span goes in under a type of its own, already resolved, and merging is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import Operator, OperatorType

from redaction.result import HiddenSpan

_PSEUDONYM = "pseudonym"


class Pseudonym(Operator):
    """Puts a pseudonym, or a coarser value, in the place of a detail. Parameter: `pseudonym`, a non-empty `str`."""

    def operate(self, text: str = "", params: dict[str, Any] | None = None) -> str:
        assert params is not None
        return str(params[_PSEUDONYM])

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Raise `ValueError` without a pseudonym: a detail is never replaced by nothing."""
        if not params or not isinstance(params.get(_PSEUDONYM), str) or not params[_PSEUDONYM]:
            raise ValueError("no pseudonym was assigned to this span; assign one before replacing")

    def operator_name(self) -> str:
        return _PSEUDONYM

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize


class Replacer:
    """Puts pseudonyms into a text; every character outside the spans stays as it is."""

    def __init__(self) -> None:
        self._engine: Any = AnonymizerEngine()  # type: ignore[no-untyped-call]
        self._engine.logger.disabled = True  # at DEBUG it writes a line for every span
        self._engine.add_anonymizer(Pseudonym)

    def replace(self, text: str, spans: Sequence[HiddenSpan]) -> str:
        """`text` with each span replaced by its pseudonym. Spans are sorted, not empty, and do not overlap."""
        if not spans:
            return text
        results = [RecognizerResult(f"SPAN_{i}", span.start, span.end, 1.0) for i, span in enumerate(spans)]
        operators = {f"SPAN_{i}": OperatorConfig(_PSEUDONYM, {_PSEUDONYM: s.pseudonym}) for i, s in enumerate(spans)}
        done = self._engine.anonymize(text, results, operators, merge_entities_with_spaces=False)
        return str(done.text)
