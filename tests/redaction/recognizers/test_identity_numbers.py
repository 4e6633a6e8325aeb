"""ID: every number that identifies is hidden whole, beside its name or by its check, and nothing that advice needs."""

from __future__ import annotations

import pytest

from redaction.recognizers.identifiers import identifier_recognizers
from tests.redaction.recognizers.marked import hidden_outside, left_open, plain

HIDDEN = [
    # NIR: INSEE vectors with a commune that does not exist, all ways of writing
    "⟦2840575999999 21⟧",
    "her number ⟦2 84 05 75 999 999 21⟧ is on the letter",
    "sécu : ⟦1.85.02.2A.999.999.31⟧ merci",
    "née à Bastia, ⟦185022b99999958⟧",
    "⟦1 50 02 20 999 999 70⟧",
    "n° de sécurité sociale ⟦2 47 11 99 132 214 44⟧",  # wrong key, hidden all the same
    "SS ⟦1 68 35 97 499 001⟧ (13 digits, month unknown)",
    "sa sécu : ⟦2 62 02 98 818 551⟧",
    "numéro de sécu provisoire ⟦7 81 02 99 353 260 41⟧",
    "N° SS ⟦2390624037006 clé 07⟧",
    "⟦2 84 05 75 999 999 21⟧ c'est son numéro",
    # NHS, CHI, NINO, UTR
    "NHS number ⟦943 476 5919⟧",
    "nhs no ⟦9434765919⟧",
    "⟦943-476-5919⟧ is her NHS number",
    "CHI ⟦010158 4321⟧ for the Scottish notes",
    "NI number ⟦AB 12 34 56 C⟧",
    "national insurance ⟦jk412763b⟧",
    "NINO ⟦PW 12 34 56⟧",
    "his UTR is ⟦1955839661⟧",
    # bank
    "IBAN ⟦FR14 2004 1010 0505 0001 3M02 606⟧",
    "iban ⟦fr1420041010050500013m02606⟧",
    "RIB ⟦20041 01005 0500013M026 06⟧",
    "⟦FR14.2004.1010.0505.0001.3M02.606⟧",
    "⟦GB82 WEST 1234 5698 7654 32⟧ for the refund",
    "⟦MC58 1122 2000 0101 2345 6789 030⟧",
    "⟦DE89370400440532013000⟧",
    "card ⟦4111 1111 1111 1111⟧ exp next year",
    "sa carte bleue ⟦4972-0341-5587-2109⟧",
    # documents
    "passport ⟦561884302⟧ is out of date",
    "passeport n° ⟦18AV53271⟧",
    "son passeport est le ⟦18AV53271⟧",
    "CNI ⟦130748300215⟧ périmée",
    "carte d'identité ⟦T7X62D9K4⟧",
    "titre de séjour ⟦7503218846⟧, récépissé demandé",
    "n° étranger ⟦9403118827⟧",
    "UK licence no is ⟦RICHA 504127 V99KT⟧",
    "permis n° ⟦13AB94712⟧",
    "(⟦18AV53271⟧ passeport)",
    # plates
    "plaque ⟦GH-417-WZ⟧",
    "taxi ⟦DX 208 QM⟧ again",
    "his car ⟦LK19 XRT⟧ is outside",
    "an old 4L, ⟦1847 WX 29⟧",
    "immatriculée ⟦ab-123-cd⟧",
    "ancient Land Rover ⟦Q 471 HFW⟧",
    "ma voiture c'est la kangoo grise ⟦fr six cent douze wd⟧",
    # files, insurers, offices
    "IPP ⟦800456127⟧ au CHU",
    "⟦8001234567⟧ c'est son ipp",
    "dossier n° ⟦87/2024/004519⟧ complet",
    "ref dossier ⟦87/2024/004519⟧",
    "MDPH DOSSIER ⟦47-0219384⟧",
    "mutuelle n° ⟦0418 77 2296 K⟧",
    "n° d'adhérent ⟦4471 0928 33⟧, garantie confort",
    "hospital no. ⟦H/2210945⟧",
    "file number ⟦20230911-BLW⟧",
    "file nos ⟦210044871⟧ and ⟦219930562⟧",
    "claim ref ⟦CL/25/3391⟧",
    "NDA ⟦24-005511⟧",
    "réf. ⟦DSUV-31-5582⟧",
    "n° allocataire CAF ⟦0483917 K⟧",
    "EHIC ⟦80250000123456789012⟧",
    "ref ⟦RZKPQW⟧ for the Eurostar",
    "Portalis ⟦DBVH-V-B7I-JK4T⟧",
    "code ⟦K7-RT4-9⟧",
    # professionals and neighbours' numbers
    "RPPS ⟦10101201234⟧",  # HL7's own sample fails Luhn
    "FINESS ⟦75 071 210 0⟧",
    "SIRET ⟦356 000 000 00048⟧",
    "SIREN ⟦356000000⟧",
    "AVS ⟦756.3047.9918.62⟧",
    "NISS ⟦46.03.12-008.37⟧",
    "codice fiscale ⟦BRSTTV48H17I480K⟧",
    "BSN ⟦183746592⟧",
    "PPS no ⟦4417283TA⟧",
    # dictated
    "numéro IPP which is ⟦eight zero zero four one seven two nine five⟧",
    "his national insurance ⟦Y K four four one nine oh seven B⟧",
    "numéro de sécu ⟦deux quarante sept zéro un soixante trois cent treize trois cent six⟧ voilà",
    "the reference is ⟦trente huit tiret vingt cinq tiret zéro zéro neuf⟧",
]

KEPT = [
    "doses at 12 30 14 30 16 30 and six",
    "ovarian, CA125 at 1,240 and falling",
    "PSA 22, Gleason 4+3, T2N1M0",
    "plafond 847 € / mois pour une personne seule",
    "1 870 € de facture et 22 000 plaquettes",
    "cerfa 11574*04 avec la prescription",
    "dex the day before is 8mg x2 not 80!!",
    "article L. 1110-4 du code de la santé publique",
    "loi n° 2002-303 du",
    "FOLFOX 6 then FOLFIRI, 12 g/m2, 25,000 units",
    "SUVmax 7.2, T11-L2, RECIST 1.1, SF3B1, HER2, BRCA1/2, Ki67 40%",
    "v4.36.140, error 0x80070005",
    "il reste 9 trajets, 24e séance sur 33",
    "the trial is NCT01234567",
    "dossier rendu, il faut compter 4 à 6 semaines",
    "il a une mutuelle et 3 enfants",
    "her card is out of date, 2 months already",
    "17 of 33 fractions done, parking free for 2h",
    "une séance de 30 minutes, 140km aller-retour",
    "10 mmol / 1,8 g/L, Hb 7,8, leuco 0,9",
    "ask for file 2 of the folder",
    "haemoglobin 6.8, creatinine 212",
    "GWOOOOD news",
    "GRAALL-2014, CAALL-F01, mFOLFOX6",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_an_identity_number_is_hidden_whole(line: str) -> None:
    assert left_open(line, "ID") == ""


@pytest.mark.parametrize("line", KEPT)
def test_what_advice_needs_is_no_identity_number(line: str) -> None:
    assert hidden_outside(line) == ""


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("sécu 2 84 05 75 999 999 21", "nir"),
        ("NHS number 943 476 5919", "nhs"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "iban"),
        ("card 4111 1111 1111 1111", "card"),
        ("plate GH-417-WZ", "plate"),
        ("NI number AB 12 34 56 C", "nino"),
        ("passport 561884302", "document"),
        ("dossier n° 87/2024/004519", "file"),
    ],
)
def test_a_result_says_what_kind_of_number_it_is(line: str, kind: str) -> None:
    results = [r for recognizer in identifier_recognizers() for r in recognizer.analyze(line, ["ID"])]
    assert kind in {(r.recognition_metadata or {}).get("kind") for r in results if r.score >= 0.85}


def test_an_explanation_never_holds_the_number() -> None:
    line = plain("sécu ⟦2 84 05 75 999 999 21⟧")
    for recognizer in identifier_recognizers():
        for result in recognizer.analyze(line, []):
            assert "999" not in str(result.analysis_explanation)
            told = {
                **(result.recognition_metadata or {}),
                result.RECOGNIZER_IDENTIFIER_KEY: "",
            }  # an address, which may hold 999
            assert "999" not in repr(told)
