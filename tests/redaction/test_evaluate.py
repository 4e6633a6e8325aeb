"""The figures of `entrenous evaluate` are those of the published scorer."""

from __future__ import annotations

import importlib.util
import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from redaction import CaseMemory, Family, HiddenSpan
from redaction.evaluate import ALL, Annotated, evaluate, read_corpus, table


def line(number: int, text: str, *marks: tuple[str, str, str]) -> str:
    spans = [
        {"start": text.index(surface), "end": text.index(surface) + len(surface), "type": kind, "entity": entity}
        for kind, entity, surface in marks
    ]
    return json.dumps({"id": f"c.{number}", "conv": "c", "lang": "en", "text": text, "spans": spans})


CORPUS = [
    line(1, "Zoe rang from Eymet in March", ("PERSON", "p1", "Zoe"), ("LOCATION", "l1", "Eymet"), ("?", "", "March")),
    line(2, "Zoe and Ali are worn out", ("PERSON", "p1", "Zoe"), ("PERSON", "p2", "Ali")),
    line(3, "the chemo is hard"),
    line(4, "the chemo is long"),
]


def spans(text: str, *found: tuple[str, Family, str]) -> tuple[HiddenSpan, ...]:
    return tuple(HiddenSpan(text.index(s), text.index(s) + len(s), family, name) for s, family, name in found)


def redact(message: Annotated, memory: CaseMemory) -> tuple[HiddenSpan, ...]:
    """Misses Eymet and half of Ali, touches a clean message, and takes a neutral month."""
    found = [
        ("Zoe", Family.PERSON, "A"),
        ("March", Family.DATE, "D"),
        ("Al", Family.PERSON, "B"),
        ("hard", Family.ORG, "O"),
    ]
    return spans(message.text, *(one for one in found if one[0] in message.text))


def ticks() -> float:
    """A clock on which every look takes a second."""
    return float(next(_seconds))


_seconds = count()


def test_misses_alarms_leaks_and_neutral_marks_count_as_the_guide_says() -> None:
    report = evaluate(read_corpus(CORPUS), redact, ticks)
    tally = report.languages[ALL]
    assert (tally.caught["PERSON"], tally.total["PERSON"]) == (2, 3)
    assert tally.total["LOCATION"] == 1
    assert tally.caught["LOCATION"] == 0
    assert (tally.predicted, tally.false_alarms) == (5, 1)
    assert (tally.clean, tally.touched, tally.leaking) == (2, 1, 1)
    assert [miss[2:] for miss in report.misses] == [("LOCATION", "Eymet"), ("PERSON", "Ali")]
    assert [alarm[2:] for alarm in report.alarms] == [("ORG", "hard")]


def test_reports_stand_side_by_side_with_a_column_for_each_language() -> None:
    ours = evaluate(read_corpus(CORPUS), redact, ticks)
    blind = evaluate(read_corpus(CORPUS), lambda *_: (), ticks)
    rows = [line.strip() for line in table({"ours": ours, "blind": blind}).splitlines()]
    cells = [re.split(r" {2,}", row) for row in rows]
    assert cells[:2] == [["ours", "blind"], ["all", "en", "all", "en"]]
    assert ["messages with a direct leak", "0.250", "0.250", "0.500", "0.500"] in cells
    assert ["clean messages touched", "0.500", "0.500", "0.000", "0.000"] in cells
    assert ["messages per second", "1", "1", "1", "1"] in cells
    assert ["PERSON", "2/3", "2/3", "0/3", "0/3"] in cells


def test_a_line_that_is_no_annotated_message_is_named_without_its_text() -> None:
    with pytest.raises(ValueError, match=r"^line 2 is no annotated message$"):
        list(read_corpus([CORPUS[0], '{"id": "Zoe"']))


def published(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("published_score", shared / "corpus" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def capitals(message: Annotated, memory: CaseMemory) -> tuple[HiddenSpan, ...]:
    """Whatever has a capital or a digit is somebody, and the same word the same one: right and wrong often enough."""
    words = re.finditer(r"[A-Z0-9][\w-]+", message.text)
    return tuple(HiddenSpan(*word.span(), Family.PERSON, word[0].casefold()) for word in words)


def test_the_figures_are_those_of_the_published_scorer_in_every_language(shared: Path) -> None:
    lines = (shared / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold, corpus = [json.loads(line) for line in lines], list(read_corpus(lines))
    predicted = [
        {
            "id": message.id,
            "spans": [
                {"start": span.start, "end": span.end, "type": span.family, "pseudonym": span.pseudonym}
                for span in capitals(message, CaseMemory())
            ],
        }
        for message in corpus
    ]
    scorer, ours = published(shared), evaluate(corpus, capitals, ticks)
    assert set(ours.languages) == {ALL, "en", "fr", "mix"}
    for lang, tally in ours.languages.items():
        theirs, misses, alarms = scorer.score([row for row in gold if lang in (ALL, row["lang"])], predicted)
        assert tally.precision == pytest.approx(theirs["precision"])
        assert tally.leak_rate == pytest.approx(theirs["leak_message_rate"])
        assert tally.touched_rate == pytest.approx(theirs["clean_touched_rate"])
        assert tally.recall(scorer.DIRECT) == pytest.approx(theirs["recall_direct"])
        assert tally.recall(scorer.QUASI) == pytest.approx(theirs["recall_quasi"])
        assert {f: f"{tally.caught[f]}/{tally.total[f]}" for f in tally.total} == theirs["by_type"]
        assert [miss for miss in ours.misses if lang in (ALL, miss[1])] == misses
        assert [alarm for alarm in ours.alarms if lang in (ALL, alarm[1])] == alarms
        if lang == ALL:
            assert ours.linking == pytest.approx(theirs["link_bcubed_f1"])
