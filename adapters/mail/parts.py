"""A mail taken apart: what in it is text, what is a file, and what is neither. Pure, and bounded before anything is built.

A bomb is a small mail that grows: parts in parts, a boundary on every line, a head without end. So it is counted before
Python's parser sees it, which builds an object for each part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from adapters.mail.charsets import decoded
from adapters.mail.headers import Unreadable, headers_of, readable
from bot.domain.messages import Matter

_MOST_NESTED = 60
_MOST_WORK = 6_000_000
"""Lines by boundaries: Python's parser looks for each boundary on each line, at about 6 million a second and a half."""
_MOST_DASHED = 4000
_BOUNDARY = re.compile(rb"boundary\*?\d*\*?\s*=", re.IGNORECASE)
_NESTED = re.compile(rb"^content-type\s*:\s*message/", re.IGNORECASE | re.MULTILINE)
_DASHED = re.compile(rb"^--", re.MULTILINE)
_TRANSFERS = frozenset(
    {"", "7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue"}
)
_MATTERS = {
    "image": Matter.PICTURE,
    "audio": Matter.VOICE,
    "video": Matter.OTHER,
    "text": Matter.FILE,
    "application": Matter.FILE,
}
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_SEALED = frozenset(
    (
        *("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"),
        *("message/partial", "message/external-body"),
    )
)
"""Nobody but who has the key reads these, or they are elsewhere."""
_CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory", "text/calendar", "application/ics"})
_READ = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown"})
_DECORATION = 40_000
"""Bytes: a picture that HTML shows among its text is a logo up to that size, and a picture that says something beyond."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one mail, as the settings have them."""

    size: int
    parts: int
    depth: int


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One leaf. `kind`: its type. `text`: of what is read. `data`: of what is a file. `name`: what its sender called it."""

    kind: str
    matter: Matter
    text: str = ""
    html: bool = False
    card: bool = False
    flowed: bool = False
    delsp: bool = False
    data: bytes = b""
    name: str = ""


def opened(raw: bytes, limits: Limits) -> Message:
    """The mail as a tree. Raises `Unreadable` for a bomb."""
    if len(raw) > limits.size:
        raise Unreadable("too_big")
    headers_of(raw)
    nested = len(_BOUNDARY.findall(raw)) + len(_NESTED.findall(raw))
    if nested > _MOST_NESTED or nested * raw.count(b"\n") > _MOST_WORK:
        raise Unreadable("too_deep")
    if sum(1 for _ in _DASHED.finditer(raw)) > _MOST_DASHED:
        raise Unreadable("too_many_parts")
    tree = message_from_bytes(raw, policy=policy.compat32)
    _measure(tree, limits)
    return tree


def _measure(tree: Message, limits: Limits) -> None:
    waiting: list[tuple[Message, int]] = [(tree, 1)]
    parts = 0
    while waiting:
        part, depth = waiting.pop()
        parts += 1
        if depth > limits.depth:
            raise Unreadable("too_deep")
        if parts > limits.parts:
            raise Unreadable("too_many_parts")
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += [(child, depth + 1) for child in payload if isinstance(child, Message)]


def leaves(part: Message) -> Iterator[Part]:
    """What it consists of, in the order in which it is read. Raises `Unreadable` for what is sealed."""
    kind = part.get_content_type()
    if kind in _SEALED:
        raise Unreadable("encrypted" if "message/" not in kind else "elsewhere")
    children = part.get_payload()
    if isinstance(children, list) and children:
        yield from _several(kind, [child for child in children if isinstance(child, Message)])
    elif kind not in _SIGNATURES:
        yield _leaf(part, kind)


def _several(kind: str, children: list[Message]) -> Iterator[Part]:
    if kind == "message/rfc822":
        yield from _forwarded(children[0])
    elif kind == "multipart/signed":
        yield from leaves(children[0])
    elif kind == "multipart/alternative":
        yield from _best(children)
    else:
        shown = _shown_pictures(children) if kind == "multipart/related" else frozenset()
        for child in children:
            if _content_id(child) not in shown or len(_data(child)) > _DECORATION:
                yield from leaves(child)


def _forwarded(mail: Message) -> Iterator[Part]:
    """A mail in the mail: what it is about, then what it says. Who wrote it to whom is left out."""
    if subject := readable(_text_of(mail.get("Subject"))):
        yield Part("text/plain", Matter.TEXT, subject)
    yield from leaves(mail)


def _best(children: list[Message]) -> Iterator[Part]:
    """One of several versions of the same: plain text, else the last (RFC 2046, section 5.1.4). An appointment is beside it."""
    read = [list(leaves(child)) for child in children]
    plain = next(
        (parts for parts in read if parts and any(p.kind == "text/plain" and p.text.strip() for p in parts)), None
    )
    html = next((parts for parts in reversed(read) if any(p.html for p in parts)), None)
    chosen = plain or html or next((parts for parts in reversed(read) if parts), [])
    yield from chosen
    for parts in read:
        if parts is not chosen:
            yield from (part for part in parts if part.card or part.matter is not Matter.TEXT)


def _shown_pictures(children: list[Message]) -> frozenset[str]:
    """Content-IDs of the pictures that the HTML beside them shows."""
    html = " ".join(
        _string(part) for child in children for part in child.walk() if part.get_content_type() == "text/html"
    )
    return frozenset(
        found
        for child in children
        if child.get_content_maintype() == "image" and (found := _content_id(child)) and f"cid:{found}" in html
    )


def _content_id(part: Message) -> str:
    return _text_of(part.get("Content-ID")).strip().strip("<>")


def _leaf(part: Message, kind: str) -> Part:
    name = readable(_text_of(part.get_filename()))[:200]
    attached = (part.get_content_disposition() or "") == "attachment"
    if kind in _CARDS or (attached and name.lower().endswith((".vcf", ".ics"))):
        return Part(kind, Matter.TEXT, _string(part), card=True)
    if kind in _READ and not attached and not (name and kind == "text/html"):
        given = {str(key).lower(): str(value) for key, value in part.get_params(failobj=[])}
        return Part(
            kind,
            Matter.TEXT,
            _string(part),
            html=kind == "text/html",
            flowed=given.get("format", "").lower() == "flowed",
            delsp=given.get("delsp", "").lower() == "yes",
        )
    return Part(kind, _MATTERS.get(part.get_content_maintype(), Matter.OTHER), data=_data(part), name=name)


def _data(part: Message) -> bytes:
    """The bytes of a part. Raises `Unreadable` where they are coded in a way that is none."""
    transfer = _text_of(part.get("Content-Transfer-Encoding")).strip().lower()
    if transfer not in _TRANSFERS:
        raise Unreadable("transfer_unknown")
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _string(part: Message) -> str:
    charset = part.get_param("charset", "")
    named = charset[2] if isinstance(charset, tuple) else str(charset)
    text = decoded(_data(part), named or "utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff").replace("\0", "")


def _text_of(value: object) -> str:
    """A field as the old policy gives it: a string, or a `Header` where there are eight-bit letters in it."""
    return "" if value is None else decoded(str(value).encode("utf-8", "surrogateescape"), "utf-8")
