"""Everything that people see of a message is in the text that is redacted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.visible import visible
from tests.platforms.slack.composing import compose

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@given(TYPED)
def test_a_clients_post_is_read_once_not_twice(typed: str) -> None:
    assert visible(compose(typed)).text == typed or "@" in typed or "+" in typed


@pytest.mark.parametrize(
    "typed",
    [
        "Mary's number is +33 6 39 98 00 12",
        "write mary@example.org <now>",
        "see https://example.org/a_b?c=1&d=2 & tell *me*",
    ],
)
def test_links_that_the_client_makes_are_not_repeated(typed: str) -> None:
    assert "\n" not in visible(compose(typed)).text


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ({"type": "section", "text": {"type": "mrkdwn", "text": "Mary &amp; Tom"}}, "Mary & Tom"),
        ({"type": "section", "accessory": {"type": "button", "text": {"type": "plain_text", "text": "Mary"}}}, "Mary"),
        ({"type": "context", "elements": [{"type": "image", "image_url": "https://example.org/x", "alt_text": "Mary"}]}, "Mary"),
        ({"type": "image", "image_url": "https://example.org/x", "title": {"type": "plain_text", "text": "Mary"}}, "Mary"),
        ({"type": "video", "title": {"type": "plain_text", "text": "Mary"}, "author_name": "Dupont"}, "Mary\nDupont"),
        ({"type": "markdown", "text": "# Mary"}, "# Mary"),
        ({"type": "invented_next_year", "inside": [{"deep": {"type": "mrkdwn", "text": "Mary"}}]}, "Mary"),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Mary"}]},
                {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://example.org/m", "text": "Dupont"}]},
            ]}]},
            "Mary\nDupont\nhttps://example.org/m",
        ),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "Mary"}, {"type": "rich_text", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Dupont"}]}]}]]},
            "Mary\nDupont",
        ),
    ],
)  # fmt: skip
def test_what_blocks_show_beyond_the_text_is_added(block: dict[str, Any], shown: str) -> None:
    assert visible({"text": "", "blocks": [block]}).text == shown
    assert visible({"text": "Hello", "blocks": [block]}).text == f"Hello\n{shown}"


def test_an_attachments_fields_are_read() -> None:
    attachment = {
        "pretext": "p", "author_name": "Mary", "title": "t", "text": "x", "footer": "f", "fallback": "not shown",
        "fields": [{"title": "Town", "value": "Eymet"}], "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "b"}}],
    }  # fmt: skip
    assert visible({"text": "", "attachments": [attachment]}).text.split("\n") == [
        "p", "Mary", "t", "x", "f", "Town", "Eymet", "b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "message", [{}, {"text": None}, {"text": "", "blocks": None, "attachments": None}, {"blocks": ["odd"]}]
)
def test_a_message_without_words_is_empty(message: dict[str, Any]) -> None:
    assert visible(message).text == ""
