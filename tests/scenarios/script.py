"""Reads a transcript: what people do, and under it what is seen then. The form is told in the folder's README."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_PEOPLE = re.compile(r"people: (?P<who>.+)")
_PERSON = re.compile(r"(?P<name>\w+)(?: \((?P<note>fr|stranger|no start|supervisor)\))?")
_STEPS = {
    "tells the bot": re.compile(r"(?P<who>\w+) to the bot: (?P<text>.+)"),
    "answers": re.compile(r'(?P<who>\w+) answers "(?P<quote>.+?)": (?P<text>.+)'),
    "edits": re.compile(r'(?P<who>\w+) edits "(?P<quote>.+?)": (?P<text>.+)'),
    "presses under": re.compile(r'(?P<who>\w+) presses "(?P<text>.+?)" under "(?P<quote>.+)"'),
    "presses": re.compile(r'(?P<who>\w+) presses "(?P<text>.+)"'),
    "hides": re.compile(r'(?P<who>\w+) hides a detail in "(?P<quote>.+)"'),
    "agrees": re.compile(r"(?P<who>\w+) says yes on Slack's page"),
    "asks of": re.compile(r'(?P<who>\w+) asks for the case of "(?P<quote>.+)"'),
    "ticks": re.compile(r'(?P<who>\w+) ticks "(?P<text>.+)"'),
    "polls": re.compile(r'(?P<who>\w+) puts a poll "(?P<quote>.+?)": (?P<text>.+)'),
    "reacts": re.compile(r'(?P<who>\w+) reacts to "(?P<quote>.+)" with (?P<text>.+)'),
    "rewrites": re.compile(r'(?P<who>\w+) changes "(?P<quote>.+?)" to the bot: (?P<text>.+)'),
    "asks to open": re.compile(r'(?P<who>\w+) asks on the console to open "(?P<text>.+)" of (?P<quote>\S+)'),
    "agrees and": re.compile(r"(?P<who>\w+) agrees there, and (?P<text>\w+) opens it"),
    "answers objection": re.compile(r"(?P<who>\w+) answers the objection there: (?P<text>.+)"),
    "deletes": re.compile(r'(?P<who>\w+) deletes "(?P<quote>.+)"'),
    "sends": re.compile(r"(?P<who>\w+) sends a (?P<text>picture|file|voice note)"),
    "says": re.compile(r"(?P<who>\w+): (?P<text>.+)"),
}
_SEEN = re.compile(r"(?P<where>\w+)(?P<no>, no)?: (?P<text>.+)")


class Unreadable(ValueError):
    """A line that is no step. Its text names file and line."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`where`: "group", or somebody's name for what the bot says to them alone. `absent`: it must not be there."""

    where: str
    text: str
    absent: bool
    line: int


@dataclass(slots=True)
class Step:
    do: str
    who: str
    text: str
    quote: str
    line: int
    then: list[Seen] = field(default_factory=list)


@dataclass(slots=True)
class Scenario:
    """`people`: name -> note ("fr", "stranger", "no start", "supervisor" or ""). `only`: one platform, or ""."""

    name: str
    title: str
    people: dict[str, str]
    only: str
    steps: list[Step]


def read(path: Path) -> Scenario:
    """The scenario in a file. Raises `Unreadable`."""
    title, only = "", ""
    people: dict[str, str] = {}
    steps: list[Step] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            title = title or line.strip("# ")
        elif found := _PEOPLE.fullmatch(line):
            people = {each["name"]: each["note"] or "" for each in _PERSON.finditer(found["who"])}
        elif line.startswith("only: "):
            only = line.removeprefix("only: ").strip()
        elif line[0].isspace() and steps and (seen := _SEEN.fullmatch(line.strip())):
            steps[-1].then.append(Seen(seen["where"], seen["text"], bool(seen["no"]), number))
        else:
            steps.append(_step(path, number, line))
    return Scenario(path.stem, title, people, only, steps)


def _step(path: Path, number: int, line: str) -> Step:
    for do, pattern in _STEPS.items():
        if found := pattern.fullmatch(line.rstrip()):
            parts = {"text": "", "quote": ""} | found.groupdict()
            return Step(do, parts["who"], parts["text"], parts["quote"], number)
    raise Unreadable(f"{path.name}:{number} is no step: {line}")


def pattern(text: str) -> re.Pattern[str]:
    """What is seen may say more before and after; "…" stands for anything."""
    return re.compile(".*".join(re.escape(part) for part in text.split("…")), re.DOTALL)
