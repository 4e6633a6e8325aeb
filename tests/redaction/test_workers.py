"""Lines answered by several processes: their order, their cases, their bounds, and what is done when one of them ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest

from redaction.workers import _AHEAD, CAN_FORK, answered

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked on Linux only")


def case_of(line: str) -> str | None:
    return line.split(maxsplit=1)[0] if " " in line else None


def lost(line: str) -> str:
    return f"lost {line}"


class Counts:
    """Tells for each line how many lines of its case it has seen."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, line: str) -> str:
        case = case_of(line) or ""
        self._seen[case] = self._seen.get(case, 0) + 1
        if line.endswith("dies"):
            os._exit(1)
        return f"{line}: {self._seen[case]}"


def test_answers_come_in_the_order_of_their_lines_and_a_case_stays_with_one_process() -> None:
    lines = [f"{'abcdefg'[number % 7]} {number}" for number in range(300)]
    given = list(answered(lines, Counts(), case_of, lost, 3))
    assert given == [f"{line}: {number // 7 + 1}" for number, line in enumerate(lines)]


def test_several_processes_take_part() -> None:
    given = list(answered([f"case{number} x" for number in range(40)], lambda _: str(os.getpid()), case_of, lost, 2))
    assert len(set(given)) == 2
    assert str(os.getpid()) not in given


def test_lines_of_any_length_pass() -> None:
    lines = [letter * 300_000 for letter in "abcdef"]
    assert list(answered(lines, str.upper, case_of, lost, 2)) == [line.upper() for line in lines]


def test_what_the_lines_raise_is_raised_in_its_turn() -> None:
    def lines() -> Iterator[str]:
        yield "a"
        raise UnicodeError

    given = answered(lines(), str.upper, case_of, lost, 2)
    assert next(given) == "A"
    with pytest.raises(UnicodeError):
        next(given)


def test_a_case_whose_process_has_ended_is_answered_by_nobody_else() -> None:
    lines = ["a 1", "b 1", "a dies", "a 2", "b 2", "a 3", "c 1"]
    given = list(answered(lines, Counts(), case_of, lost, 2))
    assert given == ["a 1: 1", "b 1: 1", "lost a dies", "lost a 2", "b 2: 2", "lost a 3", given[-1]]
    assert given[-1] in {"c 1: 1", "lost c 1"}, "it may have been sent before anybody knew"


def test_no_more_is_sent_than_may_wait() -> None:
    taken = []

    def lines() -> Iterator[str]:
        for number in count():
            taken.append(number)
            yield str(number)

    given = answered(lines(), str.upper, case_of, lost, 2)
    for _ in range(3):
        next(given)
    given.close()
    assert len(taken) <= 3 + _AHEAD + 2
