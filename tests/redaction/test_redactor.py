from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from redaction import CaseMemory, Family, HiddenSpan, Keep, RawText, RedactedText, Redactor
from redaction.engine import ModelMissing
from tests.redaction.conftest import Redact


def test_one_message_end_to_end(redact: Redact) -> None:
    done = redact("Mrs Dupont rang, her number is 06 39 98 14 27, mary.dupont@example.org")
    assert done.text == "Mrs [Person A] rang, her number is [phone 1], [email 1]"
    assert [span.family for span in done.spans] == [Family.PERSON, Family.PHONE, Family.EMAIL]
    assert isinstance(done.text, RedactedText)
    assert (done.lang, done.touched, done.direct) == ("en", True, True)


def test_the_wording_follows_the_message_or_what_is_asked(redact: Redact) -> None:
    text = "Mme Dupont a rappelé ce matin, elle est très inquiète pour la suite"
    assert redact(text).text.startswith("Mme [Personne A] a rappelé")
    assert redact(text, lang="en").text.startswith("Mme [Person A] a rappelé")


def test_a_message_without_any_detail_is_left_alone(redact: Redact) -> None:
    text = "FOLFOX is every 14 days, ask the oncologue about the Carte Vitale on Thursday at 10.40"
    done = redact(text)
    assert (done.text, done.touched) == (text, False)


def test_behind_a_given_name_an_eponym_is_a_surname(redact: Redact) -> None:
    assert redact("Georges Lambert is afraid of the scan").text == "[Person A] is afraid of the scan"
    assert redact("is it Hodgkin, stage 2?").spans == ()


def test_a_month_is_no_town(redact: Redact) -> None:
    text = "she starts Taxol in March and sees the surgeon on Sunday"
    assert redact(text).text == text


def test_the_case_remembers(redact: Redact) -> None:
    assert redact("Mrs Dupont rang, then Mr Okonkwo").text == "Mrs [Person A] rang, then Mr [Person B]"
    assert redact("told mr okonkwo that DUPONT is fine").text == "told mr [Person B] that [Person A] is fine"


def test_a_name_learnt_at_the_end_is_hidden_at_the_beginning(redact: Redact) -> None:
    assert redact("zyxomar says hello. That is Mr Zyxomar.").text == "[Person A] says hello. That is Mr [Person A]."


def test_cases_do_not_know_each_other(redactor: Redactor) -> None:
    one, two = CaseMemory(), CaseMemory()
    redactor.redact(RawText("Mrs Dupont rang"), one)
    other = redactor.redact(RawText("Mrs Okonkwo rang"), two)
    assert other.text == "Mrs [Person A] rang"


def test_identity_numbers_are_destroyed_and_not_remembered(redactor: Redactor) -> None:
    memory = CaseMemory()
    done = redactor.redact(RawText("her NIR is 2 84 05 75 999 999 21 ok, again 284057599999921"), memory)
    assert done.text == "her NIR is [ID number] ok, again [ID number]"
    assert b"999" not in memory.dump()


def test_platform_mentions_of_colleagues_stay(redact: Redact) -> None:
    text = "Sue Parker could ask Mr Okonkwo"
    assert redact(text, keep=Keep(mentions=((0, 10),))).text == "Sue Parker could ask Mr [Person A]"


@pytest.mark.parametrize("mention", ["@janet.w", "<@U024BE7LH>", "<!here>"])
def test_no_name_is_looked_for_in_a_mention(redact: Redact, mention: str) -> None:
    assert redact(f"Mr Janet rang, {mention} can you swap").text == f"Mr [Person A] rang, {mention} can you swap"


def test_colleagues_stay_in_greetings_and_signatures_only(redact: Redact) -> None:
    keep = Keep(colleagues=frozenset({"Sue Parker"}))
    done = redact("Hi Sue, Mr Okonkwo rang.\n\nBest wishes\nSue", keep=keep)
    assert done.text == "Hi Sue, Mr [Person A] rang.\n\nBest wishes\nSue"
    assert redact("Mrs Sue Okonkwo rang", keep=keep).text == "Mrs [Person B] rang"
    assert redact("Hi Sue, any news?", keep=keep).text == "Hi [Person B], any news?"


def test_a_pseudonym_typed_by_a_colleague_is_the_cases_own(redact: Redact) -> None:
    assert redact("[Person A] and [Town A, Dordogne] are fine").text == "[Person A] and [Town A, Dordogne] are fine"
    assert redact("so is Mr Okonkwo").text == "so is Mr [Person B]"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Mrs Dup\u200bont\u200b rang", "Mrs [Person A] rang"),
        ("Mrs Lefe\u0300vre rang", "Mrs [Person A] rang"),
        ("Mrs Duроnt rang", "Mrs [Person A] rang"),
        ("mail <mailto:a.b@example.org|a.b@example.org> please", "mail [email 1] please"),
        ("mail <mailto:a.b@example.org|write to her> please", "mail [email 1] please"),
        ("ring <tel:+33639981427|06 39 98 14 27> please", "ring [phone 1] please"),
        ("Mrs Dupont &amp; Mr Okonkwo &lt;3", "Mrs [Person A] &amp; Mr [Person B] &lt;3"),
        ("06\u202f39\u202f98\u202f14\u202f27 is hers", "[phone 1] is hers"),
    ],
)
def test_odd_characters_hide_nothing_from_us(redact: Redact, text: str, redacted: str) -> None:
    assert redact(text, lang="en").text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "💔😇👩‍❤️‍👨",
        "\x00\x00",
        "\ud800",
        "\u202eשלום מרים\u202c",
        "[[[]]]",
        "<<>>|&amp;",
        "\u0301",
        "\ufeff",
    ],
)
def test_what_holds_no_detail_passes_unchanged(redact: Redact, text: str) -> None:
    assert redact(text).text == text


@pytest.mark.long
def test_forty_thousand_characters(redact: Redact) -> None:
    line = "Mrs Dupont rang from 06 39 98 14 27 about the FOLFOX and her lift to the hospital. "
    done = redact(line * (40_000 // len(line)))
    assert "Dupont" not in done.text
    assert "98 14" not in done.text
    assert done.text.count("[Person A]") == 40_000 // len(line)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Vidaza again on Monday", "Vidaza again on Monday"),
        ("Mme Vidaza again on Monday", "Mme [Person A] again on Monday"),
        ("FOLFOX again on Monday", "FOLFOX again on Monday"),
    ],
)
def test_a_drug_stays_where_no_title_makes_somebody_of_it(redact: Redact, text: str, redacted: str) -> None:
    assert redact(text).text == redacted


def test_one_word_of_forty_thousand_characters(redact: Redact) -> None:
    text = "a" * 40_000
    assert redact(text).text == text


def test_identity_numbers_are_struck_and_nothing_else(redactor: Redactor) -> None:
    struck = redactor.strike_ids(RawText("Mrs Dupont, NIR 2 84 05 75 999 999 21, 06 39 98 14 27"))
    assert struck.expose() == "Mrs Dupont, NIR [...], 06 39 98 14 27"


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("Sue Parker", "Sue Parker"),
        ("  Sue \n Parker\u200b ", "Sue Parker"),
        ("[Person A] <b>Sue</b>", "Person A bSue/b"),
        ("x" * 100, "x" * 64),
        ("\u202eeuS\u202c", "euS"),
        ("", ""),
    ],
)
def test_a_byline_is_one_plain_short_line(redactor: Redactor, name: str, byline: str) -> None:
    made = redactor.byline(RawText(name))
    assert made == byline
    assert isinstance(made, RedactedText)


def test_a_missing_model_says_what_to_install() -> None:
    with pytest.raises(ModelMissing, match="pip install en-core-web-xxl"):
        Redactor.load(models=("en_core_web_xxl",))


def test_spans_hold_no_value(redact: Redact) -> None:
    done = redact("Mrs Dupont rang")
    assert "Dupont" not in repr(done)
    assert done.spans == (HiddenSpan(4, 10, Family.PERSON, "[Person A]"),)


def test_threads_share_one_redactor_without_mixing_cases(redactor: Redactor) -> None:
    lines = ["Mrs Dupont rang from Eymet", "M. Okonkwo, 06 39 98 14 27", "told Mr Tremblay and Mrs Dupont"]

    def case(_: int) -> list[str]:
        memory = CaseMemory()
        return [str(redactor.redact(RawText(line), memory).text) for line in lines]

    alone = case(0)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(case, range(24))) == [alone] * 24


def test_presidio_and_its_anonymizer_log_nothing(redactor: Redactor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    redactor.redact(RawText("Mrs Dupont, FR76 1240 6001 3380 0551 2760 404, 06 39 98 14 27"), CaseMemory())
    assert [record.getMessage() for record in caplog.records if record.name.startswith("presidio")] == []


def test_the_initials_of_somebody_known_are_that_person(redact: Redact) -> None:
    redact("Katie Thornbury rang about her scan")
    assert redact("any news of KT ?").text == "any news of [Person A] ?"
    redact("Colin Tanner was there too")
    assert redact("her CT is on Monday").text == "her CT is on Monday"


def test_a_bare_telephone_number_is_one_and_no_identity_number(redact: Redact) -> None:
    assert redact("text 0639981427").text == "text [phone 1]"
    assert redact("NHS number 0639980007").text == "NHS number [ID number]"


@pytest.mark.parametrize(
    "text", ["Vidaza prévu mardi", "chemo on Tuesday, Taxol on Monday morning", "Zometa every Friday"]
)
def test_a_mere_weekday_stays(redactor: Redactor, text: str) -> None:
    assert redactor.redact(RawText(text), CaseMemory()).text == text
