"""Is a request really from Slack? Pure; docs.slack.dev/authentication/verifying-requests-from-slack.

Slack signs `v0:<timestamp>:<raw body>` with the app's signing secret. The body must be the bytes that arrived: a body
that was parsed and written again has another signature.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum

WINDOW = 300
"""Seconds that a signature is good for; an older one may be a replay."""


class Verdict(StrEnum):
    """The outcome, as a code for the journal."""

    GENUINE = "genuine"
    UNSIGNED = "unsigned"
    STALE = "stale_signature"
    FORGED = "forged_signature"


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """The value of `X-Slack-Signature` for these bytes."""
    digest = hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


def verify(secret: bytes, timestamp: str | None, signature: str | None, body: bytes, now: float) -> Verdict:
    """Judge one request by its `X-Slack-Request-Timestamp` and `X-Slack-Signature` headers.

    `now` is in seconds since 1970. An empty secret verifies nothing: it would make every signature guessable.
    """
    if not secret:
        raise ValueError("Slack's signing secret is empty; copy it from Basic Information, App Credentials")
    if not timestamp or not signature:
        return Verdict.UNSIGNED
    if not (timestamp.isascii() and timestamp.isdigit()):
        return Verdict.FORGED
    if abs(now - int(timestamp)) > WINDOW:
        return Verdict.STALE
    expected = sign(secret, timestamp, body).encode()
    genuine = hmac.compare_digest(expected, signature.encode("utf-8", "replace"))
    return Verdict.GENUINE if genuine else Verdict.FORGED
