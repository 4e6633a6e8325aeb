"""The vocabulary of addresses, French and British, shared by ADDRESS and by streets without a number (LOCATION).

Patterns are over folded text. Sources: Base Adresse Nationale's kinds of ways (DGFiP, "nature de voie"), La Poste NF Z 10-011;
Royal Mail PAF thoroughfare descriptors.
"""

from __future__ import annotations

import re

from redaction.folding import vocabulary
from redaction.recognizers.numerals import NUMBER as NUMBER_IN_WORDS

PLAIN_WAY = (
    r"(?:rue|avenue|av|ave|boulevard|boul|bld|blvd|bvd|bd|impasse|imp|chemin|che|route|rte|allees?|venelle|ruelle|sentier|sente|montee|traverse|"
    r"esplanade|faubourg|fbg|fg|chaussee|hent|grand'?[- ]?rue|grande[- ]rue|square|sq|lotissement|lot|voie communale|rond[- ]point|quai)"
)
"""Words that hardly mean anything but a way."""

PLAIN_WAYS = vocabulary(
    "rue avenue av ave boulevard boul bld blvd bvd bd impasse imp chemin che route rte allee allees venelle ruelle sentier sente"
    " montee traverse esplanade faubourg fbg fg chaussee hent grand grandrue grande square sq lotissement lot voie rond quai"
)
"""Words that they begin with, of which a line with one of them holds one (see `cues.words_in`)."""

OTHER_WAY = r"(?:place|pl|cours|cite|clos|passage|promenade|residence|res|hameau|quartier|parvis|mail|voie|cote|villa|domaine|r|all|ch|allee)"
"""Words that mean a way only before a name."""

_PARTICLES = r"(?:(?:(?:de la|du|des|de|la|les|le|aux|au|sur|sous|ar|an|a la)(?![a-z'])|de l'|d'|l'|a l')[ ]?)"
_STOP = (
    r"(?!(?:a|au|aux|in|and|et|she|he|his|her|is|est|with|avec|pour|pr|to|from|the|chez|tel|tele\w*|mais|i|il|elle|qui|que|deuxieme|troisieme|third|second|ring|so|if|near|at|on|where|"
    r"son|sa|ses|bat|bt|appt?|apt|esc|code|postal|dans|depuis|c'est|c|ca|voila|merci|between|instead|for|non|not|meme|no|n°|deux|prendre|for|please|pls|pres|derriere|entre|then|puis|le|la|les|"
    r"ce|cette|but|who|we|they|it|was|au|age|il|ou|or|can|moi|age|demain|ms|ya|donc|car|par|before|after|avant|apres|there|troisieme|signed|va|vers|en|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"residence|lieu-dit)(?![a-z-]))"
)
_WORD = rf"(?:{_STOP}[a-z][a-z'.-]{{0,40}}[a-z]|{_STOP}[a-z]{{2,}}|[a-z](?=\b[ .]))"
NAME = (
    rf"(?>(?:{_PARTICLES}{{0,2}}(?:\d{{1,2}}(?:er)?[ -](?:mai|juin|novembre|septembre|aout|fevrier|mars)(?:[ -](?:19)\d\d)?|{_WORD}))"
    rf"(?:[ -]{_PARTICLES}{{1,2}}{_WORD}){{0,3}})"
)
"""The name of a way, taken whole (an atomic group), as far as small letters allow: particles and one word, repeated. Capitals extend it (see `extend`)."""

NUMBER = r"(?:(?:no?[.] ?|n° ?)?\d{1,4}(?:[ ]?(?:bis|ter|quater)(?![a-z])|[ ]?[a-d](?![a-z'.]))?)"
SPOKEN_NUMBER = rf"(?:(?:(?:two |three |four |deux |trois |quatre )?(?:hundred|cents?)(?: and| et)? )?(?>{NUMBER_IN_WORDS})(?: (?>{NUMBER_IN_WORDS})){{0,3}}(?: bis| ter)?)"

UNIT = (
    r"(?:(?:appartement|appart|appt|apt|app|flat|room|chambre|ch|batiment|bat|bt|escalier|esc|porte|entree|etage|etg|immeuble|imm|tour|unit|villa|lot|boite|bte|mooring|emplacement|"
    r"bp|cs|floor|cidex|logement|hall|code)(?![a-z])[ .]{0,2}(?:n° ?|no?[.]? ?)?(?:\d{1,4}[a-z]?\d?|[a-z]\d{0,3})(?![a-z0-9])(?: \([a-z ]+\))?"
    r"|\d{1,2}(?:e|er|eme|st|nd|rd|th) (?:etage|et|floor|gauche|droite)(?![a-z])[.]?(?: gauche| droite| face)?|rez-de-[a-z]+|rdc|top floor)"
)
"""A part of an address below the street: flat, building, floor, estate, box."""

NAMED_UNIT = (
    r"(?:residence|res|foyer|cite|hameau|quartier|palais|batiment|bat|immeuble|imm|tour|villa|maison|lotissement|lot|hlm|za|zi|zac|chateau|narrowboat|lieu-?dit|domaine|ferme|mas|moulin|clos)"
    r"(?![a-z])[.]?(?: (?:de la|de l'|du|des|de|d'|la|le|les|l'))?(?: ?[\"«]?[a-z0-9][a-z0-9'’.-]{0,60}+[\"»]?){1,4}"
)
"""An estate, a house or a hamlet with its name (to be checked for capitals in the text as written)."""

ROAD_CODE = r"(?:(?:rd|rn|cd|vc|cr|d|n|c)[ ]?(?:n° ?)?\d{1,4}(?:[ ]?[a-z](?![a-z]))?|(?:pk|km)[ ]?\d{1,3})"
"""A numbered country road ("D675") or a milestone."""

_CODE = r"(?:0[1-9]|[1-8]\d|9[0-5]|97|98|2[ab])"
POSTCODE_FR = rf"(?:f-|fr-)?{_CODE}[ ]?\d{{3}}"
POSTCODE_UK = r"(?:gir ?0aa|(?:[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d{1,2}|\d[a-hjkstuw]|[a-hk-y]\d[abehmnprv-y])) ?\d[abd-hjlnp-uw-z]{2})"
"""British postcode. Source: Royal Mail, BS 7666 pattern."""

UK_WAY = r"(?:road|rd|street|st|avenue|ave|lane|ln|close|crescent|cres|drive|gardens|gdns|grove|way|court|terrace|walk|row|hill|mews|park|rise|parade|fold|croft|green|wharf|place)"

UK_WAYS = vocabulary(
    "road rd street st avenue ave lane ln close crescent cres drive gardens gdns grove way court terrace walk row hill mews park rise"
    " parade fold croft green wharf place"
)

HOUSE_HEADS = (
    r"(?:le|la|les|l'|chez|moulin|ferme|mas|villa|hameau|lieu[- ]?dit|domaine|chateau|residence|quartier|palais|maison|clos|the|bel|mon|tour|bat|imm|hlm|foyer|cite|manoir|grange|metairie|borde|"
    r"ker[a-z]+|puy|pech|font|lot|lotissement|old|rose|za|zi|pont|bois|croix|grand|petit|haut|bas)"
)
"""First words of the names of houses and hamlets."""


def extend(text: str, end: int) -> int:
    """The end of a name of a way, widened over the capitalised words (and particles between them) that follow."""
    follow = _CAPITALISED.match(text, end)
    return follow.end() if follow else end


_CAPITALISED = re.compile(
    r"(?:(?:[ -](?:de la|de l['’]|du|des|de|d['’]|la|le|les|l['’]|et|sur|sous|en|aux?|à la|à))?(?:[ -]|(?<=['’]))(?:[A-ZÀ-Ý][\w'’.-]{0,40}\w|[A-Z]\.|\d{4}(?!\d)(?<=19\d\d))){1,6}"
)
