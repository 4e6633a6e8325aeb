"""What our sentences cost: in GSM-7, in few segments, in both languages, and no word becomes another by losing an accent."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sms.render import parts
from adapters.sms.segments import Alphabet, alphabet, ours, segments, theirs
from config.sentences import sentences
from redaction import Lang
from tests.house.source import ROOT

OWN = sorted(key for key in sentences("en") if key.startswith("sms.") and not key.startswith("sms.limit_"))
LONG = {"sms.help": 2}
"""Sentences that may take more than one segment."""
SENT = ("answer.", "note.", "told.", "left.", "button.", "alert.", "notice.")
"""Tables of sentences that can go by text message as they are."""
MOST = 4
ANOTHER = frozenset(
    "sûr sûre sûrs sûres dû mûr mûre crû tâche tâches pêcher côte rôt jeûne jeûner mâtin hâler châsse".split()  # noqa: SIM905
)
"""Words that are others without their accent, and so are not in sentences that are sent within GSM-7."""


def table() -> str:
    en, fr = sentences("en"), sentences("fr")
    rows = [f"| `{key.removeprefix('sms.')}` | {segments(ours(en[key]))} | {segments(ours(fr[key]))} |" for key in OWN]
    return "\n".join(["| sentence | English | French |", "|---|--:|--:|", *rows])


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("key", OWN)
def test_each_sentence_of_ours_is_one_segment_of_gsm(key: str, lang: Lang) -> None:
    said = ours(sentences(lang)[key])
    assert alphabet(said) is Alphabet.GSM7
    assert segments(said) <= LONG.get(key, 1)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_other_sentence_that_may_be_sent_stays_in_gsm_and_within_reason(lang: Lang) -> None:
    said = {key: ours(text) for key, text in sentences(lang).items() if key.startswith(SENT)}
    assert {key for key, text in said.items() if alphabet(text) is not Alphabet.GSM7} == set()
    assert {key: segments(text) for key, text in said.items() if segments(text) > MOST} == {}


def test_no_word_of_ours_becomes_another_without_its_accents() -> None:
    words = {word for key in OWN for word in re.findall(r"\w+", sentences("fr")[key].lower())}
    stripped = {word for word in words if ours(word) != word}
    assert stripped & ANOTHER == set()


def test_the_table_in_the_readme_is_what_they_cost() -> None:
    assert table() in (ROOT / "adapters/sms/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("a" * 152 + "[" + "b" * 152, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_segments_are_counted_as_twilio_counts_them(text: str, count: int) -> None:
    assert segments(text) == count


def test_what_colleagues_wrote_keeps_its_letters() -> None:
    assert theirs("Elle a dû s’arrêter… « vite »") == "Elle a dû s’arrêter… « vite »"  # û and ê are worth UCS-2
    assert theirs("Elle a mangé… « là »") == 'Elle a mangé... "là"'


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=3000))
def test_parts_hold_the_whole_text_and_none_is_too_long(text: str) -> None:
    found = parts(text)
    assert all(segments(part) <= 4 for part in found)
    bare = [re.sub(r"^\(\d+/\d+\) ", "", part) for part in found] if len(found) > 1 else list(found)
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_no_sentence_loses_more_than_accents() -> None:
    for key in OWN:
        text = sentences("fr")[key]
        bare = "".join(
            letter for letter in unicodedata.normalize("NFD", ours(text)) if not unicodedata.combining(letter)
        )
        assert len(bare) >= len(text) - text.count("«") - text.count("»") - 2
