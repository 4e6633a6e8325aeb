"""Forms, within Slack's limits and without a raw word where apps' logs hold it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.views import Views
from bot.domain.cases import Purpose
from bot.domain.drafts import Offers, Preview
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Answer, Button, Line
from config.sentences import LANGUAGES, TomlWording
from redaction import Family, HiddenSpan, RawText
from tests.adapters.slack.values import a_preview, some_words
from tests.platforms.slack.forms import Form

NAMES = {"C1": "listeners", "C2": "nights"}
VIEWS = Views(TomlWording(), "en", NAMES)
BOTH = Offers((ConversationRef("slack", "C1"), ConversationRef("slack", "C2")), ("C-7K2P4",))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3000)


def on_screen(view: dict[str, Any]) -> Form:
    """The form as the stand-in shows it, if it takes it."""
    form = Form("V1", "U0SUE00001", {})
    form.show(view)
    return form


def draft(answer: Answer) -> dict[str, Any]:
    assert isinstance(answer.preview, Preview)
    return VIEWS.draft(answer, answer.preview)


def spans(text: str, *words: str) -> tuple[HiddenSpan, ...]:
    """One for each time that a word stands in the text, in order."""
    found = sorted((at, word) for word in set(words) for at in range(len(text)) if text.startswith(word, at))
    return tuple(HiddenSpan(at, at + len(word), Family.PERSON, f"[Person {word}]") for at, word in found)


def test_the_first_form_offers_purposes_cases_and_channels() -> None:
    form = on_screen(VIEWS.compose(BOTH))
    assert form.options["purpose"] == ["For advice", "Shared support", "For myself"]
    assert form.options["case"] == ["A case of its own", "C-7K2P4"]
    assert form.options["place"] == ["#listeners", "#nights"]
    assert form.fields == {"text": None, "purpose": "guidance", "case": "own", "place": None}


def test_where_there_is_one_channel_it_is_chosen() -> None:
    form = on_screen(VIEWS.compose(Offers(BOTH.places[:1])))
    assert form.fields == {"text": None, "purpose": "guidance", "place": "C1"}


def test_a_round_is_offered_beside_channels_by_its_own_name() -> None:
    view = VIEWS.compose(Offers((*BOTH.places, ConversationRef("round", "advice"))))
    assert on_screen(view).options["place"] == ["#listeners", "#nights", "advice"]
    assert '"value": "round:advice"' in json.dumps(view)
    assert "<#" not in json.dumps(VIEWS.sent("round:advice"))


def test_before_anything_is_known_one_can_write() -> None:
    form = on_screen(VIEWS.compose(Offers()))
    form.fill("text", "Mary rang")
    form.show(VIEWS.compose(BOTH))
    assert form.fields["text"] == "Mary rang"


def test_both_versions_stand_beside_each_other_with_every_hidden_word_and_its_kind() -> None:
    text = "Mary saw Mary and mary's Peter"
    form = on_screen(draft(a_preview(text, "[Person A] & co", spans(text, "Mary", "Peter"), place="C1")))
    (fields,) = [block["fields"] for block in form.view["blocks"] if "fields" in block]
    assert [one["text"].split("\n")[1] for one in fields] == [text, "[Person A] &amp; co"]
    assert form.options["show:1"] == ["Mary → [Person Mary]", "Peter → [Person Peter]"]
    assert form.shown.count("a name") == 2
    assert "<#C1> · For advice" in form.shown


def test_what_is_ticked_or_typed_does_not_stay_for_the_next_version() -> None:
    text = "Mary"
    form = on_screen(draft(a_preview(text, "x", spans(text, "Mary"))))
    form.fill("hide", "llamas")
    form.fill("show:1", "Mary")
    form.show(draft(a_preview(text, "x", spans(text, "Mary"), version=1)))
    assert (form.fields["hide"], form.fields["show:1"]) == (None, [])


def test_texts_too_long_for_two_columns_stand_below_each_other_whole() -> None:
    text = "word & " * 420
    form = on_screen(draft(a_preview(text, "other & " * 420)))
    assert not any("fields" in block for block in form.view["blocks"])
    assert form.shown.count("&amp;") == 840


def test_more_hidden_words_than_a_group_takes_go_on_in_another() -> None:
    words = [f"Name{n}x" for n in range(23)]
    text = " ".join(words)
    form = on_screen(draft(a_preview(text, "x", spans(text, *words))))
    assert [len(form.options[f"show:{n}"]) for n in (1, 2, 3)] == [10, 10, 3]


def test_where_a_draft_may_go_is_asked_once_more_if_it_is_not_known() -> None:
    form = on_screen(draft(a_preview("x", "x", places=("C1", "C2"))))
    assert (form.options["place"], form.fields["place"]) == (["#listeners", "#nights"], None)
    assert "place" not in on_screen(draft(a_preview("x", "x", places=("C1", "C2"), place="C2"))).fields


def test_a_page_of_our_own_is_offered_where_the_core_offers_it() -> None:
    answer = a_preview("x", "x")
    assert "draft_page" not in on_screen(draft(answer)).buttons.values()
    more = replace(answer, buttons=(*answer.buttons, Button("draft_page", "d1")))
    assert "draft_page" in on_screen(draft(more)).buttons.values()
    led = on_screen(
        VIEWS.paged(Answer(Line("answer.compose", "en", {"minutes": 30}), page="https://example.org/compose/x"))
    )
    assert "<https://example.org/compose/x>" in led.shown


def test_their_own_name_can_be_left_out_of_what_is_about_themselves_alone() -> None:
    assert "nameless" not in on_screen(draft(a_preview("x", "x"))).fields
    form = on_screen(draft(a_preview("x", "x", purpose=Purpose.OWN_SUPPORT, nameless=True)))
    assert form.fields["nameless"] == ["nameless"]


def test_a_draft_is_changed_in_the_first_form_with_what_it_says() -> None:
    answer = a_preview("Mary", "x", place="C2", places=("C1", "C2"), cases=("C-7K2P4",), case="C-7K2P4", version=3)
    assert answer.preview is not None
    form = on_screen(VIEWS.edit(answer.preview))
    assert form.fields == {"text": "Mary", "purpose": "guidance", "case": "C-7K2P4", "place": "C2"}


def test_a_correction_stays_where_it_is() -> None:
    answer = a_preview("Mary", "x", corrects="e1", places=("C1", "C2"))
    assert answer.preview is not None
    assert on_screen(VIEWS.edit(answer.preview)).fields == {"text": "Mary"}
    assert "<#" not in on_screen(draft(answer)).shown


def test_the_words_of_a_report_are_ticked_where_they_are_chosen() -> None:
    form = on_screen(VIEWS.words(some_words(*(f"w{n}" for n in range(24)), chosen=(1, 12))))
    assert (form.fields["word:1"], form.fields["word:2"]) == (["d1/1"], ["d1/12"])
    assert form.view["submit"]["text"] == "Hide them"


@given(TEXT, TEXT)
def test_any_draft_gives_a_form_that_slack_takes(before: str, after: str) -> None:
    words = spans(before, before[:40])
    answer = a_preview(before, after, words, places=("C1",), place="C1")
    assert answer.preview is not None
    on_screen(draft(answer))
    on_screen(VIEWS.edit(answer.preview))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_title_and_no_sentence_is_cut_in_either_language(lang: Any) -> None:
    views = Views(TomlWording(), lang, NAMES)
    answer = a_preview("Mary", "x", purpose=Purpose.OWN_SUPPORT, lang=lang)
    assert answer.preview is not None
    made = [
        views.compose(BOTH), views.draft(answer, answer.preview), views.words(some_words("w")), views.sent("C1"), views.sent(None),
        *(views.ask(action, "d1", None) for action in ("draft_more", "hide_more", "correct")),
        views.line(Line("answer.hidden_more", lang, {"count": 1}), "button.hide_more"),
    ]  # fmt: skip
    for view in made:
        form = on_screen(view)
        titles = [view[name]["text"] for name in ("title", "submit", "close") if name in view]
        assert "…" not in "".join([form.shown, *titles])


def test_metadata_holds_ids_and_numbers_alone() -> None:
    text = "Mary Dupont"
    answer = a_preview(text, "[Person A]", spans(text, "Mary Dupont"), place="C1")
    assert answer.preview is not None
    for view in (draft(answer), VIEWS.edit(answer.preview), VIEWS.compose(BOTH, RawText(text))):
        assert "Mary" not in view["private_metadata"]
