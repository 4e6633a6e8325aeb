"""What `entrenous check` found, as values, and how its report reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from config.problems import Problem
from config.sentences import sentences
from redaction import Lang


class Level(IntEnum):
    """How much a finding matters; `ERROR` makes the command end with status 1."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: a key `check.<code>` with its slots, or a problem of the settings."""

    level: Level
    code: str
    slots: Mapping[str, str | int] = field(default_factory=dict)
    problem: Problem | None = None

    def text(self, lang: Lang) -> str:
        """The finding as a sentence in `lang`."""
        if self.problem:
            return self.problem.text(lang)
        return sentences(lang)[f"check.{self.code}"].format_map(self.slots)


def worst(findings: Iterable[Finding]) -> Level:
    """The level of the report as a whole."""
    return max((finding.level for finding in findings), default=Level.OK)


def report(findings: Sequence[Finding], lang: Lang) -> str:
    """The findings, one a line behind its mark, and what they come to."""
    words = sentences(lang)
    marks = {level: words[f"check.{level.name.lower()}"] for level in Level}
    width = max(len(mark) for mark in marks.values())
    lines = [f"{marks[finding.level]:<{width}}  {finding.text(lang)}" for finding in findings]
    return "\n".join([*lines, "", words[f"check.summary_{worst(findings).name.lower()}"]])
