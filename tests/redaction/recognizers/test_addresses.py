"""ADDRESS and streets: number, way, house, estate, postcode; a street without a number is a LOCATION; the town is not ours."""

from __future__ import annotations

import pytest

from tests.redaction.recognizers.marked import hidden_outside, left_open

HIDDEN = [
    "⟦4 bis impasse du Lavoir, 16210⟧ Chalais",
    "⟦35 RUE DU GENERAL LECLERC 53100⟧ MAYENNE",
    "⟦22 AV JEAN JAURES 47200⟧ MARMANDE",
    "⟦12, rue des Lilas⟧",
    "⟦9 ter rue Basse⟧ in Josselin",
    "⟦17 chemin des Écureuils, 47120⟧ Duras",
    "⟦6 lotissement Les Chênes⟧, derrière le garage",
    "⟦27 bd Gambetta⟧ please",
    "⟦31 rte de Lyon 01800⟧ Meximieux",
    "⟦10 rue du 8 Mai 1945, 86400⟧ Civray",
    "⟦2 place du Marché⟧",
    "⟦impasse du lavoir no 4⟧",
    "⟦Les Grandes Vignes, 2140 route de Bergerac, 24500⟧ Eymet",
    "⟦Moulin de la Roche, D675⟧",
    "⟦Le Grand Pré, D14, 87190⟧ Magnac-Laval",
    "⟦Kerlann Vraz, route de Rostrenen, 22110⟧",
    "⟦La Petite Borderie, 86400⟧",
    "⟦3 Lascoux, 23600⟧ Boussac",
    "⟦bat C apt 41, 8 allée des Peupliers, 81000⟧ albi",
    "⟦résidence Océane, appt 12, 3 allée des Pins, 40220⟧ Tarnos",
    "⟦Flat 3, 88 Otley Road⟧, Leeds ⟦LS6 4BA⟧",
    "⟦12 Acacia Avenue⟧",
    "⟦5 Dunvegan Crescent⟧, Inverness ⟦IV2 6GN⟧",
    "il habite ⟦quatorze rue des tanneurs⟧ à brantôme",
    "she lives at ⟦eighteen avenue des lecques⟧",
    "Postcode: ⟦26150⟧",
    "domiciliée au CCAS, ⟦69009⟧",
    "elle est à Lauzun, ⟦47410⟧.",
    "⟦BP 31, 19102⟧ Brive cedex",
    "she's at ⟦SW1A 1AA⟧ now",
    "le ⟦7 bis⟧, portail vert",
]

STREETS = [
    "He lives ⟦rue de la Paix⟧ in town",
    "a flat on ⟦rue Henri Le Guilloux⟧",
    "⟦avenue Jean Jaurès⟧ near the station",
]

KEPT = [
    "1 place en EHPAD cette semaine",
    "elle suit 2 cours de yoga",
    "sur la route, 25 minutes",
    "Creon 25000 units with meals",
    "10000 pas par jour",
    "plaquettes 22000, leuco 3500",
    "cerfa 11574*04",
    "a room with a view, 18€/night",
    "3 rooms down the corridor",
    "30 in place of 20",
    "prise en charge en cours de route",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_an_address_is_hidden_with_all_its_parts(line: str) -> None:
    assert left_open(line, "ADDRESS") == ""


@pytest.mark.parametrize("line", STREETS)
def test_a_street_without_a_number_is_a_location(line: str) -> None:
    assert left_open(line, "LOCATION") == ""
    assert left_open(line, "ADDRESS") != ""


@pytest.mark.parametrize("line", KEPT)
def test_counts_and_quantities_are_no_addresses(line: str) -> None:
    assert hidden_outside(line) == ""


@pytest.mark.parametrize("line", HIDDEN[:8])
def test_the_town_stays_outside(line: str) -> None:
    assert hidden_outside(line) == ""
