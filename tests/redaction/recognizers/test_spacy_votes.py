from __future__ import annotations

from redaction.engine import Vote, VoteLabel, Votes
from redaction.recognizers.spacy_votes import SpacyVoteRecognizer


def _votes(text: str, *seen: tuple[str, VoteLabel, str]) -> Votes:
    return Votes(
        text, [Vote(text.index(part), text.index(part) + len(part), part, label, lang) for part, label, lang in seen]
    )


def _results(text: str, *seen: tuple[str, VoteLabel, str]) -> list[tuple[str, str, float]]:
    results = SpacyVoteRecognizer().analyze(text, [], _votes(text, *seen))
    return [(text[hit.start : hit.end], hit.entity_type, hit.score) for hit in results]


def test_a_vote_for_a_telling_capital_counts() -> None:
    assert [hit[:2] for hit in _results("we met Perpetua there", ("Perpetua", "PERSON", "en"))] == [
        ("Perpetua", "PERSON")
    ]


def test_two_models_weigh_more_than_one() -> None:
    text = "we met Perpetua there"
    (alone,) = _results(text, ("Perpetua", "PERSON", "en"))
    both = _results(text, ("Perpetua", "PERSON", "en"), ("Perpetua", "LOCATION", "fr"))
    assert min(score for _, _, score in both) > alone[2]


def test_votes_on_first_words_small_letters_and_drugs_are_ignored() -> None:
    assert _results("Perdue, elle pleure", ("Perdue", "PERSON", "en")) == []
    assert _results("il a mal partout", ("mal partout", "PERSON", "en")) == []
    assert _results("she is on Herceptin now", ("Herceptin", "PERSON", "en"), ("Herceptin", "PERSON", "fr")) == []


def test_the_name_is_cut_out_of_a_vote_that_is_too_long() -> None:
    assert [hit[0] for hit in _results("then back to Thornbury quickly", ("back to Thornbury", "PERSON", "fr"))] == [
        "Thornbury"
    ]


def test_without_votes_nothing_is_found() -> None:
    assert SpacyVoteRecognizer().analyze("we met Perpetua", [], None) == []


def test_only_the_families_asked_for_are_given() -> None:
    text = "we met Perpetua there"
    votes = _votes(text, ("Perpetua", "PERSON", "en"))
    assert SpacyVoteRecognizer().analyze(text, ["ORG"], votes) == []
    assert len(SpacyVoteRecognizer().analyze(text, ["PERSON"], votes)) == 1


def test_a_person_ends_before_their_town_and_before_the_next_person() -> None:
    text = "we met Perpetua Quarteyson in Thornbury"
    assert [hit[0] for hit in _results(text, ("Perpetua Quarteyson in Thornbury", "PERSON", "en"))] == [
        "Perpetua Quarteyson"
    ]
    text = "we met Perpetua and Ombeline"
    assert [hit[0] for hit in _results(text, ("Perpetua and Ombeline", "PERSON", "en"))] == ["Perpetua"]
