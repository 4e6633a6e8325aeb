"""Profile links and personal web sites: facebook.com/…, a blog, a cagnotte, a shop of one's own.

Well-known public sites stay: colleagues send each other to ameli.fr. A bare "word.it" is two sentences without a space,
so only endings that are not words count without www or a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import STRONG, FormatRecognizer, Found

PUBLIC_SITES = frozenset({
    "ameli.fr", "service-public.fr", "service-public.gouv.fr", "has-sante.fr", "e-cancer.fr",
    "ligue-cancer.net", "nhs.uk", "gov.uk", "macmillan.org.uk", "cancersupportfrance.org",
    "cancersupportfrance.info", "doctolib.fr", "caf.fr", "info.gouv.fr", "sante.fr", "monespacesante.fr",
    "impots.gouv.fr", "legifrance.gouv.fr", "maladiecoeur.fr", "vidal.fr", "cancerresearchuk.org",
    "oncolie.fr", "arcagy.org", "rose-up.fr", "mariecurie.org.uk", "bloodcancer.org.uk", "lls.org", "inca.fr",
    "cancer.fr", "orpha.net", "orphanet.fr", "mesdroitssociaux.gouv.fr", "lassuranceretraite.fr", "aidants.fr",
    "pour-les-personnes-agees.gouv.fr", "cnil.fr", "clinicaltrials.gov", "google.com", "google.fr",
    "wikipedia.org", "youtube.com", "facebook.com", "instagram.com", "whatsapp.com", "zoom.us",
    "meet.google.com", "teams.microsoft.com", "microsoft.com", "amazon.fr", "amazon.com", "leboncoin.fr",
    "blablacar.fr", "sncf.com", "sncf-connect.com", "tameteo.com", "meteofrance.com", "brittany-ferries.co.uk",
    "slack.com", "telegram.org", "booking.com", "bbc.co.uk", "bbc.com", "theguardian.com", "lemonde.fr",
    "lefigaro.fr", "ouest-france.fr", "sudouest.fr", "ladepeche.fr", "francebleu.fr", "thelocal.fr",
    "connexionfrance.com", "cancer.org", "esmo.org", "gustaveroussy.fr", "curie.fr", "aphp.fr",
    "chu-bordeaux.fr", "sosamitie.com", "rarecancers.org.uk", "breastcancernow.org", "prostatecanceruk.org",
    "bowelcanceruk.org.uk", "pancreaticcancer.org.uk", "lymphoma-action.org.uk", "melanomauk.org.uk",
    "brainstrust.org.uk", "thebraintumourcharity.org",
})  # fmt: skip
"""Sites of public bodies, big charities and everyday services, left alone without a path that names a person."""

_PLATFORMS = (
    r"(?:(?:[a-z-]+[.])?facebook|fb|instagram|twitter|tiktok|linkedin|youtube|pinterest|snapchat|threads|twitch|vimeo|patreon|strava|vinted|etsy|"
    r"leetchi|gofundme|justgiving|caringbridge|helloasso|muchloved|justgiving|lepotcommun|cotizup|ulule|tripadvisor|airbnb|gites)[.](?:com|fr|org|net|tv|co[.]uk)|"
    r"m[.]me|t[.]me|wa[.]me|x[.]com|fb[.]me|linktr[.]ee|bsky[.]app|twitch[.]tv"
)
_PATH = r"(?:/[^\s<>|,;\"'»)]*[^\s<>|,;\"'»).:!?])"
_PROFILE = re.compile(
    rf"(?<![\w@.-])(?:https?://)?(?:www[.]|m[.])?(?:{_PLATFORMS})(?!/(?:watch|events?|jobs|hashtag)\b){_PATH}"
)
_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:[.][a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
_LINK = re.compile(rf"(?<![\w@.-])(?:https?://(?:www[.])?|www[.])(?P<host>{_HOST}){_PATH}?/?")
_BARE = re.compile(
    rf"(?<![\w@./-])(?P<host>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?[.])+(?:com|fr|org|net|be|eu|co[.]uk|org[.]uk|info|blog|shop|biz|online|site|app|example|uk|nl|ie|wales|scot|bzh|corsica|alsace))(?![\w@-]|[.][a-z0-9])(?:{_PATH})?"
)
_STOP_INSIDE = re.compile(r"[.][a-z0-9]")
"""What all of these have."""
_DICTATED = re.compile(
    r"(?<![a-z0-9])(?:leetchi|facebook|instagram|linkedin|gofundme|twitter|tiktok|www) (?:point|dot) (?:com|fr|net|org|[a-z]+)(?: (?:slash|barre|dot|point) [a-z0-9-]+)+(?: [a-z]+)?"
)


class ProfileLinkRecognizer(FormatRecognizer):
    """Finds links that lead to a person: profiles, pages of appeals, and any site that is not a public one."""

    FAMILY = "HANDLE"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        if _STOP_INSIDE.search(folded):
            yield from self._written(folded)
        if " point " in folded or " dot " in folded:
            for match in _DICTATED.finditer(folded):
                yield Found(match.start(), match.end(), STRONG, "dictated profile link")

    def _written(self, folded: str) -> Iterator[Found]:
        for match in _PROFILE.finditer(folded):
            yield Found(match.start(), match.end(), STRONG, "profile link")
        for pattern in (_LINK, _BARE):
            for match in pattern.finditer(folded):
                if not _is_public(match["host"]):
                    yield Found(match.start(), match.end(), STRONG, "link to a site that is not a public one")


def _is_public(host: str) -> bool:
    labels = host.removeprefix("www.").split(".")[-4:]
    if host.endswith((".gouv.fr", ".gov.uk", ".nhs.uk", ".europa.eu")):
        return True
    return any(".".join(labels[i:]) in PUBLIC_SITES for i in range(len(labels) - 1)) and "blog" not in host
