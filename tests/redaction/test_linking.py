from __future__ import annotations

import pytest

from redaction.families import Family
from redaction.linking import Linker
from redaction.lore import standard_lore
from redaction.memory import CaseMemory, Known
from redaction.people import Mention


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(standard_lore())


def people(linker: Linker, *mentions: str) -> list[int]:
    """Indices of the people meant; "Mrs |Dupont" is the name Dupont after "Mrs "."""
    memory = CaseMemory()
    found = []
    for mention in mentions:
        before, _, name = mention.rpartition("|")
        found.append(linker.assign(memory, Family.PERSON, Mention(name, before)).index)
    return found


@pytest.mark.parametrize(
    "mentions",
    [
        ("Mary Dupont", "Mrs |Dupont", "mary", "MARY D.", "Marie", "Du Pont", "M.D."),
        ("Hélène Vasseur-Lemoine", "Mme |Vasseur", "Helene", "VASSEUR Hélène"),
        ("graham", "graham whitlock", "w h i t l o c k", "W-H-I-T-L-O-C-K", "Mr |Whitlock"),
        ("Jean-Paul", "jp", "J-P", "JP", "J.P."),
        ("Elizabeth Pocock", "Liz", "Mrs |Pocock"),
        ("Robert Hill", "Bob", "Mr |Hill"),
        ("Dorothy Entwistle", "Dot", "Dotty"),
        ("Le Goff", "legoff", "Mme |Le Goff"),
        ("Maeve O'Sullivan-Byrne", "Mrs |O'Sullivan", "Maeve"),
        ("E. Lyttelton", "Edwina"),
        ("Kevin Braithwaite", "BRATHWAITE", "Kev"),
        ("graziella", "G R A Z", "G R A Z I E double L A"),
        ("kumar nadesan", "november alpha delta echo sierra alpha november"),
        ("Marie-Thérèse Quéméneur", "Maïté", "Quemeneur"),
        ("Winnie", "Winifred Sproat", "Freddie"),
        ("Yusuf", "Yousef"),
        ("Alastair Drummond", "Alister", "Alasdair"),
        ("Basil Tench", "Baz", "Mr |Tench"),
        ("Kwabena Asante", "Kwabs"),
        ("Olufemi", "Femi"),
        ("Abdulrahman", "Rahman"),
        ("Jimmy Riddle", "lucky Jimmy"),
        ("Mme |Kaczmarek", "k a c z m a r e k k"),
    ],
)
def test_one_person_written_in_many_ways(linker: Linker, mentions: tuple[str, ...]) -> None:
    assert people(linker, *mentions) == [0] * len(mentions)


@pytest.mark.parametrize(
    "mentions",
    [
        ("Mr |Dupont", "Mrs |Dupont"),
        ("Mary Dupont", "Gérard Dupont"),
        ("David Oyelaran", "David Sénéchal"),
        ("Claire", "Clara"),
        ("Hassan", "Hussein"),
        ("Mohamed", "Mahmoud"),
        ("Christian", "Christine"),
        ("Dennis", "Denise"),
        ("Karim", "Karima"),
        ("Louis", "Louise"),
        ("Mr |Petit", "Mr |Petitjean"),
        ("Mrs |Martin", "Dr |Martin"),
        ("her husband |Pat", "Mrs |Pat"),
        ("Yasmine El Idrissi", "Bouchra El Idrissi"),
    ],
)
def test_two_people_stay_two(linker: Linker, mentions: tuple[str, ...]) -> None:
    assert people(linker, *mentions) == [0, 1]


def test_a_full_name_is_not_drawn_to_a_relative_through_the_surname(linker: Linker) -> None:
    assert people(linker, "Bouchra El Idrissi", "Mme |El Idrissi", "Yasmine El Idrissi", "Yasmine") == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("first", "between", "second", "after"),
    [
        ("Ginger", " (real name ", "Keith", ") rang"),
        ("Peggy Arriaga", " (née ", "Sutcliffe", ")"),
        ("sivapalan", " in beziers first name ", "thavarajah", " i'll spell it"),
        ("Lol", " (", "Lawrence", ") says"),
        ("delmas", " enfin ", "louisette", " tout le monde"),
    ],
)
def test_an_alias_is_told_by_the_words_between(
    linker: Linker, first: str, between: str, second: str, after: str
) -> None:
    memory = CaseMemory()
    known = linker.assign(memory, Family.PERSON, Mention(first))
    alias = Mention(second, before=first + between, after=after, since=between, last=known)
    assert linker.assign(memory, Family.PERSON, alias) is known


def test_a_relative_in_brackets_is_no_alias(linker: Linker) -> None:
    memory = CaseMemory()
    known = linker.assign(memory, Family.PERSON, Mention("Mary"))
    wife = Mention("Gérard", before="Mary (", after="'s wife)", since=" (", last=known)
    assert linker.assign(memory, Family.PERSON, wife) is not known


def same(linker: Linker, family: Family, one: str, two: str) -> bool:
    memory = CaseMemory()
    return linker.assign(memory, family, Mention(one)) is linker.assign(memory, family, Mention(two))


@pytest.mark.parametrize(
    ("family", "one", "two"),
    [
        (Family.PHONE, "0639984512", "06 39 98 45 12"),
        (Family.PHONE, "+33 (0)6 39 98 45 12", "06.39.98.45.12"),
        (Family.PHONE, "O6 39 98 45 I2", "0639984512"),
        (Family.PHONE, "07700 900 482", "+44 7700 900482"),
        (Family.EMAIL, "mary.dupont@example.org", "mary dot dupont at example dot org"),
        (Family.LOCATION, "Saint-Sulpice", "st sulpice"),
        (Family.LOCATION, "Ribérac", "RIBERAC"),
        (Family.FACILITY, "Institut Bergonié", "Bergonié"),
        (Family.FACILITY, "CHU Dupuytren", "l'hôpital Dupuytren"),
        (Family.HANDLE, "https://www.example.org/mary", "example.org/mary"),
        (Family.ADDRESS, "4 bis, impasse du Lavoir", "4 bis impasse du lavoir"),
    ],
)
def test_one_thing_written_in_two_ways(linker: Linker, family: Family, one: str, two: str) -> None:
    assert same(linker, family, one, two)


@pytest.mark.parametrize(
    ("family", "one", "two"),
    [
        (Family.PHONE, "06 39 98 45 12", "06 39 98 45 13"),
        (Family.LOCATION, "Saint-Sulpice", "Saint-Sauveur"),
        (Family.FACILITY, "Clinique Sainte-Marie", "Clinique Francheville"),
        (Family.EMAIL, "mary@example.org", "paul@example.org"),
    ],
)
def test_two_things_stay_two(linker: Linker, family: Family, one: str, two: str) -> None:
    assert not same(linker, family, one, two)


def assigned(linker: Linker, family: Family, text: str) -> Known:
    return linker.assign(CaseMemory(), family, Mention(text))


def test_a_town_tells_its_departement(linker: Linker) -> None:
    assert assigned(linker, Family.LOCATION, "Ribérac").pseudonym("en") == "[Town A, Dordogne]"
    assert assigned(linker, Family.LOCATION, "Ribérac").pseudonym("fr") == "[Commune A, Dordogne]"


def test_a_town_whose_name_is_common_tells_none(linker: Linker) -> None:
    assert assigned(linker, Family.LOCATION, "Saint-Martin").pseudonym("en") == "[Town A]"


@pytest.mark.parametrize(
    ("name", "pseudonym"),
    [
        ("Clinique Francheville", "[Hospital A]"),
        ("pharmacie du Marché", "[Pharmacy A]"),
        ("École Jules Verne", "[School A]"),
        ("église Saint-Front", "[Church A]"),
        ("EHPAD Les Lilas", "[Care home A]"),
    ],
)
def test_an_institution_keeps_its_kind(linker: Linker, name: str, pseudonym: str) -> None:
    assert assigned(linker, Family.FACILITY, name).pseudonym("en") == pseudonym


def test_institutions_of_all_kinds_share_one_series_of_letters(linker: Linker) -> None:
    memory = CaseMemory()
    found = [
        linker.assign(memory, Family.FACILITY, Mention(name)) for name in ("Clinique Francheville", "École Jules Verne")
    ]
    assert [known.pseudonym("en") for known in found] == ["[Hospital A]", "[School B]"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Guèye Mbayang", "Mbayang Guèye"),
        ("Des Oduya", "Des"),
        ("DESBORDES-KEANE Aoife Marie", "Aoife"),
        ("DESBORDES-KEANE Aoife Marie", "Aoife Desbordes-Keane"),
    ],
)
def test_a_full_name_either_way_round_is_one_person(first: str, then: str) -> None:
    memory = CaseMemory()
    linker = Linker(standard_lore())
    known = [linker.assign(memory, Family.PERSON, Mention(name, "", "")) for name in (first, then)]
    assert known[0] is known[1]
