"""Is it really from Meta? Pure.

The scheme: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks.

Ours and not pywa's, since what fails must be refused and journalled before anything looks into the body, and compared in
constant time; a test holds the two to the same answers.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

SIGNATURE = "x-hub-signature-256"
_PREFIX = "sha256="


class Forged(Exception):
    """`code`: what was wrong, a slug for the journal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_signature(body: bytes, header: str | None, app_secret: str) -> None:
    """HMAC-SHA256 over the bytes as they came, under the app's secret. Raises `Forged`."""
    if not header:
        raise Forged("no_signature")
    good = _PREFIX + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(good.encode(), header.encode()):
        raise Forged("signature")


def challenge(query: Mapping[str, str], verify_token: str) -> str:
    """What to answer when Meta asks whether the address is ours. Raises `Forged`."""
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode(), verify_token.encode()):
        raise Forged("verify_token")
    answer = query.get("hub.challenge", "")
    if not (answer.isascii() and answer.isalnum() and len(answer) <= 200):
        raise Forged("challenge")
    return answer
