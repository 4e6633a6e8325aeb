"""Slack's text form as the block of its own editor: the same words, set in the same way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.markup import to_slack
from adapters.slack.rich import rich_text
from adapters.slack.visible import same_words
from tests.platforms.slack.methods_chat import _block_is_valid as taken_by_slack

BOLD, ITALIC, STRIKE, CODE = ({"style": {name: True}} for name in ("bold", "italic", "strike", "code"))


def text(said: str, **style: Any) -> dict[str, Any]:
    return {"type": "text", "text": said, **style}


def leaves(said: str) -> list[dict[str, Any]]:
    """Of a text that is one section."""
    (section,) = rich_text(said)["elements"]
    assert section["type"] == "rich_text_section"
    return list(section["elements"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("plain", [text("plain")]),
        ("*[Person A]* rang", [text("[Person A]", **BOLD), text(" rang")]),
        ("_very_ ~ill~", [text("very", **ITALIC), text(" "), text("ill", **STRIKE)]),
        ("*_both_*", [text("both", style={"bold": True, "italic": True})]),
        ("`FOLFOX * 2`", [text("FOLFOX * 2", **CODE)]),
        ("2*3*4 and a_b_c", [text("2*3*4 and a_b_c")]),
        ("a &amp; b &lt;c&gt;", [text("a & b <c>")]),
        ("<@U0BOB> hears", [{"type": "user", "user_id": "U0BOB"}, text(" hears")]),
        ("<!subteam^S0ALL> <#C0LISTEN|listeners>", [
            {"type": "usergroup", "usergroup_id": "S0ALL"}, text(" "), {"type": "channel", "channel_id": "C0LISTEN"},
        ]),
        ("*<https://example.org/a_b_c|here>*", [
            {"type": "link", "url": "https://example.org/a_b_c", "text": "here", **BOLD},
        ]),
        ("<https://example.org/?a=1&amp;b=2>", [{"type": "link", "url": "https://example.org/?a=1&b=2"}]),
        ("at 10:30:45 :smile:", [text("at 10:30:45 "), {"type": "emoji", "name": "smile"}]),
        ("one\n\ntwo", [text("one"), text("\n\n"), text("two")]),
    ],
)  # fmt: skip
def test_words_keep_their_setting(said: str, expected: list[dict[str, Any]]) -> None:
    assert leaves(said) == expected


def test_quotes_and_code_are_blocks_of_their_own() -> None:
    parts = rich_text("she said:\n&gt; no *more*\n&gt; please\nso?\n```\nRIB\n```")["elements"]
    assert [part["type"] for part in parts] == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_section",
        "rich_text_preformatted",
    ]
    assert parts[1]["elements"] == [text("no "), text("more", **BOLD), text("\n"), text("please")]
    assert parts[3]["elements"] == [text("RIB")]


WORDS = st.lists(
    st.sampled_from([
        "[Person A]", "*bold*", "_it_", "~no~", "`code`", "a&b", "<tag>", "<@U0BOB>", "<https://example.org|x>", "\n", "> said", "\n> ",
        "```", "*", "_", " ", "é", "👩‍⚕️", ":pill:", "<!here>", "||", ">",
    ]),
    min_size=1, max_size=25,
)  # fmt: skip


@given(WORDS)
def test_it_says_just_what_the_text_says_and_slack_takes_it(words: list[str]) -> None:
    """What is read back is compared with what was sent, in text and blocks: a block that said more would never agree."""
    said = to_slack("".join(words))
    block = rich_text(said)
    if not said.strip():
        return
    assert taken_by_slack(block)
    assert same_words({"text": said, "blocks": [block]}, {"text": said})
