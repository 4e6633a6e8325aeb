"""The head of a mail, bounded and decoded. Pure.

Python's own parser of headers raises on odd ones and takes what no mail server would; of a sender's address we must be sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header

from adapters.mail.charsets import decoded
from redaction import RawText

MOST_BYTES = 128 * 1024
"""Of a head; Postfix takes 100 kB, and real ones have ten (https://www.postfix.org/postconf.5.html#header_size_limit)."""
MOST_FIELDS = 400
_LONGEST_VALUE, _LONGEST_SENDER = 8000, 1000
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_FIELD = re.compile(r"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}"
_NAMED = re.compile(rf'(?P<name>"(?:[^"\\]|\\.)*"|[^"<>,@]*)\s*<\s*(?P<address>{_ADDRESS})\s*>', re.ASCII)
_BARE = re.compile(rf"(?P<address>{_ADDRESS})(?:\s*\((?P<name>[^()]*)\))?", re.ASCII)
_FOUND = re.compile(_ADDRESS, re.ASCII)
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")


class Unreadable(Exception):
    """A mail that is not read: a bomb, or something broken. `code` is a slug of ours, never its content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Headers:
    """Names in lower case with their values, unfolded, from the top."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        return [value for field, value in self.fields if field == name]

    def first(self, name: str) -> str:
        """The first of that name, or nothing."""
        return next(iter(self.all(name)), "")

    def text(self, name: str) -> str:
        """The first of that name with its encoded words read (RFC 2047)."""
        return readable(self.first(name))

    def addresses(self, *names: str) -> list[str]:
        """Every address in these fields, in lower case."""
        return [found.lower() for name in names for value in self.all(name) for found in _FOUND.findall(value)]

    def ids(self, *names: str) -> list[str]:
        """The Message-IDs in these fields, without their brackets."""
        return [found for name in names for value in self.all(name) for found in _MESSAGE_ID.findall(_unencoded(value))]

    def __repr__(self) -> str:
        return f"<Headers, {len(self.fields)} fields>"


def headers_of(raw: bytes) -> Headers:
    """The head of a mail. Raises `Unreadable`."""
    head = _BLANK.split(raw[: MOST_BYTES + 4], maxsplit=1)[0]
    if len(head) > MOST_BYTES:
        raise Unreadable("head_too_long")
    lines = filter(None, map(_FIELD.fullmatch, _unfolded(decoded(head, "utf-8"))))
    fields = [(found[1].lower(), found[2].strip()[:_LONGEST_VALUE]) for found in lines]
    if len(fields) > MOST_FIELDS:
        raise Unreadable("too_many_headers")
    return Headers(tuple(fields))


def _unfolded(text: str) -> list[str]:
    lines: list[list[str]] = []
    for line in re.split(r"\r?\n", text):
        if line[:1] in (" ", "\t") and lines:
            lines[-1].append(line)
        else:
            lines.append([line])
    return [" ".join(part.strip() for part in parts) for parts in lines]


def readable(value: str) -> str:
    """A value with its encoded words read; one that cannot be read stays as it is."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return " ".join(value.split())
    words = [part if isinstance(part, str) else decoded(part, charset or "utf-8") for part, charset in parts]
    return " ".join("".join(words).split())


def _unencoded(value: str) -> str:
    """Some programs write a long Message-ID as an encoded word, and its parts with spaces between."""
    return readable(value).replace(" ", "") if "=?" in value else value


def sender(headers: Headers) -> tuple[str, RawText]:
    """The one address in From, in lower case, and the name beside it. Raises `Unreadable`.

    Two From fields, or two addresses in one, are what a forger sends: each program picks another of them (RFC 7489, section 6.6.1).
    """
    given = headers.all("from")
    if len(given) != 1:
        raise Unreadable("from_many" if given else "from_none")
    value = given[0].strip()[:_LONGEST_SENDER]
    found = _NAMED.fullmatch(value) or _BARE.fullmatch(value)
    if found is None:
        raise Unreadable("from_unreadable")
    name = (found["name"] or "").strip()
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return found["address"].lower(), RawText(readable(name))
