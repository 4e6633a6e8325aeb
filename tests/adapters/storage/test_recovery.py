"""The master key on paper: two parts give it back, one tells nothing, and a slip of the pen is found in its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.storage.keys import master_id
from adapters.storage.recovery import Part, SheetError, join, read_part, read_row, rows, split

MASTER = bytes(range(32))


def typed(part: Part, lines: list[str] | None = None) -> Part:
    return read_part([read_row(number, line) for number, line in enumerate(lines or rows(part), 1)])


@given(st.binary(min_size=32, max_size=32))
def test_both_parts_in_either_order_give_the_key_back(master: bytes) -> None:
    one, two = split(master)
    assert join(typed(one), typed(two)) == master
    assert join(typed(two), typed(one)) == master


def test_one_part_is_random_and_another_one_on_each_sheet() -> None:
    sheets = [split(MASTER) for _ in range(20)]
    assert len({part.share for sheet in sheets for part in sheet}) == 40
    assert not any(MASTER[:4] in part.share for sheet in sheets for part in sheet)
    assert "share" not in repr(sheets[0][0])


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        lambda row: row.replace(" ", ""),
        lambda row: row.replace(" ", "-"),
        lambda row: row.replace("0", "O"),
        lambda row: row.replace("1", "l"),
        lambda row: f" 3: {row}\t",
    ],
)
def test_case_spaces_and_letters_that_look_alike_do_not_matter(written: object) -> None:
    part = split(MASTER)[0]
    assert typed(part, [written(row) for row in rows(part)]).share == part.share  # type: ignore[operator]


def test_a_slip_is_found_in_its_row() -> None:
    lines = rows(split(MASTER)[0])
    found = 0
    for place, letter in enumerate(lines[2]):
        wrong = "7" if letter != "7" else "8"
        try:
            read_row(3, lines[2][:place] + wrong + lines[2][place + 1 :])
        except SheetError:
            found += 1
    assert found >= len(lines[2]) - 1
    with pytest.raises(SheetError, match="row_form"):
        read_row(1, lines[0][:-1])
    with pytest.raises(SheetError, match="row_check"):
        read_row(2, lines[0])


def test_parts_that_do_not_belong_together_are_refused() -> None:
    one, two = split(MASTER)
    with pytest.raises(SheetError, match="same_part"):
        join(one, one)
    with pytest.raises(SheetError, match="other_key"):
        join(one, split(b"\x09" * 32)[1])
    with pytest.raises(SheetError, match="other_sheet"):
        join(one, split(MASTER)[1])
    assert one.master == two.master == master_id(MASTER)
