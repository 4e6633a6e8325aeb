"""E-mail addresses written to escape machines, or dictated: "mary dot dupont at orange.fr", "marie arobase orange point fr".

Sources: voice transcripts and habits of forums: (at), [at], AT, arobase, chez, (a); dot, point, (point); underscore,
tiret, tiret du bas, dash; digits in words; letters spelled one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_BRACKETED_AT = r"[ ]?[(\[{<] ?(?:at|a|arobase?|chez|@) ?[)\]}>][ ]?"
_BARE_AT = r" (?:at|arobase?s?|arobas|chez) "
_DOT = r"(?: ?[(\[{] ?(?:dot|point) ?[)\]}] ?| (?:dot|point) | ?[.] ?)"
_MARK = r"(?: ?[(\[](?:point|dot|underscore|tiret|dash)[)\]] ?| (?:dot|point|underscore|hyphen|dash|tiret du (?:bas|6|huit)|tiret bas|tiret|plus) )"
_NAME = r"[a-z0-9_+-][a-z0-9_.+-]*"
_PROVIDERS = "gmail|g mail|googlemail|orange|wanadoo|free|sfr|neuf|laposte|la poste|hotmail|outlook|live|yahoo|icloud|bbox|aol|a o l|gmx|proton|protonmail|btinternet|talktalk|sky|virginmedia|me|msn|numericable|mailo|mailoo|simnet|posteo|ymail"
_TLD = r"(?:com|c o m|fr|net|org|eu|uk|co[. ]uk|co(?: dot| point)? uk|be|ie|de|nl|ch|it|es|is|pt|lu|at|se|dk|no|pl|me|io|info|name)"
_LETTERS = r"(?:[a-z0-9] ){2,}"
_LOCAL = rf"(?:{_LETTERS}?)?(?:{_NAME})(?:{_MARK}{_NAME}(?:(?<=\b\w) \w\b)*)*"
_HOST = rf"(?:g mail|a o l|{_NAME}(?:{_MARK.replace('dot|point|', '')}{_NAME})*)"
_OBFUSCATED = re.compile(rf"(?<![a-z0-9@.]){_LOCAL}(?:{_BRACKETED_AT}){_HOST}(?:{_DOT}[a-z0-9-]+)*")
_DICTATED = re.compile(rf"(?<![a-z0-9@.]){_LOCAL}(?: [a-z]+(?:-[a-z]+)?)?{_BARE_AT}{_HOST}(?:{_DOT}(?!{_TLD}\b)[a-z0-9-]+){{0,2}}{_DOT}{_TLD}(?![a-z0-9])")
_PROVIDER_ONLY = re.compile(rf"(?<![a-z0-9@.]){_LOCAL}(?: [a-z]+)?{_BARE_AT}(?:{_PROVIDERS})(?: (?:fr|com|net))?(?![a-z0-9])")
_AROBASE = re.compile(rf"(?<![a-z0-9@.]){_LOCAL}(?: [a-z]+(?:-[a-z]+)?)? (?:arobase?s?|arobas) (?:{_PROVIDERS})(?![a-z0-9])")
_MAIL_CUE = Cue("e-?mails?", "mails?", "mel", "courriel", "adresse", "address", "write to", "donne")
_HABIT = re.compile(r"^(?:(?:is|est|c'est|it's|its|email|mail|me|her|his|address|adresse|to|a|on|c|she's|he's|used|qui|which|em?ail is|le)(?: |:))+")


class SpokenEmailRecognizer(FormatRecognizer):
    """Finds e-mail addresses whose @ or dots are words."""

    FAMILY = "EMAIL"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for pattern in (_OBFUSCATED, _DICTATED, _AROBASE, _PROVIDER_ONLY):
            for match in pattern.finditer(folded):
                if pattern is _PROVIDER_ONLY and not _MAIL_CUE.before(folded, match.start() + 3, 40):
                    continue
                start = match.start() + len(match[0]) - len(_HABIT.sub("", match[0]))
                if not _is_prose(folded[start : match.end()]):
                    yield Found(start, match.end(), SURE if pattern is not _PROVIDER_ONLY else GOOD, "e-mail address in words")


def _is_prose(value: str) -> bool:
    """Whether a bracket was only an aside: "dinner (a) ..." needs a dot or a provider to be an address."""
    return not re.search(rf"[.]|\b(?:dot|point)\b|\b(?:{_PROVIDERS})\b", value)
