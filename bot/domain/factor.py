"""The second factor: a code that a telephone shows for half a minute (TOTP, RFC 6238), and codes on paper for when it is lost."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from bot.domain.ids import invitation_code

ISSUER = "Entre Nous"
_SECRET_BYTES = 20
"""As long as RFC 4226 (section 4, R6) recommends."""
_STEP_SECONDS, _DIGITS = 30, 6
"""With SHA-1: what every authenticator app understands."""
_AROUND = (-1, 0, 1)
"""Steps that are good beside the present one: a clock may be slow, and typing takes time (RFC 6238, section 5.2)."""
_NOT_DIGITS = re.compile(r"[\s\u00a0.-]")

RECOVERY_CODES = 8
_SCRYPT = {"length": 32, "n": 2**14, "r": 8, "p": 1}
"""16 MB and some 50 ms for each guess (RFC 7914); the codes are drawn, 55 bits each, and no passwords."""

MOST_WRONG = 5
_LOCKED, _MOST_DOUBLED = timedelta(minutes=15), 6


def new_secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step."""
    return HOTP(secret, _DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - RFC 6238; an HMAC, where SHA-1 still holds


def step_of(moment: datetime) -> int:
    """The half minute that `moment` is in, counted from the epoch."""
    return int(moment.timestamp()) // _STEP_SECONDS


def step_shown(secret: bytes, typed: str, now: datetime) -> int | None:
    """The step whose code was typed, among those that are good at `now`; None where it is none of theirs."""
    found = None
    for step in (step_of(now) + near for near in _AROUND):
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            found = step
    return found


def typed_digits(text: str) -> str:
    """The six digits in what somebody typed; "" where it can be no code."""
    digits = _NOT_DIGITS.sub("", text[:40])
    return digits if len(digits) == _DIGITS and digits.isascii() and digits.isdecimal() else ""


def letters_of(secret: bytes) -> str:
    """The secret in letters, in groups of four, for who cannot photograph the picture: base32."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def secret_in(letters: str) -> bytes:
    """The secret again."""
    return base64.b32decode(letters.replace(" ", ""))


def address_of(secret: bytes, member_id: str) -> str:
    """What the picture says to an authenticator app. Names nobody: the app's list may be seen by others.

    github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    label = quote(f"{ISSUER}:{member_id}")
    return f"otpauth://totp/{label}?secret={letters_of(secret).replace(' ', '')}&issuer={quote(ISSUER)}"


def new_recovery() -> tuple[bytes, tuple[str, ...]]:
    """A salt, and fresh codes that are shown once and kept as `recovery_hash` says."""
    return secrets.token_bytes(16), tuple(invitation_code() for _ in range(RECOVERY_CODES))


def recovery_hash(code: str, salt: bytes) -> str:
    """As it is kept. Slow on purpose: not for the event loop."""
    return Scrypt(salt=salt, **_SCRYPT).derive(code.encode()).hex()


@dataclass(frozen=True, slots=True)
class Lock:
    """Wrong codes of one person. `wrong`: since the last good one or lock; `locks`: one after the other, each twice as long."""

    wrong: int = 0
    locks: int = 0
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is not None and now < self.until

    def after_wrong(self, now: datetime) -> Lock:
        """After one more wrong code: the fifth locks."""
        if self.wrong + 1 < MOST_WRONG:
            return Lock(self.wrong + 1, self.locks, self.until)
        return Lock(0, self.locks + 1, now + _LOCKED * 2 ** min(self.locks, _MOST_DOUBLED))
