"""What was written and what stands in its files are read as one text, and come apart again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redaction import CaseMemory, Family, HiddenSpan, RawText, Redaction, Redactor
from redaction.parts import joined, parted
from redaction.text import mint_redacted


def test_a_person_is_the_same_in_the_message_and_in_its_file(redactor: Redactor) -> None:
    texts = [
        RawText("Que répondre à Marguerite ?"),
        RawText("Madame Marguerite Vasseur habite 14 rue des Lilas à Eymet."),
    ]
    whole = redactor.redact(joined(texts), CaseMemory())
    written, said = parted(whole, texts)
    assert written.text == "Que répondre à [Personne A] ?"
    assert said.text == "Madame [Personne A] habite [adresse 1]."


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.data())
def test_each_part_is_hidden_where_the_whole_is(values: list[str], data: st.DataObject) -> None:
    texts = [RawText(value) for value in values]
    whole = joined(texts).expose()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    spans = (HiddenSpan(start, end, Family.PERSON, "[Person A]"),) if start < end else ()
    parts = parted(Redaction(mint_redacted(""), spans, "en"), texts)
    offset = 0
    for value, part in zip(values, parts, strict=True):
        hidden = set(range(start, end)) & set(range(offset, offset + len(value)))
        assert {n + offset for span in part.spans for n in range(span.start, span.end)} == hidden
        kept = "".join(letter for n, letter in enumerate(value) if n + offset not in hidden)
        assert part.text.replace("[Person A]", "", len(part.spans)) == kept or "[" in value
        offset += len(value) + 2
