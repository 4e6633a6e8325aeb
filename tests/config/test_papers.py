"""The papers that are handed out: ours filled from the settings, or the association's own in their place."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from adapters.pdf.printer import print_paper
from bot.domain.papers import PaperKind, Style, blocks, plain
from config.papers import AssociationPapers, build_papers
from config.sentences import LANGUAGES
from config.settings import load_settings
from redaction import Lang

BASE = {
    "ENTRENOUS_HOME": "/nowhere",
    "ENTRENOUS_CODE__ASSOCIATION": "Lantern Support",
    "ENTRENOUS_CODE__DATA_LEAD_CONTACT": "data@example.org",
}
TELEGRAM = {"ENTRENOUS_TELEGRAM__TOKEN": "123456:secret-secret-secret-secret-secret"}
SLACK = {"ENTRENOUS_SLACK__BOT_TOKEN": "xoxb-1-x"}
COMPUTERS_WORDS = re.compile(r"\b(?:consults?|purposes?|reveal\w*|user|data subject|processing)\b", re.IGNORECASE)


def unprinted(*_: object) -> bytes:
    return b""


def papers(**more: str) -> AssociationPapers:
    named = {f"ENTRENOUS_{name}": value for name, value in more.items()}
    made = build_papers(load_settings({**BASE, **named}, files=()), unprinted)
    assert made is not None
    return made


def text(made: AssociationPapers, kind: PaperKind = PaperKind.CODE, lang: Lang = "en") -> str:
    return made.paper(kind, lang).text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", PaperKind)
def test_a_template_has_every_slot_filled_and_no_word_of_computing(kind: PaperKind, lang: Lang) -> None:
    said = text(papers(), kind, lang)
    assert "Lantern Support" in said
    assert "data@example.org" in said
    assert "{" not in said
    assert COMPUTERS_WORDS.findall(said) == []


@pytest.mark.parametrize("kind", PaperKind)
def test_both_languages_have_the_same_parts(kind: PaperKind) -> None:
    made = papers()
    english, french = ([block.style for block in blocks(text(made, kind, lang))] for lang in LANGUAGES)
    french.remove(Style.PARAGRAPH)  # that it is a translation
    assert english == french


@pytest.mark.parametrize("lang", LANGUAGES)
def test_french_has_its_no_break_spaces(lang: Lang) -> None:
    for kind in PaperKind:
        said = text(papers(), kind, "fr")
        assert re.findall(r"\w [:;?!]", said) == []
        assert re.findall(r"« | »", said) == []


def test_the_notice_says_what_articles_13_and_14_ask_for() -> None:
    settings = load_settings({**BASE, **TELEGRAM, **SLACK, "ENTRENOUS_CASES__KEEP_CLOSED": "30"}, files=())
    made = build_papers(settings, unprinted)
    assert made is not None
    for lang, wanted in (
        ("en", ("Entre Nous", "Telegram FZ-LLC", "Slack Technologies", "48 hours", "30 days", "article 9(2)(a)", "within a month")),
        ("fr", ("Entre Nous", "Telegram FZ-LLC", "Slack Technologies", "48 heures", "30 jours", "paragraphe 2, a)", "dans le mois")),
    ):  # fmt: skip
        said = made.paper(PaperKind.NOTICE, "fr" if lang == "fr" else "en").text
        assert [word for word in (*wanted, "CNIL", "data@example.org") if word not in said] == []
        assert "une machine de l’association" in said or "a machine of the association's own" in said


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ("article 13", "Entre Nous", "Telegram FZ-LLC", "Slack Technologies", "36 hours", "30 days", "article 6(1)(f)", "articles 44 to 49", "within a month")),
        ("fr", ("article 13", "Entre Nous", "Telegram FZ-LLC", "Slack Technologies", "36 heures", "30 jours", "paragraphe 1, f)", "articles 44 à 49", "dans le mois")),
    ],
)  # fmt: skip
def test_the_volunteers_notice_names_bot_platforms_basis_and_times_in_text_and_pdf(
    lang: Lang, wanted: tuple[str, ...]
) -> None:
    times = {"ENTRENOUS_CASES__KEEP_CLOSED": "30", "ENTRENOUS_INTAKE__HOLD_ORIGINALS": "36"}
    hosted = {"ENTRENOUS_CODE__HOSTED_BY": "Example Hosting, Limoges"}
    settings = load_settings({**BASE, **TELEGRAM, **SLACK, **times, **hosted}, files=())
    made = build_papers(settings, print_paper)
    assert made is not None
    paper = made.paper(PaperKind.VOLUNTEERS, lang)
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages)
    for said in (paper.text, printed):
        seen = "".join(said.split())
        expected = (*wanted, "CNIL", "data@example.org", "Example Hosting")
        assert [word for word in expected if "".join(word.split()) not in seen] == []


def test_a_platform_that_is_not_used_is_not_named() -> None:
    assert "Slack" not in text(papers(TELEGRAM__TOKEN=TELEGRAM["ENTRENOUS_TELEGRAM__TOKEN"]), PaperKind.NOTICE)


def test_who_hosts_the_bot_and_whether_names_stay_are_said_as_they_are_set() -> None:
    made = papers(CODE__HOSTED_BY="a machine of Example Hosting, Limoges", CASES__KEEP_NAMES="false")
    assert "Example Hosting" in text(made, PaperKind.NOTICE)
    assert "Names do not stay in any form." in text(made, PaperKind.NOTICE)


def test_the_language_that_does_not_count_is_marked() -> None:
    made = papers(CODE__OFFICIAL="fr")
    assert "Unofficial translation" in text(made)
    assert "Traduction" not in text(made, lang="fr")


def test_the_associations_own_text_takes_the_place_of_ours_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text("Keep {it} to yourself.\n\n- always\n", encoding="utf-8")
    made = papers(CODE__TEXT_EN=str(own), CODE__OFFICIAL="fr")
    assert text(made) == "# Code of Confidentiality\n\nKeep {it} to yourself.\n\n- always"
    french = text(made, lang="fr")
    assert "Ce texte n’existe qu’en anglais." in french
    assert "Keep {it} to yourself." in french


def test_another_version_or_another_letter_makes_another_edition(tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    marks = [papers().edition.mark, papers(CODE__VERSION="2").edition.mark]
    for written in ("Keep it.", "Keep it!"):
        own.write_text(written, encoding="utf-8")
        marks.append(papers(CODE__TEXT_FR=str(own)).edition.mark)
    assert len(set(marks)) == len(marks)
    assert papers().edition == papers().edition


def test_a_notice_that_changes_asks_nobody_to_accept_anew() -> None:
    assert papers(CASES__KEEP_CLOSED="30").edition == papers().edition


def test_without_the_table_there_are_no_papers() -> None:
    assert build_papers(load_settings({"ENTRENOUS_HOME": "/nowhere"}, files=()), unprinted) is None


def test_a_paper_reads_in_a_chat_without_its_marks() -> None:
    assert plain("# A\n\nb\nc\n\n## D\ne\n- f\n- g\nh\n\ni") == "A\n\nb c\n\nD\n\ne\n\n• f\n• g h\n\ni"
