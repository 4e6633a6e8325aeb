"""How fresh a second factor must be for each deed: the whole table, written out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.proof import SIGN_IN_WITHIN, Deed, Proof, SignedIn, Typed, proof_problem

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
ABOUT = "0123456789abcdef"
AGES = ("0:00", "2:00", "2:01", "15:00", "15:01", "60:00", "60:01", "-0:01")
"""Minutes and seconds ago."""
TABLE = """
                     sign-in                     code for it        for another
approve_disclosure   ........                    yy......           ........
break_glass          yyyy....                    yy......           ........
refuse_disclosure    yyyyyy..                    ........           ........
open_disclosure      yyyyyy..                    ........           ........
look_disclosure      yyyyyy..                    ........           ........
answer_contest       yyyyyy..                    ........           ........
review_disclosure    yyyyyy..                    ........           ........
notify_breach        yyyyyy..                    ........           ........
close_breach         yyyyyy..                    ........           ........
see_disclosure       ........                    ........           ........
"""
"""One letter for each of `AGES`. A code is typed for an agreement and for breaking the glass, and is good for nothing else."""
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().split("\n")[1:]}


def moment(age: str) -> datetime:
    minutes, seconds = (int(part) for part in age.lstrip("-").split(":"))
    ago = timedelta(minutes=minutes, seconds=seconds)
    return NOW + ago if age.startswith("-") else NOW - ago


def proofs(deed: str, age: str) -> list[list[Proof]]:
    """A sign-in; a code for just this; codes for another request, another deed."""
    at = moment(age)
    fitting: list[Proof] = [Typed("M-22222", at, Deed(deed), ABOUT)] if deed in set(Deed) else []
    others: list[Proof] = [Typed("M-22222", at, one, about) for one in Deed for about in (ABOUT, "f" * 16)]
    return [[SignedIn("M-22222", at)], fitting, [one for one in others if one not in fitting]]


@pytest.mark.parametrize("deed", ROWS)
def test_a_proof_does_for_what_the_table_says_and_for_nothing_else(deed: str) -> None:
    seen = []
    for column in range(3):
        letters = ""
        for age in AGES:
            problems = [proof_problem(deed, ABOUT, proof, NOW) for proof in proofs(deed, age)[column]]
            letters += "y" if problems and not any(problems) else "."
        seen.append(letters)
    assert seen == ROWS[deed]


def test_the_written_table_has_every_deed_and_one_that_takes_no_proof() -> None:
    assert ROWS.keys() - {"see_disclosure"} == SIGN_IN_WITHIN.keys()
    assert {deed.value for deed in Deed} <= SIGN_IN_WITHIN.keys()
    assert proof_problem("see_disclosure", ABOUT, SignedIn("M-22222", NOW), NOW) == "no_such_deed"
