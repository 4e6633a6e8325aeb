"""Laws of rendering: nothing is cut that must stay whole, nothing is lost, offsets are Telegram's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram import render
from adapters.telegram.arguments import entities, of_text
from adapters.telegram.cutting import split
from bot.domain.messages import Attachment, ConversationRef, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Opaque, Post
from config.sentences import TomlWording
from redaction import Family, HiddenSpan, RawText, RedactedText
from redaction.text import mint_redacted

WORDING = TomlWording()
GROUP = ConversationRef("telegram", "-1001234567890")
SUE = PersonRef("telegram", "810000001")
PSEUDONYM = re.compile(r"\[[^\[\]\n]{1,200}\]")

letters = st.text(alphabet=st.sampled_from("ab é\n🙏🏽𝕄,."), max_size=300)
pseudonyms = st.sampled_from(["[Person A]", "[Town A, Dordogne]", "[numéro de téléphone 1]", "[Personne 🙂]"])
bodies = st.lists(letters | pseudonyms, max_size=12).map("".join)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def a_post(body: str, byline: str = "Sue Palmer", **more: object) -> Post:
    return Post("p1", GROUP, mint_redacted(byline), mint_redacted(body), "en", **more)  # type: ignore[arg-type]


dense = st.lists(st.sampled_from(["word ", "long" * 20, "\n", "🙏🏽"]) | pseudonyms, min_size=10, max_size=120).map(
    "".join
)


@given(bodies | dense, st.integers(min_value=250, max_value=500))
def test_parts_joined_are_the_whole_fit_and_cut_no_pseudonym(body: str, limit: int) -> None:
    parts = split(body, limit)
    assert "".join(parts) == body
    assert all(utf16(part) <= limit for part in parts)
    cuts = {sum(map(len, parts[:i])) for i in range(1, len(parts))}
    assert not any(match.start() < cut < match.end() for match in PSEUDONYM.finditer(body) for cut in cuts)


@given(st.text(max_size=80), st.integers(min_value=1, max_value=30))
def test_splitting_ends_whatever_the_limit(text: str, limit: int) -> None:
    assert "".join(split(f"[{text}]" * 3, limit + 1)) == f"[{text}]" * 3


@given(bodies, st.text(alphabet="Suée 🙂", min_size=1, max_size=20).filter(str.strip))
def test_the_byline_is_bold_in_telegrams_units_and_the_body_follows(body: str, byline: str) -> None:
    first, *rest = render.post(a_post(body * 40, byline), WORDING, "entrenous_bot")
    (entity,) = entities(first.text, first.marks) or [{}]
    bold = first.text.encode("utf-16-le")[: int(entity["length"]) * 2].decode("utf-16-le")
    assert (entity["type"], entity["offset"]) == ("bold", 0)
    assert bold == f"{byline}:"
    assert all(each.marks == () and each.reply_to is None and each.text.strip() for each in rest)
    shown = "".join(each.text for each in (first, *rest))
    assert "".join(shown.split()) == "".join(f"{byline}: {body * 40}".split())


def test_a_post_answers_what_the_original_answered_in_its_topic() -> None:
    (text,) = render.post(a_post("hello", thread="77", reply_to="1190"), WORDING, "entrenous_bot")
    assert (text.chat, text.thread, text.reply_to) == (-1001234567890, 77, 1190)
    assert text.text == "Sue Palmer: hello"
    assert text.keys == ()


def test_a_late_or_edited_post_says_so() -> None:
    (text,) = render.post(a_post("hello", late=True, edited=True), WORDING, None)
    assert text.text == "Sue Palmer (edited) (sent earlier): hello"
    assert text.text[: text.marks[0].end] == "Sue Palmer (edited) (sent earlier):"


def test_buttons_stand_under_the_last_part_with_the_way_into_the_private_chat() -> None:
    button = Button("hidden", "e7k2p")
    parts = render.post(a_post("word " * 2000, buttons=(button,)), WORDING, "entrenous_bot")
    assert len(parts) == 3
    assert [part.keys for part in parts[:-1]] == [(), ()]
    (press,), (link,) = parts[-1].keys
    assert (press.label, press.data) == ("What was hidden?", "hidden:e7k2p")
    assert (link.label, link.url) == ("Our private chat", "https://t.me/entrenous_bot?start=hello")


def test_a_button_too_long_for_telegram_is_refused_here() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        render.post(a_post("x", buttons=(Button("hidden", "é" * 30),)), WORDING, None)


def test_a_notice_without_a_language_speaks_both() -> None:
    line = Line(
        "notice.away",
        None,
        {"start": datetime(2026, 11, 24, 8, tzinfo=UTC), "end": datetime(2026, 11, 24, 9, tzinfo=UTC)},
    )
    (text,) = render.notice(Notice("n1", GROUP, line, buttons=(Button("claim", "e1"),)), WORDING, None)
    assert "I was away from 24/11 09:00" in text.text
    assert "J'étais absent" in text.text
    assert text.keys == ((render.Key("This is mine / C'est le mien", data="claim:e1"),),)


def test_a_note_lists_kinds_and_pseudonyms_once_and_links_to_the_post() -> None:
    hidden = (
        HiddenSpan(0, 4, Family.PERSON, "[Person A]"),
        HiddenSpan(9, 13, Family.PERSON, "[Person A]"),
        HiddenSpan(20, 30, Family.PHONE, "[phone 1]"),
    )
    about = MessageRef("telegram", "-1001234567890", "45")
    (text,) = render.note(Note("n1", SUE, Line("note.redacted", "en", {"count": 3}), hidden, about), WORDING)
    assert text.chat == 810000001
    assert text.text.splitlines()[1:] == [
        "• [Person A]: a name",
        "• [phone 1]: a phone number",
        "https://t.me/c/1234567890/45",
    ]


def test_messages_of_basic_groups_have_no_link() -> None:
    about = MessageRef("telegram", "-4000001", "45")
    (text,) = render.note(Note("n1", SUE, Line("answer.gone", "en"), (), about), WORDING)
    assert "t.me" not in text.text


def test_a_withheld_message_goes_back_whole_with_its_files() -> None:
    files = (Attachment(Matter.VOICE, "voice:AwAC-1"), Attachment(Matter.PICTURE, "photo:AgAC-1"))
    back = GiveBack("g1", SUE, Line("note.held", "en"), RawText("Mary " * 1000), files)
    line, first, second, voice, photo = render.give_back(back, WORDING)
    assert isinstance(line, render.Text)
    assert isinstance(first, render.Text)
    assert isinstance(second, render.Text)
    assert first.text + second.text == "Mary " * 1000
    assert (voice, photo) == (render.File(810000001, "voice", "AwAC-1"), render.File(810000001, "photo", "AgAC-1"))
    assert "Mary" not in repr((line, first, second, voice, photo))


def test_a_voice_note_without_text_goes_back_as_line_and_file() -> None:
    back = GiveBack("g1", SUE, Line("note.held_matter", "en"), RawText(""), (Attachment(Matter.VOICE, "voice:A"),))
    assert len(render.give_back(back, WORDING)) == 2


def test_an_attachment_of_an_unknown_kind_is_an_error_without_its_handle() -> None:
    back = GiveBack("g1", SUE, Line("note.held", "en"), RawText(""), (Attachment(Matter.FILE, "hologram:secret"),))
    with pytest.raises(ValueError, match="cannot send again") as caught:
        render.give_back(back, WORDING)
    assert "secret" not in str(caught.value)


@given(st.lists(pseudonyms, max_size=30), st.booleans())
def test_an_alert_fits_and_cuts_no_pseudonym(shown: list[str], private: bool) -> None:
    spans = tuple(HiddenSpan(i, i + 1, Family.PERSON, f"[{i} {each[1:]}") for i, each in enumerate(shown))
    answer = Answer(Line("answer.hidden", "fr", {"count": len(spans)}), spans, open_private=private)
    alert = render.alert(answer, WORDING, "entrenous_bot")
    assert utf16(alert.text) <= 200
    assert alert.text.count("[") == alert.text.count("]")
    assert alert.url == ("https://t.me/entrenous_bot?start=hello" if private else None)


def test_redacted_text_stays_a_type_of_its_own_until_it_is_rendered() -> None:
    assert isinstance(a_post("x").body, RedactedText)
    assert type(render.post(a_post("x"), WORDING, None)[0].text) is str


def test_the_page_to_write_on_opens_inside_of_telegram_where_its_address_is_secure() -> None:
    line, buttons = Line("answer.compose", "en", {"minutes": 30}), (Button("draft_drop", "d1"),)
    for page, apps in (("https://bot.example.org/compose/t", 1), ("http://127.0.0.1/compose/t", 0)):
        (text,) = render.private(1, Answer(line, page=page, buttons=buttons), WORDING)
        assert isinstance(text, render.Text)
        keys = [key for row in of_text(text, 1)[1]["reply_markup"]["inline_keyboard"] for key in row]
        assert [key["web_app"] for key in keys if "web_app" in key] == [{"url": page}] * apps
        assert keys[-1]["callback_data"] == "draft_drop:d1"
        assert page in text.text


def test_a_page_that_shows_somebodys_name_is_no_mini_app() -> None:
    line = Line("answer.look", "en", {"words": Opaque("C-7K2P4"), "minutes": 10})
    (text,) = render.private(1, Answer(line, page="https://bot.example.org/look/t"), WORDING)
    assert isinstance(text, render.Text)
    assert text.keys == ()
