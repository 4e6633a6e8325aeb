"""Is it really from Twilio? Pure.

HMAC-SHA1, under the auth token, over the address as Twilio called it and the parameters in the order of their names
(twilio.com/docs/usage/security#validating-requests). Behind a proxy we do not see that address, so it is made of `[pages] url`:
scheme and trailing slash count; a default port may stand in it or not.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

SIGNATURE = "x-twilio-signature"
OTHER_KEY = "x-twilio-webhooks-signature-settings"
"""Present where the console has Twilio sign with another key than the token (a webhook rule), which we do not know."""
_PORTS = {"https": 443, "http": 80}


class Forged(Exception):
    """`code`: what was wrong, a slug for the journal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_signature(
    url: str, parameters: Iterable[tuple[str, str]], signature: str | None, token: str, other_key: str | None = None
) -> None:
    """Raises `Forged`."""
    if other_key is not None:
        raise Forged("other_key")
    if not signature:
        raise Forged("no_signature")
    body = "".join(name + value for name, value in sorted(set(parameters)))
    good = [_made(address + body, token) for address in _addresses(url)]
    if not any([hmac.compare_digest(one.encode(), signature.encode()) for one in good]):  # noqa: C419, all are compared
        raise Forged("signature")


def _addresses(url: str) -> tuple[str, str]:
    """Without its port, and with it: Twilio is not of one mind about that."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    bare = parts._replace(netloc=f"[{host}]" if ":" in host else host)
    port = parts.port or _PORTS.get(parts.scheme, 443)
    return bare.geturl(), bare._replace(netloc=f"{bare.netloc}:{port}").geturl()


def _made(text: str, token: str) -> str:
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
