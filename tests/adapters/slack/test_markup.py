"""Slack's text form and plain text: laws."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.markup import escape_plain, split, to_plain, to_slack, unescape

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TOKENS = st.sampled_from(
    [
        "<@U024BE7LH>", "<@W024BE7LH|sue>", "<#C024BE7LR|listeners>", "<!subteam^SAZ94GDB8|@night>", "<https://example.org/a?b=1&amp;c=2>",
        "<https://example.org|a &amp; b>", "<mailto:mary@example.org|mary@example.org>", "<tel:+447700900123|07700 900123>",
    ]
)  # fmt: skip
SLACK = st.lists(st.one_of(WORDS.map(escape_plain), TOKENS), max_size=8).map("".join)
PSEUDONYM = st.sampled_from(["[Person A]", "[Personne B]", "[Town A, Dordogne]", "[phone 1]", "[Hôpital C]"])


@given(SLACK)
def test_what_slack_sent_goes_back_as_it_came(slack: str) -> None:
    assert to_slack(to_plain(slack).text) == slack


@given(WORDS)
def test_what_a_person_typed_is_what_the_bot_reads(typed: str) -> None:
    assert to_plain(escape_plain(typed)).text == typed
    assert unescape(escape_plain(typed)) == typed


@given(SLACK)
def test_mentions_are_where_they_are_said_to_be(slack: str) -> None:
    plain = to_plain(slack)
    assert all(re.fullmatch(r"<[@#!][^<>]+>", plain.text[start:end]) for start, end in plain.mentions)
    assert len(plain.mentions) == len(re.findall(r"<(?:@|#|!subteam)[^<>]+>", slack))


@given(st.text(st.sampled_from("<>&@!#|UCS^abc \n"), max_size=60))
def test_nothing_that_goes_out_can_be_taken_for_an_unknown_token(plain: str) -> None:
    left = re.sub(r"<(?:[@#][A-Z0-9]{2,}|!subteam\^[A-Z0-9]+)(?:\|[^<>|]*)?>", "", to_slack(plain))
    assert "<" not in left
    assert ">" not in left


def test_calls_to_everybody_become_words() -> None:
    assert to_slack("<!here> and <!channel|channel>, <!everyone>!") == "@here and @channel, @everyone!"


def test_an_entity_is_undone_once() -> None:
    assert to_plain("&amp;lt;b&amp;gt;").text == "&lt;b&gt;"


def test_offsets_count_characters_not_bytes_or_utf16_units() -> None:
    plain = to_plain("\U0001f642 &amp; <@U024BE7LH>")
    assert plain.mentions == ((4, 16),)
    assert plain.text[4:16] == "<@U024BE7LH>"


@pytest.mark.parametrize("limit", [20, 60, 300])
@given(
    st.lists(st.one_of(WORDS.map(escape_plain), TOKENS, PSEUDONYM, st.just(" "), st.just("\n")), max_size=30).map(
        "".join
    )
)
def test_splitting_loses_nothing_and_keeps_the_limit(limit: int, slack: str) -> None:
    pieces = split(slack, limit)
    assert "".join(pieces) == slack
    assert all(0 < len(piece) <= limit for piece in pieces)


@given(st.lists(st.one_of(st.sampled_from(["word", "élan", " ", "\n", "&amp;"]), PSEUDONYM, TOKENS), max_size=60))
def test_splitting_cuts_no_pseudonym_no_token_and_no_entity(parts: list[str]) -> None:
    pieces = split("".join(parts), 70)
    whole = sum(len(re.findall(r"\[[^\]]*\]|<[^>]*>|&amp;", piece)) for piece in pieces)
    assert whole == len(re.findall(r"\[[^\]]*\]|<[^>]*>|&amp;", "".join(parts)))


def test_splitting_prefers_line_breaks_then_spaces() -> None:
    assert split("one two\nthree four", 12) == ["one two\n", "three four"]
    assert split("aaaa bbbb cccc", 11) == ["aaaa bbbb ", "cccc"]


def test_splitting_forty_thousand_characters_is_quick_and_whole() -> None:
    text = "She rang [Person A] again & again. " * 1200
    assert "".join(split(to_slack(text), 3000)) == to_slack(text)
