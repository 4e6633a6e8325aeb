"""How a pseudonym reads, in both languages, and how one is known again in a text.

A pseudonym stands in brackets: bare, "Personne A ne répond pas" reads as nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.families import Family
from redaction.result import Lang

LETTERED: dict[str, dict[Lang, str]] = {
    "person": {"en": "Person", "fr": "Personne"},
    "town": {"en": "Town", "fr": "Commune"},
    "hospital": {"en": "Hospital", "fr": "Hôpital"},
    "school": {"en": "School", "fr": "École"},
    "pharmacy": {"en": "Pharmacy", "fr": "Pharmacie"},
    "church": {"en": "Church", "fr": "Église"},
    "home": {"en": "Care home", "fr": "Maison de retraite"},
    "surgery": {"en": "Surgery", "fr": "Cabinet"},
    "organisation": {"en": "Organisation", "fr": "Organisation"},
}
"""Kinds that get a letter: `[Person A]`."""

NUMBERED: dict[str, dict[Lang, str]] = {
    "phone": {"en": "phone", "fr": "téléphone"},
    "email": {"en": "email", "fr": "e-mail"},
    "address": {"en": "address", "fr": "adresse"},
    "account": {"en": "account", "fr": "compte"},
}
"""Kinds that get a number: `[phone 1]`."""

ID_NUMBER: dict[Lang, str] = {"en": "[ID number]", "fr": "[numéro d'identité]"}
"""What stands for a destroyed number: always the same, since nothing of it is remembered."""

KIND_OF_FAMILY: dict[Family, str] = {
    Family.PERSON: "person",
    Family.LOCATION: "town",
    Family.FACILITY: "hospital",
    Family.ORG: "organisation",
    Family.PHONE: "phone",
    Family.EMAIL: "email",
    Family.ADDRESS: "address",
    Family.HANDLE: "account",
}

FACILITY_KINDS = frozenset({"hospital", "school", "pharmacy", "church", "home", "surgery"})

_KIND_WORDS = (
    ("pharmacy", re.compile(r"\b(?:pharmac\w*|chemist'?s?)\b")),
    ("school", re.compile(r"\b(?:ecole|school|college|lycee|creche|maternelle|university|universite|nursery)\b")),
    (
        "church",
        re.compile(
            r"\b(?:church|eglise|chapel|chapelle|cathedral\w*|abbey|abbaye|temple|mosque\w*|synagogue|crematorium)\b"
        ),
    ),
    ("home", re.compile(r"\b(?:ehpad|care home|nursing home|maison de retraite|residence|foyer)\b")),
    ("surgery", re.compile(r"\b(?:surgery|practice|cabinet|maison de sante|maison medicale|medical centre|gp)\b")),
)
_DECADES = r"(?:under 5|5-9|10-14|15-19|in their \d0s|over 100|moins de 5 ans|(?:\d{1,2}-\d{1,2}|plus de 100) ans)"
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
MONTHS: dict[Lang, list[str]] = {"en": _MONTHS_EN, "fr": _MONTHS_FR}
PARTS: dict[Lang, tuple[str, str, str]] = {"en": ("early ", "mid-", "late "), "fr": ("début ", "mi-", "fin ")}
THIRDS: dict[Lang, tuple[str, str, str]] = {
    "en": ("early in the month", "mid-month", "late in the month"),
    "fr": ("début de mois", "mi-mois", "fin de mois"),
}
"""What is left of a day without its month."""
PLAIN_DATE: dict[Lang, str] = {"en": "[date]", "fr": "[date]"}
PLAIN_AGE: dict[Lang, str] = {"en": "[age]", "fr": "[âge]"}
PLAIN_BIRTH: dict[Lang, str] = {"en": "[date of birth]", "fr": "[date de naissance]"}

_LETTERED = "|".join(re.escape(form) for forms in LETTERED.values() for form in forms.values())
_NUMBERED = "|".join(re.escape(form) for forms in NUMBERED.values() for form in forms.values())
_MONTH = "|".join(_MONTHS_EN + _MONTHS_FR)
_OURS = re.compile(
    rf"\[(?:(?P<lettered>{_LETTERED}) (?P<letter>[A-Z]{{1,2}})(?:, [^\W\d_][\w' -]{{2,30}})?"
    rf"|(?P<numbered>{_NUMBERED}) (?P<number>[1-9]\d{{0,2}})"
    rf"|ID number|numéro d'identité|date|age|âge|date of birth|date de naissance"
    rf"|{_DECADES}|{'|'.join(third for thirds in THIRDS.values() for third in thirds)}"
    rf"|(?:early |mid-|late |début |mi-|fin )(?:{_MONTH})(?: \d{{4}})?"
    rf"|born in the \d{{4}}s|né\(e\) dans les années \d{{4}})\]"
)


def facility_kind(folded: str) -> str:
    """Which kind of institution a name in folded form tells: a hospital unless it says otherwise."""
    return next((kind for kind, words in _KIND_WORDS if words.search(folded)), "hospital")


def letters(index: int) -> str:
    """A, B, … Z, AA, AB: the name of the `index`-th entry, counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def index_of(name: str) -> int:
    """The inverse of `letters`."""
    index = 0
    for char in name:
        index = index * 26 + ord(char) - ord("A") + 1
    return index - 1


def pseudonym(kind: str, index: int, lang: Lang, area: str | None = None) -> str:
    """`[Person A]`, `[Town B, Dordogne]`, `[téléphone 1]`; `index` counts from 0."""
    if kind in NUMBERED:
        return f"[{NUMBERED[kind][lang]} {index + 1}]"
    return f"[{LETTERED[kind][lang]} {letters(index)}{f', {area}' if area else ''}]"


_NAMED = re.compile(rf"\b(?:{_LETTERED}) [A-Z]{{1,2}}\b|\b(?:{_NUMBERED}) [1-9]\d{{0,2}}\b", re.IGNORECASE)


def pseudonym_in(text: str) -> str:
    """The first pseudonym with a letter or number in `text`, without its brackets and as it is written by us, else ""."""
    found = _NAMED.search(text)
    if found is None:
        return ""
    words, _, last = found[0].rpartition(" ")
    forms = [form for table in (LETTERED, NUMBERED) for kind in table.values() for form in kind.values()]
    return f"{next(form for form in forms if form.lower() == words.lower())} {last.upper()}"


def told_in(lang: Lang, pseudonym_: str) -> str:
    """A pseudonym of either language, in brackets, as it reads in `lang`; without what tells where a town is."""
    for _, _, kind, index in ours(pseudonym_):
        if kind:
            return pseudonym(kind, index, lang)
    return pseudonym_


def ours(text: str) -> Iterator[tuple[int, int, str | None, int]]:
    """The pseudonyms that stand in `text` already: start, end, and kind and index where they have one."""
    for match in _OURS.finditer(text):
        yield match.start(), match.end(), *_entry(match)


def _entry(match: re.Match[str]) -> tuple[str | None, int]:
    for group, table in (("lettered", LETTERED), ("numbered", NUMBERED)):
        if form := match[group]:
            kind = next(kind for kind, forms in table.items() if form in forms.values())
            return kind, index_of(match["letter"]) if group == "lettered" else int(match["number"]) - 1
    return None, 0
