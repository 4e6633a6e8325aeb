"""The figures of `entrenous evaluate` are those of the published scorer."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from redaction import CaseMemory, Family, HiddenSpan, RawText
from redaction.evaluate import Report, evaluate, read_corpus, table


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


def redact(text: RawText, memory: CaseMemory) -> tuple[HiddenSpan, ...]:
    """Misses Eymet and half of Ali, touches a clean message, and takes a neutral month."""
    raw = text.expose()
    found = [
        ("Zoe", Family.PERSON, "A"),
        ("March", Family.DATE, "D"),
        ("Al", Family.PERSON, "B"),
        ("hard", Family.ORG, "O"),
    ]
    return spans(raw, *(one for one in found if one[0] in raw))


def test_misses_alarms_leaks_and_neutral_marks_count_as_the_guide_says() -> None:
    report = evaluate(read_corpus(CORPUS), redact)
    tally = report.languages["all"]
    assert (tally.caught["PERSON"], tally.total["PERSON"]) == (2, 3)
    assert tally.total["LOCATION"] == 1
    assert tally.caught["LOCATION"] == 0
    assert (tally.predicted, tally.false_alarms) == (5, 1)
    assert (tally.clean, tally.touched, tally.leaking) == (2, 1, 1)
    assert [miss[2:] for miss in report.misses] == [("LOCATION", "Eymet"), ("PERSON", "Ali")]
    assert [alarm[2:] for alarm in report.alarms] == [("ORG", "hard")]
    assert "recall, direct" in table(report)


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


def test_the_figures_are_those_of_the_published_scorer(shared: Path) -> None:
    gold = [json.loads(one) for one in CORPUS]
    predicted = []
    for row in gold:
        hidden = redact(RawText(row["text"]), CaseMemory())
        rows = [{"start": s.start, "end": s.end, "type": s.family, "pseudonym": s.pseudonym} for s in hidden]
        predicted.append({"id": row["id"], "spans": rows})
    theirs, _, _ = published(shared).score(gold, predicted)
    ours: Report = evaluate(read_corpus(CORPUS), redact)
    tally = ours.languages["all"]
    assert tally.precision == pytest.approx(theirs["precision"])
    assert ours.linking == pytest.approx(theirs["link_bcubed_f1"])
    assert tally.leaking / tally.messages == pytest.approx(theirs["leak_message_rate"])
    assert tally.touched / tally.clean == pytest.approx(theirs["clean_touched_rate"])
    assert tally.recall(["PERSON"]) == pytest.approx(theirs["recall_direct"])
