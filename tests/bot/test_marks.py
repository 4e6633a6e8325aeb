"""How a text is set survives its redaction: nothing but the hidden details changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.arguments import entities
from adapters.telegram.content import Content, Members, read
from adapters.telegram.cutting import units
from adapters.telegram.entities import STYLES
from adapters.telegram.render import post as text_of
from bot.domain.marks import ADDRESSES, Mark, Style, carried, carried_back
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Post
from bot.domain.polls import PARTS
from config.sentences import TomlWording
from redaction import Family, HiddenSpan
from redaction.text import mint_redacted

WORDING = TomlWording()
LETTERS = st.sampled_from("abé 😀\n𝔘ñ.")
TEXTS = st.text(LETTERS, min_size=1, max_size=40)


@st.composite
def set_texts(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...], tuple[HiddenSpan, ...]]:
    """A text, its marks, and what is hidden in it."""
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(list(STYLES.values()))), max_size=6))
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
    message = {"text": text, "entities": entities(text, marks) or []}
    assert styles(len(text), read(message, 1, Members()).marks) == styles(len(text), marks)


def test_every_style_is_an_entity_or_a_part_of_a_text() -> None:
    apart = PARTS | ADDRESSES | {Style.LINK, Style.MENTION}
    assert set(STYLES.values()) == set(Style) - apart


@st.composite
def linked_texts(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A text with links and mentions that lie apart, and marks anywhere, as Telegram tells of them."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    places = list(zip(cuts[::2], cuts[1::2], strict=False))
    targets: list[dict[str, Any]] = [
        draw(st.sampled_from([{"type": "text_link", "url": f"https://example.org/{n}"},
                              {"type": "text_mention", "user": {"id": 70 + n, "is_bot": False, "first_name": "Sue"}}]))
        for n in range(len(places))
    ]  # fmt: skip
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(list(STYLES))), max_size=4))
    styled: list[tuple[tuple[int, int], dict[str, Any]]] = [
        ((min(a, b), max(a, b)), {"type": kind}) for a, b, kind in pairs if a != b
    ]
    found = draw(st.permutations([*zip(places, targets, strict=True), *styled]))
    return text, [
        {**entity, "offset": units(text[:start]), "length": units(text[start:end])} for (start, end), entity in found
    ]


COLLEAGUES = Members(ids=set(range(70, 80)))
GROUP = ConversationRef("telegram", "-1001")


@settings(max_examples=500, deadline=None)
@given(linked_texts(), st.data())
def test_links_and_mentions_stay_where_nothing_of_them_is_hidden(
    case: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    text, given_entities = case
    content = read({"text": text, "entities": given_entities}, 1, COLLEAGUES)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(content.text)), max_size=6)))
    spans = tuple(
        HiddenSpan(start, end, Family.PERSON, "[Person A]") for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    body, marks = redacted(content.text, spans), carried(content.marks, spans)
    post = Post("p", GROUP, mint_redacted("Sue"), mint_redacted(body), "en", marks=marks)
    (shown,) = text_of(post, WORDING, None)
    posted = {
        each.get("url") or each["user"]["id"]: shown.text.encode("utf-16-le")[
            2 * each["offset"] : 2 * (each["offset"] + each["length"])
        ].decode("utf-16-le")
        for each in entities(shown.text, shown.marks) or []
        if each["type"].startswith("text_")
    }
    assert posted == dict(_unhidden(content, spans))
    assert "https://" not in shown.text
    assert shown.text.count("[Person A]") >= sum(not _inside(span, content.marks) for span in spans)


def _inside(span: HiddenSpan, marks: Sequence[Mark]) -> bool:
    return any(mark.style is Style.ADDRESS and mark.start <= span.start and span.end <= mark.end for mark in marks)


def _unhidden(content: Content, spans: tuple[HiddenSpan, ...]) -> Iterator[tuple[str | int, str]]:
    """Targets of links and mentions that no span touches, with their words."""
    for mark in content.marks:
        whole = mark
        if mark.style is Style.LINK:
            (address,) = (one for one in content.marks if one.style is Style.ADDRESS and one.start == mark.end)
            whole = replace(mark, end=address.end)
        if mark.style not in (Style.LINK, Style.MENTION) or any(
            span.start < whole.end and whole.start < span.end for span in spans
        ):
            continue
        words = content.text[mark.start : mark.end]
        yield (content.text[mark.end + 2 : whole.end - 1] if mark.style is Style.LINK else int(mark.to)), words


@given(linked_texts(), st.data())
def test_a_link_comes_back_with_the_word_that_was_no_detail(
    case: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    text, given_entities = case
    content = read({"text": text, "entities": given_entities}, 1, COLLEAGUES)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content.text))] * 2)))
    spans = (HiddenSpan(start, end, Family.PERSON, "[Person A]"),) if start < end else ()
    back = carried_back(carried(content.marks, spans), spans)
    whole = [mark for mark in content.marks if mark.style is Style.ADDRESS and not _cut(mark, start, end)]
    assert [mark for mark in back if mark.style is Style.ADDRESS] == whole
    assert sum(mark.style is Style.LOST for mark in back) <= len(content.marks) - len(whole)


def _cut(mark: Mark, start: int, end: int) -> bool:
    """Whether what lies between is hidden with a part of the mark, and reaches beyond it."""
    return start < mark.start < end or start < mark.end < end
