"""Settings written as TOML are read back as they were."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config.writing import toml_text

TEXTS = st.text(st.characters(codec="utf-8"))
LEAVES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.dates())
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_whatever_stands_in_the_tables_is_read_back(data: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(data)) == data


def test_it_looks_as_a_person_would_write_it() -> None:
    data = {
        "home": "/srv/entrenous",
        "telegram": {"groups": [-1001], "paced": True},
        "web": {"people": [{"account": "sue", "name": 'Zoé "Z"'}]},
        "since": date(2026, 3, 2),
    }
    assert toml_text(data).splitlines() == [
        'home = "/srv/entrenous"',
        "since = 2026-03-02",
        "",
        "[telegram]",
        "groups = [-1001]",
        "paced = true",
        "",
        "[web]",
        'people = [{ account = "sue", name = "Zoé \\"Z\\"" }]',
    ]
