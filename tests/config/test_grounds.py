"""Grounds are data: ours can be used as they stand, an association's own take their place, and a mistake is told where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.grounds import Effect, Excluded, QuestionKind, too_few
from bot.domain.outgoing import Line
from bot.domain.roster import Role
from config.grounds import FILE, BadGrounds, load_grounds
from config.sentences import LANGUAGES, TomlWording

OURS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
WORDS = {
    "en": {"name": "a notary's request", "about": "A notary asks in a succession.", "office": "Which notary?"},
    "fr": {"name": "la demande d'un notaire", "about": "Un notaire demande.", "office": "Quel notaire ?"},
}
OWN = {
    "source": ["Code civil art. 730"],
    "ask": ["supervisor"],
    "approve": {"count": 2, "roles": ["trustee", "custodian"]},
    "view": {"roles": ["supervisor"], "minutes": 5},
    "questions": {"office": "text"},
    "consent": "sought",
    "words": WORDS,
}


def written(folder: Path, grounds: Any, version: Any = "own-1", **more: Any) -> Path:
    file = folder / "grounds.yaml"
    file.write_text(yaml.safe_dump({"version": version, "grounds": grounds, **more}, sort_keys=False), encoding="utf-8")
    return file


def test_there_are_the_grounds_of_the_policy_and_of_the_data_lead() -> None:
    assert list(load_grounds().of) == [
        "person_in_danger", "legal_duty", "court_order", "formal_complaint", "co_working",
        "rights_request", "breach_notice", "receipt",
    ]  # fmt: skip


def test_each_asks_for_what_the_law_and_the_policy_want() -> None:
    ours = load_grounds().of
    ticks = [one.question_id for one in ours["person_in_danger"].questions if one.kind is QuestionKind.TICK]
    assert ticks == ["grave", "imminent", "certain"]
    order = {one.question_id for one in ours["court_order"].questions}
    assert {"body", "reference", "ordered_on", "scope"} <= order
    assert Excluded.COMPLAINED_OF in ours["formal_complaint"].excluded
    assert "reference" in {one.question_id for one in ours["formal_complaint"].questions}
    assert ours["co_working"].effect is Effect.NAME_LISTENER
    for name in ("rights_request", "breach_notice", "receipt"):
        assert ours[name].ask == (Role.DATA_LEAD,)


def test_only_danger_can_be_opened_without_a_second_person_and_two_look_at_it_within_a_day() -> None:
    reviewed = {name: ground.review for name, ground in load_grounds().of.items() if ground.review}
    assert list(reviewed) == ["person_in_danger"]
    assert (reviewed["person_in_danger"].count, reviewed["person_in_danger"].hours) == (2, 24)


def test_nobody_who_runs_the_bot_takes_part_in_any(tmp_path: Path) -> None:
    for ground in load_grounds().of.values():
        assert Role.ADMINISTRATOR not in {*ground.ask, *ground.deciding, *ground.view}
    for part in ({"ask": ["administrator"]}, {"view": {"roles": ["administrator"], "minutes": 15}}):
        with pytest.raises(BadGrounds, match="may open nothing"):
            load_grounds(written(tmp_path, {"notary": {**OWN, **part}}))


def test_an_own_file_takes_the_place_of_ours_and_brings_its_sentences(tmp_path: Path) -> None:
    own = load_grounds(written(tmp_path, {"notary": OWN}))
    ground = own.of["notary"]
    assert (own.version, ground.version, list(own.of)) == ("own-1", "own-1", ["notary"])
    assert (ground.approvals, ground.approve, ground.view_minutes) == (2, (Role.TRUSTEE, Role.CUSTODIAN), 5)
    wording = TomlWording(more=own.words)
    assert wording.render(Line("ground.notary", "fr")) == "la demande d'un notaire"
    assert wording.render(Line("question.notary_office", "en")) == "Which notary?"
    about = Line("note.disclosure_agreed", "fr", {"case": 1, "ground": Line("ground.notary")})
    assert wording.render(about).endswith("Motif : la demande d'un notaire.")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("missing", ["name", "about", "office"])
def test_a_ground_without_its_sentences_in_both_languages_is_refused(tmp_path: Path, lang: str, missing: str) -> None:
    words = {**WORDS, lang: {key: text for key, text in WORDS[lang].items() if key != missing}}
    with pytest.raises(BadGrounds, match=f"notary, words, {lang}: a sentence is missing for {missing}"):
        load_grounds(written(tmp_path, {"notary": {**OWN, "words": words}}))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"aproove": 1}, "notary: aproove is unknown; there are approve, ask"),
    ({"approve": {"count": 1, "roles": ["custodian"], "who": 1}}, "notary, approve: who is unknown"),
    ({"approve": {"roles": ["custodian"]}}, "notary, approve: count is missing"),
    ({"approve": {"count": 0, "roles": ["custodian"]}}, "approve.count: needed: a whole number from 1 to 5"),
    ({"approve": {"count": True, "roles": ["custodian"]}}, "approve.count: needed: a whole number"),
    ({"ask": ["boss"]}, "notary, ask: needed: listener, supervisor, data_lead, custodian, trustee"),
    ({"ask": "supervisor"}, "notary, ask: needed: a list"),
    ({"ask": []}, "notary, ask: names no role"),
    ({"source": []}, "notary, source: needed: a list of the articles"),
    ({"consent": "maybe"}, "notary, consent: needed: sought, not_needed"),
    ({"excluded": ["everybody"]}, "notary, excluded: needed: viewer, members, complained_of"),
    ({"questions": {"office": "colour"}}, "notary, office: needed: tick, text, date"),
    ({"questions": {"office": {"kind": "text", "must": True}}}, "notary, office: must is unknown"),
    ({"questions": {"Which office": "text"}}, "the name of a question has lower-case letters"),
    ({"view": {"roles": ["supervisor"], "minutes": 600}}, "view.minutes: needed: a whole number from 1 to 120"),
    ({"tell_members": -1}, "tell_members: needed: a whole number"),
    ({"effect": "publish"}, "notary, effect: needed: look, name_listener"),
    ({"effect": "name_listener", "break_glass": {"count": 2, "roles": ["trustee"], "hours": 24}}, "second person"),
    ({"words": {"de": {}}}, "notary, words: de is unknown; there are en, fr"),
    ({"words": {"en": {"title": "x"}, "fr": {}}}, "notary, words, en: title is unknown"),
]


@pytest.mark.parametrize(("part", "told"), WRONG, ids=[told for _, told in WRONG])
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, part: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadGrounds) as refused:
        load_grounds(written(tmp_path, {"notary": {**OWN, **part}}))
    assert told in str(refused.value)
    assert str(refused.value).startswith("grounds.yaml, notary")


def test_a_file_that_is_none_of_grounds_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "grounds.yaml"
    for text, told in (
        ("[1, 2", "is no YAML"), ("hello", "needed: names"), ("version: 1\ngrounds: {}", "in quotation marks"),
        ('version: "1"\ngrounds: {}', "there is none"), ('version: "1"\ngrounds: {}\nrules: 1', "rules is unknown"),
        ("version: !!python/object/apply:os.getcwd []\ngrounds: {}", "is no YAML"),
    ):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadGrounds, match=told):
            load_grounds(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BadGrounds, match="UTF-8"):
        load_grounds(file)
    with pytest.raises(BadGrounds, match="cannot be read"):
        load_grounds(tmp_path / "none.yaml")


def test_a_file_with_every_field_of_ours_can_be_written_anew(tmp_path: Path) -> None:
    again = load_grounds(written(tmp_path, OURS["grounds"], OURS["version"]))
    assert again.of == load_grounds().of


S, C, D, T, L, A = (
    frozenset({role})
    for role in (Role.SUPERVISOR, Role.CUSTODIAN, Role.DATA_LEAD, Role.TRUSTEE, Role.LISTENER, Role.ADMINISTRATOR)
)


@pytest.mark.parametrize(
    ("people", "short"),
    [
        ([], {("person_in_danger", "ask")}),
        ([S], {("person_in_danger", "approve"), ("person_in_danger", "review")}),
        ([S, S], {("person_in_danger", "review")}),
        ([S, C], {("person_in_danger", "review")}),
        ([S | C | D | T], {("person_in_danger", "approve"), ("person_in_danger", "review")}),
        ([S, S, T], set()),
        ([S, C, D, T], set()),
        ([S, A, L, L], {("person_in_danger", "approve"), ("person_in_danger", "review")}),
    ],
)
def test_too_few_people_are_counted_without_whoever_asks(
    people: list[frozenset[Role]], short: set[tuple[str, str]]
) -> None:
    danger = [load_grounds().of["person_in_danger"]]
    assert {(one.ground_id, one.what) for one in too_few(danger, people)} == short


def test_a_board_of_five_can_do_everything() -> None:
    assert too_few(load_grounds().of.values(), [S, S, C, D, T]) == ()
