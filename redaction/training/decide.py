"""Learn the decision between tagger and rules: `python -m redaction.training.decide [--model FOLDER]`.

Needs scikit-learn and what the bot needs, with the tagger already in its place. Reads the calibration part of our own
messages, as written and varied, and writes `decision.json` beside the tagger.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from redaction.decision import GROUP, GROUPS, Decision
from redaction.engine import ReadingEngine
from redaction.families import Family
from redaction.lore import standard_recognizers
from redaction.normalise import normalise
from redaction.redactor import Redactor
from redaction.result import OperatingPoint
from redaction.tagger import MODEL, Tagger
from redaction.training.marks import NEUTRAL, Marked, Segment, chat
from redaction.training.substitutes import Names
from redaction.training.vary import Varier

VARIATIONS = 3
"""How many variations of each message are read beside the message itself."""

Row = tuple[dict[str, float], bool, str]


def cases(messages: list[Marked], seed: int) -> Iterator[tuple[str, list[Segment]]]:
    """Conversation and segments of every message as written, then of its variations."""
    for message in messages:
        yield message.conv, list(message.segments)
    rng = random.Random(seed)
    varier = Varier(rng, Names())
    for _ in range(VARIATIONS):
        for message in messages:
            yield message.conv, varier.vary(message)


def rows(redactor: Redactor, messages: list[Marked], seed: int) -> dict[str, list[Row]]:
    """For each group of families: features of every proposal, whether it touches a detail, and its conversation.

    What touches nothing but what may be hidden or not teaches nothing.
    """
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for conv, segments in cases(messages, seed):
        text = "".join(one.text for one in segments)
        if normalise(text).text != text:
            continue
        kinds: list[str | None] = []
        for one in segments:
            kinds += [one.type] * len(one.text)
        for judged in redactor.judge(text, redactor.read(text)):
            start, end = judged.candidate.start, judged.candidate.end
            touched = {kinds[place] for place in range(start, end) if text[place].isalnum()} - {None}
            if touched and touched <= {NEUTRAL}:
                continue
            found[GROUP[judged.candidate.family]].append((dict(judged.features), bool(touched - {NEUTRAL}), conv))
    return found


def learn(found: dict[str, list[Row]]) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """Weights of each group, and for each what cross-validation over conversations says of its probabilities."""
    weights: dict[str, dict[str, float]] = {}
    checks: dict[str, Any] = {}
    for group in GROUPS:
        features, labels, convs = zip(*found[group], strict=True)
        vectors = DictVectorizer(sparse=False)
        table = vectors.fit_transform(features)
        model = LogisticRegression(C=0.3, max_iter=3000)
        chances = cross_val_predict(model, table, labels, groups=convs, cv=GroupKFold(5), method="predict_proba")[:, 1]
        checks[group] = (np.array(labels), chances)
        model.fit(table, labels)
        names = vectors.get_feature_names_out()
        learnt = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True) if weight}
        weights[group] = {"": round(float(model.intercept_[0]), 4), **learnt}
    return weights, checks


def report(checks: dict[str, Any]) -> None:
    """Recall and precision of proposals at several lines, and how true the probabilities are."""
    for group, (labels, chances) in checks.items():
        print(f"{group}: {len(labels)} proposals, {labels.mean():.2f} of them details")
        for line in (0.2, 0.3, 0.4, 0.5, 0.6):
            hidden = chances >= line
            right = (hidden & labels).sum()
            print(f"  {line}: recall {right / labels.sum():.3f} precision {right / max(1, hidden.sum()):.3f}")
        bins = np.clip((chances * 5).astype(int), 0, 4)
        print(
            "  said/true:",
            *(f"{chances[bins == b].mean():.2f}/{labels[bins == b].mean():.2f}" for b in range(5) if (bins == b).any()),
        )


LINES: dict[OperatingPoint, tuple[float, float]] = {"careful": (0.07, 0.15), "balanced": (0.12, 0.25)}
"""The least probability to hide, for names of people and for all else. With true probabilities a line of .12 says that
one missed name is as bad as seven words hidden for nothing; .07 that it is as bad as thirteen."""


def main(options: argparse.Namespace) -> None:
    """Learn, say how well, and write."""
    engine = ReadingEngine((), Tagger(options.model))
    nothing: dict[str, float] = {"": 0.0}
    lines = {str(point): dict.fromkeys(Family, 0.0) for point in LINES}
    redactor = Redactor(standard_recognizers(), engine, decision=Decision(dict.fromkeys(GROUPS, nothing), lines))
    weights, checks = learn(rows(redactor, chat("calibrate"), options.seed))
    report(checks)
    learnt = {
        point: {family.value: name if family is Family.PERSON else other for family in Family}
        for point, (name, other) in LINES.items()
    }
    (options.model / "decision.json").write_text(
        json.dumps({"weights": weights, "lines": learnt}, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--seed", type=int, default=11)
    main(parser.parse_args())
