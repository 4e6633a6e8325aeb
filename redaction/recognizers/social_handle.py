"""Names on social media: "@glen_vs_glio on insta", "mon snap sacha_kdl", "she posts as hetty.one.boob".

"@name" alone is how colleagues call each other on the chat platform and stays; a handle needs a word for social media
close by, or a shape that colleagues' handles do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_MEDIA = (
    "insta", "instagram", "ig", "tik ?tok", "twitter", "tweets?", "facebook", "fb", "snap", "snapchat", "linkedin", "youtube", "twitch", "discord", "strava", "skype",
    "pinterest", "vinted", "threads", "bluesky", "messenger", "x", "forum", "telegram",
)  # fmt: skip
_MEDIA_CUE = Cue(*_MEDIA)
_CUE = Cue(*_MEDIA, "handle", "account", "compte", "follow(?:ers|ing|s)?", "posts?", "poste", "pseudo", "profile?", "profil", "page", "channel", "blog", "video", "abonnes", "hashtag", "tagged", "dm", "messages on")  # fmt: skip
_AT = re.compile(r"(?<![\w@./])@[a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?(?![\w@])(?![.][a-z]{2,4}\b)")
_HINTS = (
    "@", "insta", "ig", "tik", "twitter", "tweet", "facebook", "fb", "snap", "linkedin", "youtube", "twitch", "discord", "strava", "skype",
    "pinterest", "vinted", "threads", "bluesky", "messenger", "account", "compte", "handle", "profil", "pseudo", "post", "page", "sous le nom",
)  # fmt: skip
"""Without one of these there is nothing to find."""
_LIKE_A_COLLEAGUE = re.compile(r"@[a-z]+(?:[._][a-z]{1,3})?(?:-[a-z]+)?$|@u[0-9a-z]{8,}$")
_TWO_WORDS = re.compile(r"@[a-z]+[._-][a-z]+$")
_BARE = re.compile(
    rf"(?<![a-z0-9])(?:{'|'.join(_MEDIA[:-4])}|account|compte|handle|profile?|pseudo(?: on the forum| insta)?|posts?|poste|snap)(?:'s|s)?"
    r"(?: (?:name|nom|is|as|est|c'est|she's|he's|sous|le nom|account|compte|it's|les|on|sur|under|aussi|perso|her|his|de la fille|handle|she)){0,9}[ :=(\"]{1,3}"
    r"(?P<name>(?=[a-z0-9_.:#-]*(?:[._:#][a-z0-9]|[0-9]))[a-z0-9][a-z0-9_.:#-]*[a-z0-9_])(?![\w@])"
)
_DICTATED = re.compile(
    r"(?<![a-z0-9])(?:insta(?:gram)?|facebook|fb|tik ?tok|twitter|snap|compte|account|page)[a-z' ]{0,40}? (?:as|est|c'est|is|ouvert|sous|called) "
    r"(?P<name>[a-z]+(?: (?:dot|point|underscore|tiret du bas|tiret|dash) [a-z]+)+(?: [a-z]+)?)(?![a-z])"
)
_DISPLAY = re.compile(
    r"(?:(?:FB|[Ff]acebook|[Ii]nsta\w{0,30}+)(?: name)?(?: is(?: a bit long:)?| as|, elle est sous|:| sous)+|sous le nom|groupe fb) [\"«]? ?(?P<name>(?:[A-ZÀ-Ý][\w'’-]+|De|de|du|d['’][\w'’-]+)(?: (?:[A-ZÀ-Ý][\w'’-]+|de|du|avec|et|d['’][\w'’-]+))+)"
)


class SocialHandleRecognizer(FormatRecognizer):
    """Finds @handles and account names beside a word for social media; mentions of colleagues stay."""

    FAMILY = "HANDLE"

    def find(self, folded: str, text: str) -> Iterator[Found]:
        if not any(hint in folded for hint in _HINTS):
            return
        for match in _AT.finditer(folded):
            score = self._at_score(folded, match)
            if score:
                yield Found(match.start(), match.end(), score, "@handle, not a colleague's")
        for pattern, line in ((_BARE, folded), (_DICTATED, folded), (_DISPLAY, text)):
            for match in pattern.finditer(line):
                if pattern is _DISPLAY and not _MEDIA_CUE.near(folded, *match.span("name"), 40, 30):
                    continue
                yield Found(match.start("name"), match.end("name"), GOOD, "account name after a word for social media")

    def _at_score(self, folded: str, match: re.Match[str]) -> float:
        if _LIKE_A_COLLEAGUE.fullmatch(match[0]):
            close = _MEDIA_CUE.near(folded, match.start(), match.end(), before=16, after=12)
            return GOOD if close and len(match[0]) > 5 else 0.0
        if _CUE.near(folded, match.start(), match.end(), before=60, after=40):
            return STRONG
        return 0.0 if _TWO_WORDS.fullmatch(match[0]) else GOOD
