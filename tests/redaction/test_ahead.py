"""Work on what waits in line: its order, its bounds, and what it does with errors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from threading import Event

import pytest

from redaction.ahead import _AHEAD, ahead


def test_results_come_in_the_order_of_their_items_whichever_is_done_first() -> None:
    second_is_done = Event()

    def work(item: int) -> int:
        if item == 0:
            assert second_is_done.wait(10)
        elif item == 1:
            second_is_done.set()
        return item * 10

    assert [done.result() for done in ahead(range(5), work)] == [0, 10, 20, 30, 40]


def test_an_error_in_one_item_is_that_items_alone() -> None:
    first, second = ahead([0, 1], lambda item: 1 // item)
    assert isinstance(first.exception(), ZeroDivisionError)
    assert second.result() == 1


def test_what_the_items_raise_is_raised_in_its_turn() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise UnicodeError

    found = ahead(items(), str)
    assert next(found).result() == "1"
    with pytest.raises(UnicodeError):
        next(found)


def test_no_more_is_begun_than_may_wait() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    found = ahead(items(), str)
    for _ in range(3):
        next(found).result()
    found.close()
    assert len(taken) <= 3 + _AHEAD + 2
