"""What a volunteer asks of the bot in a private word: "case open", "dossier clore C-7K2P4", "compose", "le code".

Plain words in either language, whatever the platform puts before them (`/case`, `/entrenous case`). Nothing of the text is
kept but the references, a code and a reason, which is a `RawText`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cases import reference_in
from bot.domain.roster import typed_code
from redaction import Lang, RawText
from redaction.wording import pseudonym_in


class Verb(StrEnum):
    LIST = "list"
    OPEN = "open"
    INVITE = "invite"
    JOIN = "join"
    CLOSE = "close"
    MERGE = "merge"
    DECEASED = "deceased"
    LEAVE = "leave"
    SHARE = "share"
    """Let all members look at who it is about."""
    WHO_IS = "who_is"
    ASK = "ask"
    """One field of a case, with a reason."""
    LANGUAGE = "language"
    """The bot is to speak another language with them."""
    COMPOSE = "compose"
    """A page of ours to write on."""
    CONSOLE = "console"
    """A link to the console, where supervisors and administrators work."""
    CODE = "code"
    """The Code, to read and to hand on."""
    NOTICE = "notice"
    """The notice for the person supported."""
    MY_NOTICE = "my_notice"
    """The volunteers' own notice."""
    EXPLAINED = "explained"
    """The Code was explained to the person of a case."""
    COPY_OFFERED = "copy_offered"
    """They were offered a copy."""
    CONSENT = "consent"
    """What the person of a case said to the notice."""
    URGENT = "urgent"
    """Somebody may be in danger."""
    DETAILS = "details"
    """A detail of a case is to be opened, on a ground."""
    ROUNDS = "rounds"
    """Which rounds there are."""
    ROUND_JOIN = "round_join"
    ROUND_LEAVE = "round_leave"
    HELP = "help"
    """A word after "case" that is none of ours."""


@dataclass(frozen=True, slots=True)
class Order:
    """`cases`: references in the order in which they were named. `code`: to join with, "" where there is none."""

    verb: Verb
    cases: tuple[str, ...] = ()
    code: str = ""
    pseudonym: str = ""
    """Whom or what they ask for: "Person A", "phone 1"."""
    reason: RawText | None = None
    """Why; what somebody wrote, so it is redacted before anybody reads it."""
    round: str = ""
    """Name of a round, as they wrote it, in small letters."""
    lang: Lang | None = None
    """The language that they name, or ask in: of a paper, or in which it was explained."""


_STARTS = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:cases?|dossiers?)(?:@\w+)?(?!\w)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ASKS_WHO = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:who(?:@\w+)?(?:\s+is)?|qui(?:\s+est)?)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ASKS_FOR = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:ask(?:\s+for)?|demander|demande)\s+(?P<what>[^:]{1,80}):\s*(?P<why>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_COMPOSES = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:compose|write|écrire|ecrire|rédiger|rediger)(?:@\w+)?[\s.!]*", re.IGNORECASE
)
_OPENS_CONSOLE = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:(?:open|ouvrir|ouvre|ouvrez)\s+)?(?:the\s+|la\s+)?console(?:@\w+)?[\s.!]*", re.IGNORECASE
)
_BEFORE = r"\s*/?(?:entrenous\s+)?"
_IN_LANGUAGE = r"(?:\s+(?:in\s+|en\s+)?(?P<lang>english|anglais|french|français|francais|en|fr))?"
_ASKED_FOR: tuple[tuple[Verb, Lang | None, str], ...] = (
    (Verb.CODE, None, r"(?:the\s+)?code"),
    (Verb.CODE, "fr", r"le\s+code"),
    (Verb.NOTICE, None, r"notice"),
    (Verb.NOTICE, "fr", r"notice\s+d['’]information"),
    (Verb.MY_NOTICE, "en", r"my\s*notice"),
    (Verb.MY_NOTICE, "fr", r"ma\s*notice"),
)
"""A paper, the language that the words tell, and the words; a command has no space in it."""
_PAPERS = [
    (verb, lang, re.compile(rf"{_BEFORE}(?:{words})(?:@\w+)?{_IN_LANGUAGE}[\s.!?]*", re.IGNORECASE))
    for verb, lang, words in _ASKED_FOR
]
_RECORDS = re.compile(
    rf"{_BEFORE}(?:the\s+|le\s+)?code\s+(?:(?P<explained>explained|expliqué|explique|expliquée|expliquee)|copy|copie)"
    rf"(?:\s+(?P<case>c-?\w{{5}}))?{_IN_LANGUAGE}[\s.!]*",
    re.IGNORECASE,
)
_CONSENTS = re.compile(rf"{_BEFORE}(?:consent|consentement|accord)(?:\s+(?P<case>c-?\w{{5}}))?[\s.!?]*", re.IGNORECASE)
_URGENT = re.compile(rf"{_BEFORE}(?:urgent|urgence)(?:@\w+)?(?:\s+(?P<case>c-?\w{{5}}))?[\s.!]*", re.IGNORECASE)
_DETAILS = re.compile(
    rf"{_BEFORE}(?:(?:open|ouvrir)\s+)?d[ée]tails?(?:@\w+)?(?:\s+(?P<case>c-?\w{{5}}))?[\s.!?]*", re.IGNORECASE
)
_ROUNDS = re.compile(rf"{_BEFORE}(?:my\s+|the\s+|mes\s+|les\s+)?(?:rounds?|tours?)(?:@\w+)?[\s.!?]*", re.IGNORECASE)
_ROUND = re.compile(
    rf"{_BEFORE}(?:(?P<join>join|rejoindre)|leave|quitter)\s+(?:the\s+|le\s+)?(?:round|tour)\s+(?P<name>[a-z0-9-]{{1,20}})[\s.!]*",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\s*/?(?:entrenous\s+)?(?:(?:in|en|auf)\s+)?(?:(?P<en>english|anglais)|(?P<fr>fran[cç]ais|french))[\s.!]*",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_REASON = 200, 600
_FEW = 2
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
    Verb.SHARE: "share partager",
}
_MEANS = {word: verb for verb, words in _VERBS.items() for word in words.split()}


def order_in(text: str) -> Order | None:
    """The order in a private word to the bot; None where it is about something else."""
    if asked := _in_few_words(text[:_LONGEST]) or _of_rounds(text[:_LONGEST]) or _asked(text):
        return asked
    started = _STARTS.fullmatch(text[:_LONGEST])
    if started is None:
        return None
    rest = started["rest"]
    words = _WORD.findall(rest)
    if not words:
        return Order(Verb.LIST)
    verb = _MEANS.get(words[0].lower(), Verb.HELP)
    if verb is Verb.HELP and len(words) > _FEW:
        return None  # "Dossier CPAM refusé, que faire ?": what colleagues are to be asked
    code = typed_code(" ".join(words[1:])) if verb is Verb.JOIN else ""
    return Order(verb, _references(rest), code)


def _in_few_words(text: str) -> Order | None:
    """To be given the Code or a notice, or what was done with it for a case: these words and no others."""
    if told := _RECORDS.fullmatch(text):
        verb = Verb.EXPLAINED if told["explained"] else Verb.COPY_OFFERED
        named = _references(told["case"]) or ("",) if told["case"] else ()  # a slip must not note it for another case
        return Order(verb, named, lang=_language(told["lang"]))
    if about := _CONSENTS.fullmatch(text):
        return Order(Verb.CONSENT, _references(about["case"]) or ("",) if about["case"] else ())
    for verb, words in ((Verb.URGENT, _URGENT), (Verb.DETAILS, _DETAILS)):
        if about := words.fullmatch(text):  # a slip is kept, so that it can be told
            return Order(verb, _references(about["case"]) or (about["case"],) if about["case"] else ())
    for verb, lang, words in _PAPERS:
        if asked := words.fullmatch(text):
            return Order(verb, lang=_language(asked["lang"]) or lang)
    return None


def _of_rounds(text: str) -> Order | None:
    if _ROUNDS.fullmatch(text):
        return Order(Verb.ROUNDS)
    about = _ROUND.fullmatch(text)
    if about is None:
        return None
    return Order(Verb.ROUND_JOIN if about["join"] else Verb.ROUND_LEAVE, round=about["name"].lower())


def _language(said: str | None) -> Lang | None:
    """The language that is named: "in English", "en français", "fr"."""
    if not said:
        return None
    return "fr" if said.lower().startswith("fr") else "en"


def _asked(text: str) -> Order | None:
    """What is no order about a case as a whole: "compose", "français", "who is Person A", "ask phone 1: why"."""
    if _COMPOSES.fullmatch(text[:_LONGEST]):
        return Order(Verb.COMPOSE)
    if _OPENS_CONSOLE.fullmatch(text[:_LONGEST]):
        return Order(Verb.CONSOLE)
    if spoken := _SPEAKS.fullmatch(text[:_LONGEST]):
        return Order(Verb.LANGUAGE, lang="fr" if spoken["fr"] else "en")
    if (found := _ASKS_FOR.fullmatch(text[:_LONGEST_REASON])) and (what := pseudonym_in(found["what"])):
        return Order(Verb.ASK, _references(found["what"]), pseudonym=what, reason=RawText(found["why"]))
    if (found := _ASKS_WHO.fullmatch(text[:_LONGEST])) and (who := pseudonym_in(found["rest"])):
        return Order(Verb.WHO_IS, _references(found["rest"]), pseudonym=who)
    return None


def _references(text: str) -> tuple[str, ...]:
    """References need their "C-" here: five letters may be any word."""
    found = (reference_in(word) for word in _WORD.findall(text) if word[:1] in "cC" and re.search(r"\d|-", word))
    return tuple(dict.fromkeys(reference for reference in found if reference))
