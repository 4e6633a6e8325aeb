"""The witness as a text: for people in both languages, for the machine however it was forwarded."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.audit.witness import witness_subject, witness_text
from bot.domain.witness import Witness, WitnessError, read_witnesses
from config.sentences import TomlWording

WORDING = TomlWording()
GONE = {"0f3a" * 4: date(2026, 2, 27), "9b1c" * 4: date(2026, 3, 1)}
WITNESS = Witness(date(2026, 3, 2), 1234, "ab" * 32, GONE)


def text(witness: Witness = WITNESS) -> str:
    return witness_text(witness, WORDING)


def test_it_says_in_both_languages_what_it_is_for_and_tells_the_head_and_the_destroyed() -> None:
    assert "keep every one of these mails" in " ".join(text().split())
    assert "Gardez chacun de ces courriels" in " ".join(text().split())
    assert f"\nhead: {'ab' * 32}\n" in text()
    assert f"\ngone: {'0f3a' * 4} 2026-02-27\n" in text()
    assert (
        max(len(line) for line in text().splitlines() if ": " in line and line.split(":")[0] in ("head", "gone")) < 76
    )
    assert witness_subject(WITNESS) == "Entre Nous: 2026-03-02, 1234"


@pytest.mark.parametrize(
    "forwarded",
    [
        lambda told: told,
        lambda told: "".join(f"> > {line}\r\n" for line in told.splitlines()),
        lambda told: "".join(f"   {line}  \n\n" for line in told.splitlines()),
        lambda told: f"Subject: Fwd: x\nday after day: nothing\n\n{told}\n--\nhead of the board: Anne",
    ],
)
def test_it_is_read_however_it_was_forwarded(forwarded: object) -> None:
    assert read_witnesses(forwarded(text())) == [WITNESS]  # type: ignore[operator]


def test_several_mails_are_read_oldest_first() -> None:
    older = Witness(date(2026, 2, 1), 9, "cd" * 32, {})
    assert read_witnesses(text() + text(older)) == [older, WITNESS]


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ("", "none"),
        ("Dear Anne, how are you?", "none"),
        (text().replace("gone: 9b1c", "gone: 9b1d"), "cut"),
        ("\n".join(line for line in text().splitlines() if not line.startswith("gone: 9b1c")), "cut"),
        (text().partition("check:")[0], "cut"),
        (text().replace("entries: 1234", "entries: 1233"), "cut"),
    ],
)
def test_a_mail_that_is_cut_or_changed_is_refused(cut: str, code: str) -> None:
    with pytest.raises(WitnessError, match=code):
        read_witnesses(cut)


@given(st.dictionaries(st.from_regex(r"[0-9a-f]{16}", fullmatch=True), st.dates(), max_size=40), st.dates())
def test_what_is_told_is_what_is_read(gone: dict[str, date], day: date) -> None:
    witness = Witness(day, 5, "0" * 64, gone)
    assert read_witnesses(text(witness)) == [witness]
