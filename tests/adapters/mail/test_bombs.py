"""A small mail that grows is refused before it does, within a second or two."""

from __future__ import annotations

import time

import pytest

from adapters.mail.headers import Unreadable, headers_of
from adapters.mail.parse import said
from adapters.mail.parts import Limits

LIMITS = Limits(10_000_000, 60, 8)
SECONDS = 4.0
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def nested(levels: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))


BOMBS = {
    "many parts": (MIXED + b"--b\r\n\r\nx\r\n" * 300_000, "too_many_parts"),
    "some parts": (MIXED + b"--b\r\n\r\nx\r\n" * 100, "too_many_parts"),
    "deep": (nested(2000), "too_deep"),
    "rather deep": (nested(12) + b"x\r\n", "too_deep"),
    "deep and long": (nested(55) + b"x\r\n" * 2_000_000, "too_deep"),
    "mails in mails": (b"Content-Type: message/rfc822\r\n\r\n" * 3000, "too_deep"),
    "many fields": (b"X: y\r\n" * 20_000, "too_many_headers"),
    "a long head": (b"X: " + b"y" * 300_000, "head_too_long"),
    "too big": (b"\r\n\r\n" + b"x" * 10_000_001, "too_big"),
    "cards": (b"Content-Type: text/vcard\r\n\r\n" + b"FN:x\r\n" * 20_000, "card_too_long"),
    "a card of parameters": (b"Content-Type: text/vcard\r\n\r\nFN;" + b"a=b;" * 50_000 + b":x\r\n", "card_empty"),
    "links in links": (b"Content-Type: text/html\r\n\r\n" + b"<a href='http://x'>a" * 60_000, "html_too_long"),
    "a long text": (b"\r\n\r\n" + b"word " * 20_000, "too_long"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    raw, code = BOMBS[name]
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        said(raw, headers_of(raw), LIMITS, set(), answers=False)
    assert refused.value.code == code
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 15_000,
        b"Content-Type: text/plain\r\n\r\n" + b"On Friday wrote:\r\n" * 3000,
        b"Content-Type: text/plain\r\n\r\n" + b"begin 644 a\r\n" * 4000 + b"\nend",
        b"Subject: " + b"=?utf-8?q?a?= " * 8000 + b"\r\n\r\nx",
        b"Subject: a\r\n" + b" b\r\n" * 20_000 + b"\r\nx",
        b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> > >a \r\n" * 6000,
    ],
)
def test_what_only_looks_like_one_is_read_in_time(raw: bytes) -> None:
    began = time.monotonic()
    said(raw, headers_of(raw), LIMITS, set(), answers=False)
    assert time.monotonic() - began < SECONDS
