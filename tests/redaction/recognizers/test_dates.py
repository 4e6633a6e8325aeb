"""DATE and DOB: calendar dates with a day, births in any form; fractions, scores, doses, times and bare months stay."""

from __future__ import annotations

import pytest

from tests.redaction.recognizers.marked import hidden_outside, left_open

DATES = [
    "appt is ⟦14 March⟧ at the clinic",
    "the ⟦3rd of June⟧ in town",
    "on ⟦12/03/2024⟧",
    "rdv du ⟦6/06⟧, trop fatiguée",
    "le ⟦3 mai⟧ au matin",
    "depuis le ⟦premier mai⟧",
    "le ⟦1er mars⟧",
    "jeudi ⟦12 mars⟧",
    "the ⟦twenty second of january⟧ because",
    "on hols till the ⟦18 Aug⟧",
    "back on the ⟦14th⟧",
    "arriving Thurs ⟦11th⟧ can anyone meet her",
    "⟦2025-02-11⟧",
    "⟦12.03.24⟧",
    "⟦Nov 5th⟧ is bonfire night",
    "du ⟦3 au 7 mai⟧",
    "du ⟦3 au 10 novembre⟧",
    "RCP le ⟦20⟧, annonce le ⟦22⟧",
    "obsèques ven ⟦14/11⟧, mosquée",
    "le ⟦vingt-deux janvier⟧ pour une mastectomie",
    "je pars en vacances samedi ⟦12⟧",
    "annulation du ⟦22⟧, désolée",
]

BIRTHS = [
    "née le ⟦03/11/1947⟧",
    "née Coatanlem le ⟦2 mai 1940⟧",
    "DOB ⟦12 May 1958⟧",
    "dob ⟦04.09.81⟧",
    "d.o.b. ⟦14 Aug 1959⟧",
    "b. ⟦1962-02-28⟧",
    "DDN : ⟦07/07/1947⟧",
    "ddn ⟦120351⟧",
    "date de naissance ⟦22.05.1950⟧",
    "⟦9/9/46⟧ is his dob",
    "born ⟦thirtieth of november fifty five⟧",
    "né le ⟦deux mars mille neuf cent cinquante et un⟧",
    "born ⟦7.VII.1979⟧",
    "PRITCHARD GLENDON ⟦19690228⟧",
    "DOB ⟦Christmas day 1947⟧",
    "chap turns ⟦70 on the 3rd⟧",
    "he is ⟦80 on the 8th of feb⟧",
    "son ⟦anniversaire⟧".replace("⟦anniversaire⟧", "anniversaire le ⟦21 juillet⟧"),
    "an old card says ⟦11/11/1946⟧",
]

KEPT = [
    "starts in March, or next Tuesday",
    "open 24/7, 7/7",
    "1/2 a tablet, 3/4 of the time",
    "moral à 6/10, douleur 4/10",
    "tension 12/8 ce matin",
    "4/5 mg, 40mg/24h not 4",
    "nodes 2/14 positive",
    "MMS à 14/30",
    "RDV 10h, 10.30, 14:05, 8h15",
    "in 2011 and again in 2022",
    "Gleason 7 (4+3), FOLFOX 6",
    "the first time, the second cycle, the third floor",
    "faites le 15 tout de suite",
    "le premier qui est libre se sert",
    "J1 J8 J21, C3",
    "she may 2 or 3 times a day",
    "février, mars et avril",
    "la loi du 4 mars 2002 et le décret du 3 mai 2007",
]


@pytest.mark.parametrize("line", DATES)
def test_a_date_with_a_day_is_hidden(line: str) -> None:
    assert left_open(line, "DATE") == ""


@pytest.mark.parametrize("line", BIRTHS)
def test_a_date_of_birth_is_hidden_as_one(line: str) -> None:
    assert left_open(line, "DOB") == ""


@pytest.mark.parametrize("line", KEPT)
def test_fractions_scores_times_and_bare_months_stay(line: str) -> None:
    assert hidden_outside(line) == ""
