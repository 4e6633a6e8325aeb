"""Raw text and raw files refuse everything by which they could leak; redacted ones can only be made by the pipeline."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from redaction import RawBytes, RawText, RawTextLeak, RedactedBytes, RedactedText

RAW = [RawText("Mary Dupont"), RawBytes(b"Mary Dupont")]
WAYS: list[Callable[[Any], object]] = [
    str, "{}".format, "%s".__mod__, lambda raw: f"{raw}", pickle.dumps, copy.copy, copy.deepcopy, json.dumps,
]  # fmt: skip


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: type(raw).__name__)
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_a_raw_value_cannot_be_written_down(raw: object, way: int) -> None:
    with pytest.raises((RawTextLeak, TypeError)) as refused:
        WAYS[way](raw)
    assert "Mary" not in str(refused.value)


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: type(raw).__name__)
def test_its_repr_tells_its_length_alone(raw: object) -> None:
    assert "11" in repr(raw)
    assert "Mary" not in repr([raw])
    assert "Mary" not in logging.LogRecord("x", 20, "", 0, "%r", (raw,), None).getMessage()


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: type(raw).__name__)
def test_it_is_compared_with_nothing_but_itself(raw: RawText | RawBytes) -> None:
    assert raw == raw  # noqa: PLR0124, that is the promise
    assert raw != type(raw)(raw.expose())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        hash(raw)


def test_only_what_redacts_makes_what_may_be_posted() -> None:
    with pytest.raises(TypeError):
        RedactedText("Mary Dupont")
    with pytest.raises(TypeError):
        RedactedBytes(b"Mary Dupont")
