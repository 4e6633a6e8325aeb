"""EMAIL: as typed, with spaces, full-width, written around the @ sign, or dictated."""

from __future__ import annotations

import socket

import pytest

from redaction.recognizers.identifiers import identifier_recognizers
from tests.redaction.recognizers.marked import hidden_outside, left_open

HIDDEN = [
    "write to ⟦roz.ap@example.org⟧.",
    "⟦ROZ_AP+csf@Example.ORG⟧, please",
    "mail : ⟦mary.dupont@ orange.example.fr⟧",
    "⟦mary.dupont @ orange.fr⟧",
    "⟦claire＠orange.fr⟧",
    "⟦mary dot dupont at orange.fr⟧",
    "⟦mary [at] orange [dot] fr⟧",
    "⟦mary (dot) dupont (at) example (dot) org⟧",
    "⟦marie arobase orange point fr⟧",
    "son mail : ⟦p.rocher48 arobase gmail point com⟧",
    "⟦y.lebihan [arobase] free.fr⟧",
    "⟦ludo (at) ludo-aquarelles (point) fr⟧",
    "⟦charpentier_luc48 chez laposte.net⟧",
    "her email is ⟦meiling underscore b at icloud dot com⟧",
    "⟦noella tiret fontaine arobase orange point fr⟧",
    "⟦clive dot peyssan at hotmail dot co dot uk⟧ cheerio",
    "<mailto:⟦a.bell@example.org⟧|⟦a.bell@example.org⟧>",
    "mail jvdb chez gmail : ⟦jvdb chez gmail⟧",
]

KEPT = [
    "@sue.p can you take her?",
    "meet at the orange gate, point noted",
    "look at this dot on the scan",
    "she is at free lunch, dot com or not",
    "rendez-vous chez orange, point",
    "au point de vue du médecin, c'est bon",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_an_email_address_is_hidden_whole(line: str) -> None:
    assert left_open(line, "EMAIL") == ""


@pytest.mark.parametrize("line", KEPT)
def test_mentions_and_prose_are_no_email_addresses(line: str) -> None:
    assert hidden_outside(line) == ""


def test_nothing_is_fetched_to_know_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a recognizer opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    found = [r for recognizer in identifier_recognizers() for r in recognizer.analyze("a.bell@example.org", [])]
    assert {r.entity_type for r in found} == {"EMAIL"}
