"""Our values as Slack's arguments, within Slack's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import render
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line
from config.sentences import TomlWording
from redaction import Family, HiddenSpan, RawText
from tests.adapters.slack.values import a_note, a_notice, a_post, a_preview, ref, some_words
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


def test_a_note_has_room_for_a_second_sentence() -> None:
    note = a_note("U0SUE00001", also=Line("note.link_dropped", "en"))
    assert "A link is gone" in shown(render.note(note, WORDING, "D1", None))


def test_an_answer_is_for_one_person_and_leaves_the_message_as_it_is() -> None:
    arguments = render.answer(Answer(Line("answer.gone", "en")), WORDING)
    assert (arguments["response_type"], arguments["replace_original"]) == ("ephemeral", False)


def test_a_post_without_a_name_and_one_that_is_covered_say_so_and_nothing_else() -> None:
    post = a_post("C0LISTEN01", "[Person A] rang", lang="fr", buttons=(Button("take", "p1"),))
    (nameless,) = render.post(replace(post, byline=None), WORDING)
    assert shown(nameless) == "*Un ou une bénévole*\n[Person A] rang"
    (covered,) = render.post(replace(post, covered=True), WORDING)
    assert "[Person A]" not in covered["text"] + str(covered["blocks"])
    assert shown(covered).startswith("*Sue Martin*\nUne ou un collègue a vu")
    assert [block["type"] for block in covered["blocks"]] == ["section"]


def test_what_chat_update_knows_is_what_it_gets() -> None:
    (posted,) = render.post(a_post("C0LISTEN01", thread="1.2"), WORDING)
    amended = render.amended(posted, ref("C0LISTEN01", "3.4"))
    assert amended.keys() == {"channel", "ts", "text", "blocks", "metadata", "parse"}
    assert (amended["ts"], amended["metadata"]) == ("3.4", posted["metadata"])


def test_a_draft_says_how_it_reads_what_is_hidden_and_where_it_goes() -> None:
    spans = (HiddenSpan(0, 4, Family.PERSON, "[Person A]"),)
    (said,) = render.private(
        a_preview("Mary & I", "[Person A] & I", spans, place="C1"), WORDING, {"C1": "listeners", "C2": "other"}
    )
    assert "> [Person A] &amp; I" in said["text"]
    assert "• a name → [Person A]" in said["text"]
    assert "Mary" not in str(said)
    assert [element["text"]["text"] for element in said["blocks"][-1]["elements"]] == ["Post it #listeners", "Drop it"]


def test_a_long_draft_comes_in_several_messages_with_buttons_under_the_last() -> None:
    said = render.private(a_preview("x", "[Person A] rang. " * 2000), WORDING)
    assert len(said) > 1
    assert [part["blocks"][-1]["type"] == "actions" for part in said] == [False] * (len(said) - 1) + [True]
    assert sum(part["text"].count("[Person A]") for part in said) == 2000


def test_more_buttons_than_a_row_takes_go_on_in_another() -> None:
    (said,) = render.private(some_words(*(f"w{n}" for n in range(30)), chosen=(3,)), WORDING)
    rows = [block["elements"] for block in said["blocks"] if block["type"] == "actions"]
    assert [len(row) for row in rows] == [25, 6]
    assert [element["text"]["text"] for element in rows[0][2:4]] == ["☐ w2", "☑ w3"]
    _checked_blocks(said["blocks"])


def test_a_label_is_never_longer_than_slack_takes() -> None:
    (said,) = render.private(some_words("w" * 200), WORDING)
    assert [len(element["text"]["text"]) for element in said["blocks"][-1]["elements"]] == [75, len("Hide them")]


NOTE = [{"type": "section", "block_id": "b0"}, {"type": "actions", "block_id": "b1"}]
OLD = [{"type": "section", "block_id": "answer:0"}, {"type": "actions", "block_id": "answer:1"}]


@pytest.mark.parametrize(
    ("answer", "pressed", "kept"),
    [
        (Answer(Line("answer.which_detail", "en")), "b1", ["b0", "b1"]),
        (Answer(Line("answer.withdrawn", "en"), ended=True), "b1", []),
        (Answer(Line("answer.shown", "en"), ended=True), "answer:1", ["b0", "b1"]),
        (a_preview("x", "x"), "answer:1", []),
    ],
)
def test_an_answer_stands_where_its_button_was(answer: Answer, pressed: str, kept: list[str]) -> None:
    (said,) = render.private(answer, WORDING)
    arguments = render.in_place(answer, said, [*NOTE, *OLD], pressed)
    assert arguments["replace_original"] is True
    assert [block["block_id"] for block in arguments["blocks"]] == [*kept, *(b["block_id"] for b in said["blocks"])]


@pytest.mark.parametrize("key", ["draft_sent", "draft_dropped", "which_words", "private_help"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_is_promised_that_slack_does_not_allow(key: str, lang: Any) -> None:
    (said,) = render.private(Answer(Line(f"answer.{key}", lang)), WORDING)
    assert said["text"] != WORDING.render(Line(f"answer.{key}", lang))
    assert not re.search(r"is removed|I remove|est supprimé|Je supprime", said["text"])


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
