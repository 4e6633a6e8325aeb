"""How a text is set survives its redaction: nothing but the hidden details changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.arguments import entities
from adapters.telegram.content import Members, read
from adapters.telegram.entities import STYLES
from bot.domain.marks import Mark, Style, carried, carried_back
from bot.domain.polls import PARTS, as_text
from redaction import Family, HiddenSpan

LETTERS = st.sampled_from("abé 😀\n𝔘ñ.")
TEXTS = st.text(LETTERS, min_size=1, max_size=40)


@st.composite
def set_texts(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...], tuple[HiddenSpan, ...]]:
    """A text, its marks, and what is hidden in it."""
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(list(Style))), max_size=6))
    marks = tuple(Mark(min(a, b), max(a, b), style) for a, b, style in pairs if a != b)
    cuts = sorted(draw(st.sets(edges, max_size=8)))
    spans = tuple(
        HiddenSpan(start, end, Family.PERSON, draw(st.sampled_from(["[Person A]", "[x]", "[Town A, Dordogne]"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    return text, marks, spans


def styles(length: int, marks: tuple[Mark, ...]) -> list[frozenset[Style]]:
    """For each character, how it is set."""
    return [frozenset(mark.style for mark in marks if mark.start <= at < mark.end) for at in range(length)]


def redacted(text: str, spans: tuple[HiddenSpan, ...]) -> str:
    for span in reversed(spans):
        text = text[: span.start] + span.pseudonym + text[span.end :]
    return text


@given(set_texts())
def test_every_character_that_stays_is_set_as_it_was(
    case: tuple[str, tuple[Mark, ...], tuple[HiddenSpan, ...]],
) -> None:
    text, marks, spans = case
    before = styles(len(text), marks)
    after = styles(len(redacted(text, spans)), carried(marks, spans))
    at = 0
    for span in (*spans, HiddenSpan(len(text), len(text), Family.PERSON, "")):
        start = spans[spans.index(span) - 1].end if span in spans and spans.index(span) else 0
        start = spans[-1].end if span not in spans and spans else start
        kept = before[start : span.start]
        assert after[at : at + len(kept)] == kept
        at += len(kept)
        union = frozenset().union(*before[span.start : span.end]) if span.start < span.end else frozenset()
        assert all(each == union for each in after[at : at + len(span.pseudonym)])
        at += len(span.pseudonym)


@given(set_texts())
def test_marks_come_back_but_for_what_was_hidden(case: tuple[str, tuple[Mark, ...], tuple[HiddenSpan, ...]]) -> None:
    text, marks, spans = case
    hidden = [any(span.start <= at < span.end for span in spans) for at in range(len(text))]
    back = styles(len(text), carried_back(carried(marks, spans), spans))
    assert all(
        one == other for one, other, gone in zip(styles(len(text), marks), back, hidden, strict=True) if not gone
    )


@given(set_texts())
def test_telegrams_entities_make_the_round(case: tuple[str, tuple[Mark, ...], tuple[HiddenSpan, ...]]) -> None:
    """Offsets there count UTF-16 units: an emoji is two."""
    text, marks, _ = case
    marks = as_text(marks)
    message = {"text": text, "entities": entities(text, marks) or []}
    assert styles(len(text), read(message, 1, Members()).marks) == styles(len(text), marks)
    assert {style.value for style in STYLES.values()} == {style.value for style in set(Style) - PARTS}
