"""Where the words of a text stand once some of its details are hidden, and what was read in them."""

from __future__ import annotations

from redaction import Family, RawText, Redactor
from redaction.operators import Replacer
from redaction.result import HiddenSpan

TEXT = "Mrs Dup\u200bont 😀 rang &amp; Zoe\u0301 Okonkwo too"


def test_words_keep_what_was_read_in_them_and_hidden_ones_go(redactor: Redactor) -> None:
    first = redactor.draft(RawText(TEXT))
    start = TEXT.index("Dup")
    later = first.hiding([HiddenSpan(start, start + len("Dup\u200bont"), Family.PERSON, "[Person A]")], Replacer())
    assert later.text == TEXT.replace("Dup\u200bont", "[Person A]")
    before, after = first.reading, later.reading
    assert before is not None
    assert after is not None
    words = [later.plain.text[start:end] for start, end in zip(*after.edges, strict=True)]
    assert words == [
        word for start, end in zip(*before.edges, strict=True) if (word := first.plain.text[start:end]) != "Dupont"
    ]
    old, new = first.plain.text.index("Okonkwo"), later.plain.text.index("Okonkwo")
    assert after.likely(new, new + 7, Family.PERSON) == before.likely(old, old + 7, Family.PERSON) > 0.5


def test_offsets_go_there_and_back(redactor: Redactor) -> None:
    start = TEXT.index("Zoe")
    later = redactor.draft(RawText(TEXT)).hiding(
        [HiddenSpan(0, 3, Family.PERSON, "[Person A]"), HiddenSpan(start, start + 4, Family.PERSON, "[Person B]")],
        Replacer(),
    )
    outside = [place for place in range(3, len(TEXT)) if not start <= place < start + 4]
    assert [later.text[later.out(place)] for place in outside] == [TEXT[place] for place in outside]
    assert [later.back(later.out(place)) for place in outside] == outside


def test_a_part_of_a_reading_has_offsets_of_its_own(redactor: Redactor) -> None:
    text = "Mary rang Zara Okonkwo"
    reading = redactor.read(text)
    assert reading is not None
    part = reading.part(10, 15)
    assert part.edges == ([0], [4])
    assert part.likely(0, 4, Family.PERSON) == reading.likely(10, 14, Family.PERSON)
    assert reading.part(0, len(text)) is reading
