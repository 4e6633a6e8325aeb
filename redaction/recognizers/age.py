"""Exact ages, in digits and words: "67", "67yo", "53 years old", "20 months", "soixante-sept ans", "he's 59".

Not ages: durations ("depuis 5 ans", "for 3 years", "20 months of treatment"), limits ("under 5", "plus de 65 ans"),
decades ("in her sixties"), doses, scores, counts and amounts (corpus guide).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue
from redaction.recognizers.numerals import EN_NUMBER, EN_ORDINAL, FR_NUMBER, value

_WORDS = rf"(?:{FR_NUMBER}|{EN_NUMBER})(?![a-z])"
_N = rf"(?:1[01]\d|[1-9]\d?|{_WORDS})"
_HALF = r"(?: ?½| 1/2| and a half| et demie?)?"
_UNIT_EN = r"(?: ?(?:yo|y/o|y[.] ?o[.]?|yrs?|years?)(?![a-z])(?:[- ]olds?)?|[- ](?:year|yr|month|week)s?[- ]olds?| ?(?:months?|mths?|weeks?)(?: old)?)"
_UNIT_FR = r"(?: ?(?:ans|an|balais|piges|printemps|jaar|anos)(?![a-z])| mois(?![a-z])|a(?![\w'])| a[.](?![a-z]))"
_WITH_UNIT = re.compile(rf"(?<![\w.,/€£+-])(?P<n>{_N}){_HALF}(?P<unit>{_UNIT_EN}|{_UNIT_FR}){_HALF}(?![a-z])")
_DURATION_BEFORE = re.compile(
    r"(?:\b(?:pendant|depuis|durant|il y a|y a|ya|dans|en|apres|sous|pour|moins de|plus de|de plus de|tous les|toutes les|sur|d'ici|encore|after|for|in|within|over|under|since|"
    r"about|nearly|almost|last|next|past|every|up to|than|less than|more than|at least|au moins|minimum|max|ca fait|fait|bientot|through|first|derniers?|premiers?|over the|of|these|jusqu'a|until|par|a bout de|tumour for|garanti|est de|is|was|de|les|the|entre|between|dure|takes?|took|gave|donne|lasted|another|ago|duree|delai|chaque|prend|remission|clear)(?: (?:les|the|a|un|deja|environ|about|only|just|juste|presque|ses|des|my|last|next|past|first))*|[<>≥≤~±]|\d ?-|\d a|\d to|\d ou|\d or|\d/|x) ?$"
)
_DURATION_AFTER = re.compile(
    r" ?(?:ago|later|on\b(?! the)|of (?:treatment|chemo|waiting|radio|hormon|immuno|marriage|it|this|zoladex|tamoxifen|herceptin|letroz|remission|follow)|de (?:traitement|chimio|mariage|suivi|remission|retard|recul|delai|maladie|plus|moins|service|cotisation|vie|galere|zoladex|"
    r"tamoxifene|prison|bail|carte|garantie|silence|attente)|d'(?:attente|hormono|anciennete|ecart|arret|immuno)|plus tard|apres|avant|que|deja|max|maxi|maximum|between|from|post|since|after diag|without|sans|clear|in remission|pour|renouv|minimum|par|per|en ald|together|married|here|max)"
)
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:is|was|he's|hes|she's|shes|i'm|im|i am|he is|she is|they're|who's|whos|who is|aged?|ages?|agee?|agees?|both|turns?|turned|turning|be|only|just|a|ai|avait|aura|eu|fait|fete|j'ai|jai|lady|woman|man|gent|gentleman|chap|girl|boy|lad|"
    r"dame|monsieur|homme|femme|fille|fils|garcon|gamine?|petite?|bebe|baby|of|son|daughter|husband|wife|mari|epouse|maman|mere|pere|mum|dad|nan|kid|kids|ado|jumeaux|twins|enfants?|et|and|de|d'|has|have|remission at|at|already|now|nearly|almost|il a|elle a|madame|age de|agee? de|seulement|ses|her|papou a|mari)|[,(:;/|–-]|^|\n|[.!?])\s*(?:a |de )?$"
)
_NOT_AGE_AFTER = re.compile(
    r" ?(?:%|€|£|\$|°|:\d|[./x*+]\d|-\d|h\b|h\d|km|kms|cm|mm|kg|mg|ml|g\b|gy|mins?\b|minutes?|hours?|days?|weeks?|months?|years?|stone|miles?|sessions?|sept|oct|jours?|semaines?|mois|heures?|fois|times|sur\b|out of|of \d|people|personnes|"
    r"a\.?m\b|p\.?m\b|o'?clock|pounds?|euros?|degrees?|points?|nodes?|lesions?|tumou?rs?|mets|cycles?|cures?|rounds?|kids|children|enfants|gosses|cats|dogs|chiens|chats|bits|things|grand|other|more|of (?:us|them|those)|"
    r"bottles?|tablets?|comprimes?|pages?|copies|trips?|appointments?|rdv|rue|avenue|route|chemin|place|bis|ter|nights?|nuits?|children|brothers?|sisters?|freres?|soeurs?|garcons|filles|messages?|calls?|injections?|doses?|units?|stairs|floors?|(?:jan|feb|fev|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aout|nov|dec)[a-z]*\b|mates|guests|mcg|mmol|th\b|st\b|nd\b|rd\b|e\b|eme\b|er\b|in one\b|lots?\b|too\b|or\b (?:two|three)|late|early|off|down|down to|bags?|weeks'|days')"
)
_SUBJECT = (
    r"(?:he|she|i|they|who|lad|mum|dad|papa|maman|patient|the boy|the girl|baby|lui|il|elle|both)"
)
_COPULA = re.compile(
    rf"(?<![a-z0-9])(?:{_SUBJECT}(?:'s|s| is| was| turned| turns|'ll be| will be|'d be|'re| are| am)|i'?m|i am|(?:he|she|they|you)'?(?:re|s)|(?:aged?|ages)(?: of)?|agee?s?(?: de)?|turn(?:ed|s|ing)|(?:il|elle|j|lui|qui|papou|je) ?'?(?:a|ai|avait|aura)|"
    rf"(?:is|was|are|will be|she'll be|he'll be)(?: now| only| just| nearly| already)?|(?:now|only)|kids of|(?:lady|woman|man|gentleman|chap|lad|girl|boy|dame|nephew|niece|thug|homme|femme|gars|petits?|grand(?:son|daughter)|son|daughter|fils|fille|client|patient|remission|osteosarcoma|twins) (?:of|at|de)|"
    rf"happy|her|his|ses|elle fait|il fait|and|both|at)(?: only| just| now| nearly| about| already| a| that| deja)? (?P<n>{_N}{_HALF})(?![\w/%€£]|[.,:]\d|-\d)"
)
_STRONG_COPULA = re.compile(r"(?:he|she|who|mum|dad|i|they|lad|patient|baby|lui|il|elle|boy|girl)'?s? ?|i'?m|i am")
_APPOSITION = re.compile(rf"(?P<lead>[^\W\d_]{{2,}}['\".)]?(?:,|;| -|:| –|\n)? ?\(? ?|[a-z]\.[a-z]?\.?, )(?<=[ (,\n])(?P<n>{_N})(?P<tail>,|\)|;|\.(?!\d)| (?=et |and |lives|live|who|with|from|has|is|ovarian|bowel|breast|lung|prostate|myelome)|!|\?|$|\n| -| –)")
_FRAGMENT = re.compile(rf"(?:^|[.!?\n]\s{{1,2}}|\U0001F494 ?|\- |\* )(?P<n>{_N}{_HALF})(?=[,.!?]\s|[,.!?]?$| and (?:never|not|still|bought|counting)| going on| on the dot| on paper)")
_BIRTHDAY = re.compile(rf"(?<![a-z0-9])(?:her|his|my|their|happy|the big|mum's|dad's|a)(?: big)? (?P<n>(?:1[01]\d|[1-9]\d)(?:th|st|nd|rd)|{EN_ORDINAL}|four-oh|five-oh|six-oh|seven-oh)(?= (?:birthday|on\b|to\b|party|this|next|in\b|bash)|[ !.,]|$)")
_SCORES = Cue(
    "gleason", "karnofsky", "oms", "psa", "deauville", "grade", "stage", "stade", "recist", "cycles?", "isup", "hb", "ecog", "figo", "page", "module", "tableau", "article", "art", "loi", "c\\d", "tnm", "suv\\w*", "score", "gir",
    "room", "chambre", "lit", "bed", "ward", "bus", "ligne", "line", "lots?", "n°", "no", "numero", "number", "code", "top", "taille", "size", "classe", "class", "tome", "volume", "step", "point", "type", "phase", "chapter", "ca ?125", "ki67", "fec", "covid", "appt?", "apt", "flat", "door", "porte", "unit", "unite", "bp", "temp", "recept", "dose", "zone", "plan", "route", "rue", "level", "niveau", "bat", "q", "h", "t", "n", "m", "leuco", "plaquettes", "creatinine", "ecart", "dr", "sats", "channel", "canal", "chrome", "windows", "version", "week", "semaine", "jour", "day", "j", "mg", "about", "around", "weighs?", "pese", "ends?", "starts?", "begins?", "rest", "then", "cle", "nodes", "tel", "phone", "mobile", "ipp", "secu", "nir",
)  # fmt: skip
_TYPICAL = frozenset(range(0, 121))


class AgeRecognizer(FormatRecognizer):
    """Finds exact ages with a unit, after a person or a verb, in apposition, or as a fragment of their own."""

    FAMILY = "AGE"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from self._with_unit(folded)
        for match in _BIRTHDAY.finditer(folded):
            yield Found(match.start("n"), match.end("n"), GOOD, "the age turned, as an ordinal")
        for match in _COPULA.finditer(folded):
            if not _NOT_AGE_AFTER.match(folded, match.end("n")) and self._copula_counts(folded, match):
                yield Found(match.start("n"), match.end("n"), GOOD, "a number that somebody is")
        for match in _APPOSITION.finditer(folded):
            if self._apposed(folded, text, match):
                yield Found(match.start("n"), match.end("n"), GOOD, "a number after a person")
        for match in _FRAGMENT.finditer(folded):
            number = value(re.sub(r" (?:and a half|et demie?|1/2)|½", "", match["n"]))
            if number is not None and 13 <= number <= 110 and not _NOT_AGE_AFTER.match(folded, match.end("n")):
                yield Found(match.start("n"), match.end("n"), GOOD, "a number as a sentence of its own")

    def _with_unit(self, folded: str) -> Iterator[Found]:
        for match in _WITH_UNIT.finditer(folded):
            before = folded[max(0, match.start() - 34) : match.start()]
            unit = match["unit"].strip(" -")
            if "old" in unit or re.match(r"y\.? ?o|y/o|balais|piges|jaar|anos", unit):
                yield Found(match.start(), match.end(), STRONG, "number and a unit of age")
            elif not _is_duration(folded, before, match.end(), unit):
                yield Found(match.start(), match.end(), GOOD, "number and years, months or weeks, of a person")

    def _copula_counts(self, folded: str, match: re.Match[str]) -> bool:
        number = value(re.sub(r" (?:and a half|et demie?|1/2)| ?½", "", match["n"]))
        if number is None or number > 110:
            return False
        lead = match[0][: match.start("n") - match.start()]
        if re.match(r"(?:at|and|her|his|happy|is|was|are|now|only|ses|both)\b", lead):
            ends = re.match(r"(?:[,.;:!?)\"]|$|\n| (?:and|lives?|with|but|so|years|in (?:may|june|july|august|october|march)|yet|today|next week|yesterday|tomorrow|next|then|now|too|from))", folded[match.end("n") :])
            name = re.search(r"[a-z'’.-]+ $", folded[max(0, match.start() - 20) : match.start()])
            if not ends or number < 2 or _SCORES.before(folded, match.start("n"), 14):
                return False
            return _looks_like_person(name[0].strip()) if name and lead.startswith(("is", "was")) else lead.startswith(("both", "happy")) or (lead.startswith("at") and number > 7 and folded[match.end("n") : match.end("n") + 1] in "?.")
        return number >= 2 or match["n"].isdigit() is False

    def _apposed(self, folded: str, text: str, match: re.Match[str]) -> bool:
        number = value(match["n"])
        if number is None or not 1 <= number <= 110 or _SCORES.before(folded, match.start("n"), 12):
            return False
        lead = match["lead"]
        bracket = lead.rstrip(" ").endswith("(")
        closing = match["tail"].strip()
        if bracket and closing not in (")", ",", ";", ""):
            return False
        if not bracket and "," not in lead and "\n" not in lead:
            return self._named(text, match) and closing in (",", ")", "", ".", ";") and number >= 4 and match["n"].isdigit()
        person = self._named(text, match) or _KIN.search(lead) is not None
        return person and (number >= 3 or bracket)

    def _named(self, text: str, match: re.Match[str]) -> bool:
        """Whether a capitalised word, or any word in a message without capitals, stands before the number."""
        lead = re.search(r"([^\W\d_]+)['\".)]?[,;:( –\n-]*$", text[: match.start("n")][-40:])
        return lead is not None and lead[1][0].isupper() and lead[1].lower() not in _NOT_NAMES


_KIN = re.compile(r"\b(?:daughter|son|husband|wife|mum|dad|mother|father|nan|gran|sister|brother|fille|fils|mari|femme|epouse|maman|papa|mere|pere|soeur|frere|lady|chap|man|woman|gentleman|patient|patiente|client|baby|veuve|widow|retraite|irish|welsh|dutch|german|danish|niece|nephew|in law|partner)\b")  # fmt: skip
_NOT_NAMES = frozenset("le la les un une de du des the a an at on in of page room hb psa grade stage gleason appt apt flat module no ref ok yes oui non merci re ps tel cycle fec oms gir ald had temp art bp monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche january february march april may june july august september october november december janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split())


def _looks_like_person(word: str) -> bool:
    return word not in _NOT_NAMES and len(word) > 2


def _is_duration(folded: str, before: str, end: int, unit: str) -> bool:
    """Whether "5 ans" or "3 months" is how long something lasts rather than how old somebody is."""
    if _DURATION_AFTER.match(folded, end):
        return True
    person = _PERSON_BEFORE.search(before)
    if not person:
        return True
    after_verb = re.search(r"\b(?:a|ai|avait|aura|age|agee|eu|he's|she's|shes|hes|who's|i am|j'ai|jai|turned|dame|fille|fils|homme|femme|monsieur|gamine?|petite?|garcon|bebe|jumeaux|patient|patiente|ans et|est|is|et|maman|mari|lady|de|a un)(?: de| d'| a)? ?$", before)  # fmt: skip
    if _DURATION_BEFORE.search(before) and not after_verb:
        return True
    if unit.startswith(("mois", "month", "mth", "week", "year", "yr")):
        return not re.search(r"(?:[(,]|\b(?:baby|bebe|jumeaux|twins|fille|fils|petite?|he's|she's|elle a|il a|is|et|son|daughter|am|kit|i am|anoushka|a|[a-z]+ (?:\())) ?\(?$", before)
    return False
