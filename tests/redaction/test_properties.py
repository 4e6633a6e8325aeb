"""Laws of the pipeline, tried on lines put together from names, numbers, pseudonyms, links and arbitrary characters."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from redaction import CaseMemory, Family, Keep, RawText, Redactor
from redaction.normalise import normalise
from redaction.recognizers.cues import fold
from tests.fuzz.laws import (
    no_hidden_value_is_left,
    outside_is_unchanged,
    pseudonyms_stay,
    spans_are_apart,
    twice_is_once,
)

PIECES = st.sampled_from(
    [
        *("Mrs Dupont", "mary", "Mary Dupont", "Mr Okonkwo", "MARY D.", "Claire Paul", "Claire, Paul", "Dr N'Diaye"),
        *("Hélène", "He\u0301le\u0300ne", "Dup\u200bont", "her husband Gérard", "Rose", "will", "Will", "JP"),
        *("Ribérac", "Clinique Sainte-Marie", "rue de la Paix", "4 bis impasse du Lavoir, 16210 Chalais", "Eymet"),
        *("06 39 98 14 27", "0639981427", "+33 6 39 98 14 27", "o6 39 98 14 27", "<tel:0639981427|06 39 98 14 27>"),
        *("a.b@example.org", "mary dot dupont at example dot org", "<mailto:a.b@example.org|write to Mary>"),
        *("NIR 2 84 05 75 999 999 21", "IPP 800456127", "FR76 1240 6001 3380 0551 2760 404", "AB-123-CD"),
        *("67", "67yo", "née le 03/11/1947", "14 March", "le 3 mai 2024", "née Sutcliffe", "(real name Keith)"),
        *("[Person A]", "[Personne B]", "[Town A, Dordogne]", "[phone 1]", "[in their 60s]", "[mid-March]", "[Person"),
        *("FOLFOX", "Hodgkin", "Gleason 7", "@sue.p", "<@U024BE7LH>", "and", "rang", "lives in", "chez", "\n", "&amp;"),
    ]
)
LINES = st.lists(st.one_of(PIECES, PIECES, PIECES, st.text(max_size=6)), max_size=9).map(" ".join)
LAWS = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(LINES)
def test_every_character_outside_the_spans_is_unchanged(redactor: Redactor, line: str) -> None:
    outside_is_unchanged(line, redactor.redact(RawText(line), CaseMemory()))


@LAWS
@given(LINES)
def test_spans_are_sorted_apart_and_inside(redactor: Redactor, line: str) -> None:
    spans_are_apart(line, redactor.redact(RawText(line), CaseMemory()))


@LAWS
@given(LINES)
def test_no_hidden_value_is_left(redactor: Redactor, line: str) -> None:
    no_hidden_value_is_left(line, redactor.redact(RawText(line), CaseMemory()))


@LAWS
@given(LINES)
def test_for_rules_twice_changes_nothing_more_than_once(rules: Redactor, line: str) -> None:
    memory = CaseMemory()
    twice_is_once(rules, rules.redact(RawText(line), memory), memory)


@LAWS
@given(LINES)
def test_a_redacted_text_keeps_its_pseudonyms(redactor: Redactor, line: str) -> None:
    memory = CaseMemory()
    pseudonyms_stay(redactor, redactor.redact(RawText(line), memory), memory)


@LAWS
@given(LINES, LINES)
def test_a_memory_that_was_put_away_gives_the_same(redactor: Redactor, first: str, second: str) -> None:
    memory = CaseMemory()
    redactor.redact(RawText(first), memory)
    again = CaseMemory.load(memory.dump())
    assert redactor.redact(RawText(second), memory) == redactor.redact(RawText(second), again)
    assert memory.dump() == again.dump()


@LAWS
@given(LINES, LINES)
def test_a_case_never_gives_one_pseudonym_to_two_numbers(redactor: Redactor, first: str, second: str) -> None:
    memory = CaseMemory()
    meaning: dict[str, str] = {}
    for line in (first, second):
        for span in redactor.redact(RawText(line), memory).spans:
            if span.family is Family.PHONE:
                digits = re.sub(r"\D", "", fold(line[span.start : span.end]).replace("o", "0"))[-9:]
                assert meaning.setdefault(span.pseudonym, digits) == digits


WITHOUT_LINKS = LINES.filter(lambda line: "<" not in line)


@LAWS
@given(WITHOUT_LINKS, st.integers(0, 40), st.integers(1, 12))
def test_a_colleagues_mention_is_never_hidden(redactor: Redactor, line: str, start: int, length: int) -> None:
    mention = (min(start, len(line)), min(start + length, len(line)))
    assume(normalise(line[slice(*mention)]).text)  # a platform's mention has something that one sees
    done = redactor.redact(RawText(line), CaseMemory(), keep=Keep(mentions=(mention,)))
    assert not any(span.start < mention[1] and mention[0] < span.end for span in done.spans)
    outside_is_unchanged(line, done)


@LAWS
@given(LINES)
def test_striking_numbers_changes_nothing_else(redactor: Redactor, line: str) -> None:
    struck = redactor.strike_ids(RawText(line)).expose()
    pieces = struck.split("[...]")
    place = 0
    for piece in pieces:
        place = line.index(piece, place) + len(piece)
    assert line.startswith(pieces[0])
    assert line.endswith(pieces[-1])
