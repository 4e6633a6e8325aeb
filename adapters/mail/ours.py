"""Message-IDs of our mails: opaque, the same when a mail is sent again, and telling what an answer to them can choose. Pure.

A mail has no buttons. What a reader may choose stands in it with numbers, and what the numbers mean stands in its Message-ID,
which an answer repeats (`In-Reply-To`): so nothing has to be remembered, and a restart changes nothing. Only ids and codes are in
it; a keyed mark keeps others from making one up.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from redaction import RawText

Mark = Callable[[RawText], str]
"""A keyed fingerprint in hexadecimal digits (`bot.ports.addresses.Addresses.mark`)."""

_LONGEST_PAYLOAD = 600
"""Letters; a field of a mail has at most 998 (RFC 5322, section 2.1.1)."""
_MOST_UNPACKED = 8000
_PREFIX = "en"
_SHAPE = re.compile(r"en\.([ocr])\.([0-9a-f]{16})\.([A-Za-z0-9_-]*)\.([0-9a-f]{12})", re.ASCII)


class About(StrEnum):
    """What a mail of ours is."""

    POST = "o"
    """A copy of what is said in a round: an answer to it goes to colleagues."""
    PRIVATE = "c"
    """A word for one person: an answer to it is for us alone."""
    ROOT = "r"
    """No mail, but the head of the thread of a case."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A Message-ID of ours, read. `local`: what stands before the `@`."""

    about: About
    local: str
    choices: tuple[tuple[str, str], ...] = ()


def local_part(about: About, name: str, choices: Sequence[tuple[str, str]], mark: Mark) -> str:
    """The part before the `@` for what `name` stands for, with the actions and subjects that may be chosen."""
    digest, payload = mark(RawText(f"{about} {name}"))[:16], _packed(choices)
    return f"{_PREFIX}.{about}.{digest}.{payload}.{_seal(about, digest, payload, mark)}"


def fitting(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """As many of them, from the first, as a Message-ID holds."""
    fitting = list(choices)
    while len(_packed(fitting)) > _LONGEST_PAYLOAD:
        fitting.pop()
    return fitting


def read(message_id: str, domain: str, mark: Mark) -> Ours | None:
    """A Message-ID without its brackets, if it is one of ours."""
    local, _, where = message_id.rpartition("@")
    found = _SHAPE.fullmatch(local)
    if found is None or where.lower() != domain:
        return None
    about, digest, payload, seal = About(found[1]), *found.groups()[1:]
    if not hmac.compare_digest(seal, _seal(about, digest, payload, mark)):
        return None
    return Ours(about, local, _unpacked(payload))


def is_ours(ref: str) -> bool:
    """Whether a message of the channel is a mail of ours, by its name there."""
    return _SHAPE.fullmatch(ref) is not None


def _seal(about: About, digest: str, payload: str, mark: Mark) -> str:
    return mark(RawText(f"seal {about} {digest} {payload}"))[:12]


def _packed(choices: Sequence[tuple[str, str]]) -> str:
    if not choices:
        return ""
    text = "\n".join(f"{action}\t{subject}" for action, subject in choices)
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii").rstrip("=")


def _unpacked(payload: str) -> tuple[tuple[str, str], ...]:
    if not payload:
        return ()
    try:
        packed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        text = zlib.decompressobj().decompress(packed, _MOST_UNPACKED).decode("utf-8")
    except (binascii.Error, zlib.error, ValueError):
        return ()
    pairs = (line.partition("\t") for line in text.split("\n"))
    return tuple((action, subject) for action, tab, subject in pairs if tab)
