"""Is a webhook request really from Telegram? Pure.

Telegram repeats the secret of `setWebhook` in a header of every request
(https://core.telegram.org/bots/api#setwebhook). Long polling needs none of this: there it is we who ask.
"""

from __future__ import annotations

import hmac
import re

HEADER = "X-Telegram-Bot-Api-Secret-Token"

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,256}")


def secret_is_well_formed(secret: str) -> bool:
    """Whether Telegram would take `secret` as `secret_token`."""
    return _SHAPE.fullmatch(secret) is not None


def is_genuine(header: str | None, secret: str) -> bool:
    """Whether `header`, as it arrived, is `secret`. Compared in constant time; no header is a forgery."""
    if header is None or not secret_is_well_formed(secret):
        return False
    return hmac.compare_digest(header.encode("utf-8", "replace"), secret.encode("ascii"))
