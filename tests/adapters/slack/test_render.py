"""Our values as Slack's arguments, within Slack's limits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import render
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line
from config.sentences import TomlWording
from redaction import Family, HiddenSpan, RawText
from tests.adapters.slack.values import a_note, a_notice, a_post
from tests.platforms.slack.methods_chat import _checked_blocks

WORDING = TomlWording()
BODY = st.lists(
    st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.sampled_from(["[Person A] ", "<@U024BE7LH>", "\n"])),
    max_size=40,
).map("".join)  # fmt: skip


def shown(arguments: dict[str, Any]) -> str:
    return "".join(block["text"]["text"] for block in arguments["blocks"] if block["type"] == "section")


@given(BODY)
def test_any_body_gives_blocks_that_slack_takes(body: str) -> None:
    for arguments in render.post(a_post("C0LISTEN01", body, buttons=(Button("hidden", "p1"),)), WORDING):
        assert len(arguments["text"]) <= render.IN_MESSAGE
        _checked_blocks(arguments["blocks"])


@given(st.integers(0, 3000), st.integers(1, 9))
def test_a_pseudonym_is_never_cut(before: int, width: int) -> None:
    body = "x" * before + " [Person A]" * 400 + "y" * width
    parts = render.post(a_post("C0LISTEN01", body), WORDING)
    pieces = [block["text"]["text"] for part in parts for block in part["blocks"]]
    assert sum(piece.count("[Person A]") for piece in pieces) == 400


def test_a_post_carries_its_id_and_nothing_that_unfurls() -> None:
    (arguments,) = render.post(a_post("C0LISTEN01", thread="1.2"), WORDING)
    assert arguments["metadata"] == {
        "event_type": "entrenous_post",
        "event_payload": {"post": "p1", "part": 1, "parts": 1},
    }
    assert (arguments["unfurl_links"], arguments["unfurl_media"], arguments["thread_ts"]) == (False, False, "1.2")


def test_text_says_what_the_blocks_say() -> None:
    (arguments,) = render.post(a_post("C0LISTEN01", "a [Person A] & <b>"), WORDING)
    assert arguments["text"] == shown(arguments) == "*Sue Martin*\na [Person A] &amp; &lt;b&gt;"


def test_a_byline_cannot_break_out_of_its_line() -> None:
    (arguments,) = render.post(a_post("C0LISTEN01", "x", byline="*Sue*\n<!channel> & co"), WORDING)
    assert shown(arguments).splitlines()[0] == "*Sue @channel &amp; co*"


def test_marks_say_that_a_post_is_an_edit_or_late_in_its_language() -> None:
    (arguments,) = render.post(a_post("C0LISTEN01", "x", edited=True, late=True, lang="fr"), WORDING)
    assert shown(arguments).splitlines()[0] == "*Sue Martin* (modifié) (envoyé plus tôt)"


def test_buttons_of_one_action_have_ids_of_their_own() -> None:
    buttons = (Button("claim", "e1"), Button("claim", "e2"), Button("hidden", "e3"), Button("claim", "e4"))
    elements = render.notice(a_notice("C0LISTEN01", buttons=buttons), WORDING)["blocks"][-1]["elements"]
    assert [(element["action_id"], element["value"]) for element in elements] == [
        ("claim", "e1"),
        ("claim:2", "e2"),
        ("hidden", "e3"),
        ("claim:3", "e4"),
    ]


@pytest.mark.parametrize(("lang", "word"), [("en", "a name"), ("fr", "un nom")])
def test_a_note_lists_each_pseudonym_once_in_the_persons_language(lang: Any, word: str) -> None:
    spans = (HiddenSpan(0, 4, Family.PERSON, "[P A]"), HiddenSpan(9, 14, Family.PERSON, "[P A]"))
    note = a_note("U0SUE00001", hidden=spans, line=Line("note.redacted", lang, {"count": 2}))
    assert shown(render.note(note, WORDING, "D1", None)).count(f"• {word} → [P A]") == 1


def test_an_answer_is_for_one_person_and_leaves_the_message_as_it_is() -> None:
    arguments = render.answer(Answer(Line("answer.gone", "en")), WORDING)
    assert (arguments["response_type"], arguments["replace_original"]) == ("ephemeral", False)


def test_words_that_look_like_tokens_come_back_to_their_author_as_typed() -> None:
    back = GiveBack(
        "g1", PersonRef("slack", "U0SUE00001"), Line("note.held", "en"), RawText("a <b> & Mary <@U024BE7LH>")
    )
    line, text = render.give_back(back, WORDING, "D1")
    assert shown(text) == "a &lt;b&gt; &amp; Mary <@U024BE7LH>"
    assert "Mary" not in shown(line)


def test_a_held_message_without_words_is_one_line() -> None:
    back = GiveBack("g1", PersonRef("slack", "U0SUE00001"), Line("note.held_matter", "fr"), RawText(""))
    assert len(render.give_back(back, WORDING, "D1")) == 1
