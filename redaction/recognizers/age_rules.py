"""What tells an age from a duration, a dose, a score or a count; the words around a number, used by `age`.

All patterns are over folded text. Convention of the corpus guide: an exact age keeps its unit; "in her sixties" and
"under 5" are not exact.
"""

from __future__ import annotations

import re

from redaction.recognizers.cues import Cue
from redaction.recognizers.numerals import EN_NUMBER, FR_NUMBER

N = rf"(?:1[01]\d|[1-9]\d?|(?:{FR_NUMBER}|{EN_NUMBER})(?![a-z]))"
HALF = r"(?: ?½| 1/2| and a half| et demie?)?"

OF_AGE = r"(?:[- ]?(?:years?|yrs?|months?|mths?|weeks?)[- ]old|[- ]?(?:y[./]?o(?![a-z])[.]?|y[.] o[.]?)| (?:balais|piges|printemps|jaar|anos)(?![a-z]))"
"""Units that only an age has."""

OF_TIME = r"(?: ?(?:ans|years?|yrs?)(?![a-z'])| (?:months?|mois)(?![a-z])| ?a(?:[.](?![a-z])|(?![\w'’.-])(?! (?:la|l'|[a-z]{3,}))))"
"""Units that durations have too."""

NEVER_BEFORE = re.compile(
    r"(?:\b(?:pendant|depuis|durant|y a|ya|dans|en|moins de|plus de|tous les|toutes les|sous|d'ici|encore|d'environ|environ|vers|for|in|within|over|under|since|"
    r"about|around|nearly|almost|last|next|past|every|up to|than|at least|au moins|minimum|maximum|max|ca fait|through|first|derniers?|premiers?|jusqu'a|until|"
    r"until she's|dure|takes?|took|another|delai(?: de)?|garantie?(?: de)?|bail de|peine de|entre|between|apres|par|these|those|prend|below|above|chaque|pour|after|before|valable|passe|duree de|jours sur|va sur|sur ses)"
    r"(?: (?:les|the|a|un|the last|only|just|juste|presque|my|her|his|at least|au moins)){0,17}|[<>≥≤~±+]|\d ?-|\d (?:a|to|ou|or)|\d/|x) ?$"
)
"""What stands before a duration, a limit or a round figure."""

NEVER_AFTER = re.compile(
    r" ?(?:ago|later|of (?:treatment|chemo|wait|radio|hormon|immuno|marriage|it\b|this|zoladex|tamoxifen|herceptin|letroz|remission|follow)|"
    r"d[e'] ?(?:traitement|chimio|mariage|suivi|remission|retard|recul|delai|maladie|plus|moins|service|cotisation|vie|galere|prison|reclusion|travaux|bail|garantie|silence|attente|hormono|anciennete|ecart|arret|immuno)|"
    r"plus tard|apres|avant|que\b|deja|max|minimum|between|post\b|since|after|before|without|sans|clear|renouv|par\b|per\b|en ald|together|married|-?odd|or (?:so|more|over|above)|ou plus|et plus|et moins)"
)

COUNTED = re.compile(
    r" ?(?:%|€|£|\$|°|:\d|[./x*+]\d|-\d|-?odd\b|h\b|h\d|km|kms|cm|mm|kg|mg|ml|g\b|gy|mcg|mmol|mins?\b|minutes?|hours?|days?|weeks?|months?|years?|stone|miles?|bornes|sessions?|jours?|semaines?|mois|heures?|fois|times|"
    r"sur\b|out of|of \d|people|personnes|a\.?m\b|p\.?m\b|o'?clock|pounds?|euros?|degrees?|points?|nodes?|lesions?|tumou?rs?|mets|cycles?|cures?|rounds?|kids|children|enfants|gosses|petits|cats|dogs|chiens?|chats?|"
    r"bits|things|choses|grand|others?|more|of (?:us|them|those|mine|our|the)|bottles?|tablets?|comprimes?|gouttes|pages?|copies|trips?|appointments?|rdv|rue|avenue|route|chemin|place|bis\b|ter\b|nights?|nuits?|brothers?|"
    r"sisters?|freres?|soeurs?|garcons|filles|messages?|calls?|injections?|doses?|units?|stairs|floors?|etages|chicots|mates|guests|th\b|st\b|nd\b|rd\b|e\b|eme\b|er\b|lots?\b|or (?:two|three)|late|early|off\b|down\b|bags?|"
    r"number|dossiers|hens|acres|(?:jan|feb|fev|mar|apr|avr|may|mai|june?|juin|july?|juil|aug|aout|sept?|oct|nov|dec)[a-z]*\b|in one\b|syndromes)"
)
"""What stands after a count, an amount, a dose, a time or a day."""

SCORES = Cue(
    "gleason", "karnofsky", "oms", "psa", "deauville", "grades?", "stages?", "stade", "recist", "cycles?", "isup", "hb", "ecog", "figo", "page", "module", "tableau", "article", "art", "loi", "c\\d", "suv\\w*", "scores?", "gir", "cea", "pirads",
    "room", "chambre", "lit", "bed", "ward", "bus", "ligne", "line", "n°", "no", "numero", "number", "code", "taille", "size", "classe", "class", "tome", "volume", "step", "points?", "type", "phase", "ca ?\\d+(?:[ -]\\d)?", "ki ?67", "fec", "covid",
    "appt?", "apt", "flat", "door", "porte", "unit", "unite", "bp", "temp", "dose", "zone", "plan", "route", "rue", "level", "niveau", "bat", "leuco", "plaquettes", "creatinine", "dr", "sats", "channel", "canal", "radio", "version", "week", "semaine",
    "jour", "day", "exon", "weighs?", "pese", "ends?", "ending", "starts?", "begins?", "cle", "tel", "phone", "mobile", "ipp", "secu", "nir", "skenan", "lyrica", "xarelto", "emla", "oxycontin", "actiskenan", "breslow", "clark", "mms", "mmse", "number", "the rest",
    "chapter", "team", "group", "groupe", "table", "stand", "lot", "hectares?", "fractions?", "aged? under", "about", "around", "environ",
)  # fmt: skip
"""Words after which a small number is a score, a place or a dose."""

KIN = re.compile(
    r"\b(?:daughter|son|husband|wife|mum|mom|dad|mother|father|nan|nana|gran|granny|grandad|sister|brother|fille|fils|mari|femme|epouse|maman|mamie|papi|papa|mere|pere|soeur|frere|lady|chap|man|woman|gent|gentleman|patiente?|client|"
    r"baby|bebe|veuve|veuf|widow(?:er)?|retraitee?|irish|welsh|dutch|german|danish|polish|scottish|english|british|french|italian|belgian|american|icelandic|swiss|senegalais|congolais|jamaican|niece|neveu|nephew|in[- ]law|partner|girl|boy|lad|garcon|gamine?|jumeaux|twins|petite?|ado|dame|monsieur|homme|"
    r"seule|neighbour|voisine?|mari[ée]e?)\s*$"
)
"""A word for a person, at the end of what stands before the number."""

CLOSED = re.compile(r"\s?(?:[,.;:!?)\"»…\n-]|$|[^\w\s%€£$/°])")
"""Punctuation or the end: nothing is counted by the number."""

GOES_ON = re.compile(
    r" (?:and|lives?|living|with|but|so|yet|today|next week|yesterday|tomorrow|next month|now|too|from|who|on (?:sat|sun|mon|tue|wed|thu|fri|the|her|his|\d)|at the|in (?:may|june|july|august|october|march|april|january|february|september|november|december)|lives|has|is|was|going|donc|et|avec|qui|mais|she|he|elle|il|hodgkin|testicular|breast|ovarian|bowel|prostate|lung|throat|of [a-z]+ )"
)
"""Words with which a sentence about a person goes on after the age."""

NOT_NAMES = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "de",
        "du",
        "des",
        "the",
        "a",
        "an",
        "at",
        "on",
        "in",
        "of",
        "page",
        "room",
        "hb",
        "psa",
        "grade",
        "stage",
        "gleason",
        "appt",
        "apt",
        "flat",
        "module",
        "no",
        "ref",
        "ok",
        "yes",
        "oui",
        "non",
        "merci",
        "re",
        "ps",
        "tel",
        "cycle",
        "fec",
        "oms",
        "gir",
        "ald",
        "had",
        "temp",
        "art",
        "bp",
        "c",
        "radio",
        "plan",
        "route",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "registration",
        "covid",
    ]
)
