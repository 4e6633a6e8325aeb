"""PHONE: however typed, grouped, dictated or cut in two; never an emergency or help line, a date, a dose, an amount."""

from __future__ import annotations

import pytest

from tests.redaction.recognizers.marked import hidden_outside, left_open

HIDDEN = [
    "ring ⟦06 39 98 14 27⟧",
    "⟦0639981427⟧",
    "⟦06.39.98.14.27⟧",
    "⟦06-39-98-14-27⟧",
    "⟦06/39/98/14/27⟧",
    "⟦06 / 39 / 98 / 14 / 27⟧",
    "⟦06_39_98_14_27⟧",
    "⟦06\u202f39\u202f98\u202f14\u202f27⟧",
    "⟦0 6 3 9 9 8 1 4 2 7⟧",
    "⟦+33 6 39 98 14 27⟧",
    "⟦+33 (0)6 39 98 14 27⟧",
    "⟦(+33) 6 39 98 14 27⟧",
    "⟦0033 6 39 98 14 27⟧",
    "⟦0033639981427⟧",
    "⟦+336 39 98 14 27⟧",
    "⟦33 (0)6 39 98 14 27⟧",
    "fixe ⟦01 99 00 12 34⟧",
    "⟦0199 00 12 34⟧",
    "⟦+687 25 14 27⟧ en Calédonie",
    "⟦+262 692 12 34 56⟧",
    "⟦0690 55 12 87⟧ en Guadeloupe",
    "⟦07700 900 482⟧ (UK)",
    "⟦07700900617⟧",
    "⟦+44 7700 900 356⟧",
    "⟦(+44) 7700 900356⟧",
    "⟦0044 7700 900 613⟧",
    "⟦+44 (0)7700 900 159⟧",
    "⟦0113 496 0127⟧ Leeds",
    "⟦0031 6 2184 5590⟧",
    "⟦00353 86 204 7719⟧",
    "⟦+32 (0)478 20 55 19⟧",
    "⟦+1 (617) 555-0148⟧",
    "her number's ⟦(646) 555 0182⟧",
    "⟦O6 39 98 I4 27⟧ fat fingers",
    "⟦o6 39 98 14 27⟧",
    "⟦0639981427⟧claire",
    "tel ⟦639 98 14 27⟧, forgot the zero",
    "Phone: ⟦33639981427⟧",
    "⟦zero six thirty nine ninety eight twelve oh five⟧ he'd like somebody to ring",
    "son numéro c'est le ⟦zéro six trente-neuf quatre-vingt-dix-huit douze zéro cinq⟧",
    "the landline's ⟦oh one, ninety nine, double oh, twelve, thirty⟧",
    "⟦plus four four seven seven double oh nine hundred one five three⟧",
    "⟦zero6.39.98.zero3.92⟧ text her",
    "⟦07 (zero seven) 49 61 33 82⟧",
    "the last bit is ⟦45 12⟧",
    "son numéro finit par ⟦45 12⟧",
    "battery died, it starts ⟦06 39 98⟧",
    "⟦14 27⟧ sorry fat fingers",
    "et ⟦48 93⟧.",
    "<tel:⟦+33639981427⟧|⟦06 39 98 14 27⟧>",
    "secrétariat, poste ⟦4417⟧",
]

KEPT = [
    "appelle le 15 si fièvre, sinon le 3114 ou le 112",
    "ring 999, or 111, or 116 117, or 3919",
    "SAMU 15, police 17, pompiers 18, 114 par sms, 115, 119",
    "Ameli 0 811 36 36 46 (service number)",
    "call back at 14h30 or 15h45",
    "sessions at 9.30, 10.15 and 11.45",
    "25 séances, 140 km, 0,30 €/km, plafond 120 €",
    "60mg twice a day, 14 on 7 off, 21 x6",
    "BP 190/110 then 12/8",
    "leuco 0,9, Hb 7,8, plaquettes 22 000",
    "between two and four of us came",
    "one two three weeks, then we saw",
    "it takes twenty minutes, maybe thirty",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_a_telephone_number_is_hidden_whole(line: str) -> None:
    assert left_open(line, "PHONE") == ""


@pytest.mark.parametrize("line", KEPT)
def test_help_lines_times_and_doses_are_no_telephone_numbers(line: str) -> None:
    assert hidden_outside(line) == ""
