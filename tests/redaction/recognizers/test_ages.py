"""AGE: exact ages in digits and words; durations, limits, decades, doses and scores stay."""

from __future__ import annotations

import pytest

from tests.redaction.recognizers.marked import hidden_outside, left_open

HIDDEN = [
    "mary dupont, ⟦67⟧, lives just outside",
    "Mary (⟦67⟧) rang",
    "Dutch, ⟦71yo⟧, glioma",
    "she's ⟦67 y/o⟧",
    "aged ⟦67⟧ and tired",
    "⟦53 years old⟧ and fit",
    "a ⟦9 year old⟧ who asks",
    "baby Rory is ⟦20 months⟧",
    "Noé ⟦4 ans⟧ et Lila ⟦7 ans⟧",
    "elle a ⟦soixante-douze ans⟧",
    "⟦quatre-vingt-onze ans⟧ et seule",
    "he's ⟦seventy four⟧ and he's had the results",
    "he's um ⟦seventy four⟧",
    "he's ⟦59⟧.",
    "âgé de ⟦81 ans⟧",
    "âgée de ⟦81⟧.",
    "lady of ⟦46⟧, cervical",
    "Poppy who's ⟦6⟧ and Alfie who's ⟦3⟧.",
    "kids of ⟦4⟧ and ⟦7⟧.",
    "happy ⟦70th⟧ to him",
    "she's having her ⟦90th⟧ on Sunday",
    "jumeaux de ⟦6 mois⟧",
    "Little Sem, ⟦4 and a half⟧, kidney out",
    "mme pereira, ⟦45a⟧, mère de jumeaux",
    "mon mari fait ⟦80 ans⟧ dimanche",
    "J'ai ⟦31⟧, ça ira ?",
    "Anne = ⟦69⟧, Barrett's",
    "Tyler ⟦14⟧, Jayden ⟦11⟧ and Ruby ⟦5⟧.",
]

KEPT = [
    "pendant 6 ans, puis plus rien",
    "fâchée depuis 20 ans",
    "for 3 years, then for 6 months",
    "20 months of treatment",
    "up to 3 ans in ALD",
    "children under 5, adults over 65",
    "locataire de plus de 65 ans",
    "moins de 16 ans",
    "in her sixties, late seventies",
    "dans 2 ans",
    "il y a 10 ans",
    "6 months of Zoladex and not a day more",
    "Gleason 7, OMS 2, Karnofsky à 60, PSA 22",
    "5 fois par semaine, 25 séances, 3 cycles",
    "she's 2 weeks post op",
    "he's 5 minutes late",
    "elle a 3 enfants et 2 chats",
    "il a un rendez-vous et une question",
    "Oncotype DX 26 is a grey zone",
    "on referme à 3-6 mois",
    "Skenan 20, Lyrica 75",
    "ring 15, then go",
    "calling me back at 5",
    "down to 41kg, temp 38.3",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_an_exact_age_is_hidden(line: str) -> None:
    assert left_open(line, "AGE") == ""


@pytest.mark.parametrize("line", KEPT)
def test_durations_limits_scores_and_counts_stay(line: str) -> None:
    assert hidden_outside(line) == ""
