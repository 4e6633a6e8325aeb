"""E-mail addresses written to escape machines, or dictated: "mary dot dupont at orange.fr", "marie arobase orange point fr".

Sources: voice transcripts and habits of forums: (at), [at], AT, arobase, chez, (a); dot, point, (point); underscore,
tiret, tiret du bas, dash; digits in words; letters spelled one by one. Read from the word for @ outwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_AT = re.compile(
    r"(?P<bracketed> ?[(\[{<] ?(?:at|a|arobase?|chez|@) ?[)\]}>] ?)|(?P<arobase> (?:arobase?s?|arobas) )|(?P<bare> (?:at|chez) )"
)
_PROVIDERS = (
    r"(?:gmail|g mail|googlemail|orange|wanadoo|free|sfr|neuf|laposte|la poste|hotmail|outlook|live|yahoo|icloud|bbox|aol|a o l|gmx|proton|protonmail|"
    r"btinternet|talktalk|sky|virginmedia|msn|numericable|mailo|mailoo|posteo|ymail)"
)
_TLD = r"(?:com|c o m|fr|net|org|eu|uk|co[. ]uk|be|ie|de|nl|ch|it|es|is|pt|lu|at|se|dk|no|pl|me|io|info|name)"
_BRACKET_DOT = r" ?[(\[](?:dot|point|underscore|tiret|dash)[)\]] ?"
_DOT = rf"(?:{_BRACKET_DOT}| (?:dot|point) | ?[.] ?)"
_MARK = rf"(?:{_BRACKET_DOT}| (?:dot|point|underscore|hyphen|dash|tiret du (?:bas|6|huit)|tiret bas|tiret|plus) )"
_NAME = r"[a-z0-9_+-][a-z0-9_.+-]{0,40}+"
_LABEL = r"[a-z0-9][a-z0-9-]{0,40}"

_LOCAL = re.compile(
    rf"(?:^|(?<=[^a-z0-9@.]))(?:(?:[a-z0-9] ){{2,20}}?(?![a-z0-9] [a-z0-9] )|(?:(?<=from )|(?<=mail ))[a-z]{{2,20}} (?!(?:dot|point|underscore|hyphen|dash|tiret|plus) ))?{_NAME}(?:{_MARK}{_NAME}(?:(?<= [a-z0-9])(?: [a-z0-9])+)?){{0,6}}(?P<digits> [a-z]+(?:-[a-z]+)?)?$"
)
_HOST_ANY = re.compile(rf"(?:a o l|g mail|{_LABEL})(?:{_DOT}{_LABEL}){{0,4}}")
_HOST = re.compile(
    rf"(?:a o l|g mail|{_LABEL})(?: (?:hyphen|dash|tiret) {_LABEL})?(?:{_DOT}(?!{_TLD}\b){_LABEL}){{0,2}}{_DOT}{_TLD}(?: (?:dot|point) uk)?(?![a-z0-9])"
)
_PROVIDER = re.compile(rf"{_PROVIDERS}(?: (?:fr|com|net))?(?![a-z0-9])")
_MAIL_CUE = Cue("e-?mails?", "mails?", "mel", "courriel", "adresse", "address", "write to", "donne")
_BEFORE_IT = re.compile(
    r"^(?:(?:is|est|c'est|it's|its|email|e-mail|mail|me|her|his|address|adresse|to|a|on|c|she's|he's|used|qui|which|le|la|from|de|sur|via|by)(?: |:))+"
)
_NUMBER_WORD = re.compile(
    r" (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|\w+(?:ante|ze|vingts?)|one|two|three|four|five|seven|eight|nine|ten|\w+teen|\w+ty)(?:-[a-z]+)?$"
)


class SpokenEmailRecognizer(FormatRecognizer):
    """Finds e-mail addresses whose @ or dots are words."""

    FAMILY = "EMAIL"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for at in _AT.finditer(folded):
            end, score = _host_end(folded, at)
            start = _local_start(folded, at.start()) if end else None
            if start is not None and (score > GOOD or _MAIL_CUE.before(folded, start + 3, 40)):
                yield Found(start, end, score, "e-mail address in words")


def _host_end(folded: str, at: re.Match[str]) -> tuple[int, float]:
    """Where the host ends that follows a word for @, and how sure that makes us; 0 if there is none."""
    host = _HOST.match(folded, at.end())
    if host:
        return host.end(), SURE
    provider = _PROVIDER.match(folded, at.end())
    if provider:
        return provider.end(), GOOD if at["bare"] else SURE
    if at["bracketed"]:
        anything = _HOST_ANY.match(folded, at.end())
        if anything and re.search(r"[.]|\b(?:dot|point)\b", anything[0].rstrip(". ")):
            return at.end() + len(anything[0].rstrip(". ")), SURE
    return 0, 0.0


def _local_start(folded: str, end: int) -> int | None:
    """Where the part before the @ begins."""
    local = _LOCAL.search(folded, max(0, end - 90), end)
    while local and local["digits"] and not _NUMBER_WORD.fullmatch(local["digits"]):
        local = _LOCAL.search(folded, local.start("digits"), end) if " " in local["digits"] else None
    if not local:
        return None
    return local.end() - len(_BEFORE_IT.sub("", local[0]))
