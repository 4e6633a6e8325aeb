"""What a volunteer asks of the bot about cases, in a private word: "case open", "dossier clore C-7K2P4", "who is Person A in…".

Plain words in either language, whatever the platform puts before them (`/case`, `/entrenous case`). Nothing of the text is
kept but the references, a code and a pseudonym: an order carries no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cases import reference_in
from bot.domain.roster import typed_code


class Verb(StrEnum):
    LIST = "list"
    OPEN = "open"
    INVITE = "invite"
    JOIN = "join"
    CLOSE = "close"
    MERGE = "merge"
    DECEASED = "deceased"
    LEAVE = "leave"
    WHO_IS = "who_is"
    HELP = "help"
    """A word after "case" that is none of ours."""


@dataclass(frozen=True, slots=True)
class Order:
    """`cases`: references in the order in which they were named. `code`: to join with. `pseudonym`: "Person A"."""

    verb: Verb
    cases: tuple[str, ...] = ()
    code: str = ""
    pseudonym: str = ""


_STARTS = re.compile(r"\s*/?(?:entrenous\s+)?(?:cases?|dossiers?)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ASKS_WHO = re.compile(r"\s*/?(?:who\s+is|qui\s+est|who|qui)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PSEUDONYM = re.compile(
    r"\[?\b((?:person|personne|town|commune|hospital|h[oô]pital|phone|t[ée]l[ée]phone|e-?mail|address|adresse|account|compte)"
    r"\s+(?:[A-Z]{1,2}|\d{1,3}))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?!.,:;]+")
_VERBS = {
    Verb.LIST: "list mine my liste mes",
    Verb.OPEN: "open new start ouvrir ouvre nouveau",
    Verb.INVITE: "invite inviter",
    Verb.JOIN: "join rejoindre",
    Verb.CLOSE: "close end clore fermer clos ferme",
    Verb.MERGE: "merge same réunir reunir fusionner",
    Verb.DECEASED: "deceased died décès deces décédé decede décédée decedee",
    Verb.LEAVE: "leave quitter",
}
_MEANS = {word: verb for verb, words in _VERBS.items() for word in words.split()}


def order_in(text: str) -> Order | None:
    """The order in a private word to the bot; None where it is about something else."""
    if started := _STARTS.fullmatch(text):
        return _about_cases(started["rest"])
    if asked := _ASKS_WHO.fullmatch(text):
        named = _PSEUDONYM.search(asked["rest"])
        return Order(Verb.WHO_IS, _references(asked["rest"]), pseudonym=named[1]) if named else None
    return None


def _about_cases(rest: str) -> Order:
    words = _WORD.findall(rest)
    if not words:
        return Order(Verb.LIST)
    verb = _MEANS.get(words[0].lower(), Verb.HELP)
    code = typed_code(" ".join(words[1:])) if verb is Verb.JOIN else ""
    return Order(verb, _references(rest), code)


def _references(text: str) -> tuple[str, ...]:
    """References need their "C-" here: five letters may be any word."""
    found = (reference_in(word) for word in _WORD.findall(text) if word[:1] in "cC" and re.search(r"\d|-", word))
    return tuple(dict.fromkeys(reference for reference in found if reference))
