"""Only our own mail server's word about a sender counts."""

from __future__ import annotations

import pytest

from adapters.mail.headers import Unreadable, headers_of, sender
from adapters.mail.verify import unproven

US = "mx.example.org"
BELOW = "From: Sue <sue@example.org>\r\n\r\n"


def why(*lines: str, below: str = BELOW) -> str:
    head = "".join(f"Authentication-Results: {line}\r\n" for line in lines)
    return unproven(headers_of((head + below).encode()), US, "example.org")


@pytest.mark.parametrize(
    "line",
    [
        f"{US}; dmarc=pass header.from=example.org",
        f"{US} 1; dkim=pass (2048-bit; key) header.d=example.org header.s=a",
        f"{US}; dkim=pass header.i=@mail.example.org",
        f"{US}; spf=pass smtp.mailfrom=sue@example.org",
        f"{US}; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.net;dkim=pass header.d=example.org;"
        "dmarc=pass action=none header.from=example.org;compauth=pass reason=100",
        f"{US}; dkim=fail header.d=example.org; dkim=pass header.d=example.org",
    ],
)
def test_a_sender_for_whom_it_vouches_is_genuine(line: str) -> None:
    assert why(line) == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{US}; none", "no_results"),
        ("mx.example.net; dmarc=pass header.from=example.org", "no_results"),
        (f"{US}; dkim=pass header.d=example.net; spf=pass smtp.mailfrom=example.net", "no_results"),
        (f"{US}; dmarc=fail header.from=example.org; dkim=pass header.d=example.org", "dmarc_failed"),
        (f"{US}; dmarc=pass header.from=example.net", "dmarc_failed"),
        (f"{US}; dkim=fail header.d=example.org", "not_aligned"),
        (f'{US}; spf=pass smtp.mailfrom="x;dmarc=pass header.from=example.org"@example.net', "no_results"),
        (f"{US}; spf=none (x; dmarc=pass header.from=example.org) smtp.mailfrom=example.net", "no_results"),
        (f"{US}; dmarc=pass (", "results_unreadable"),
        (f'{US}; dmarc=pass "', "results_unreadable"),
    ],
)
def test_anything_else_is_not(line: str, code: str) -> None:
    assert why(line) == code


def test_where_two_lines_under_its_name_disagree_the_worst_counts() -> None:
    assert (
        why(f"{US}; dmarc=fail header.from=example.org", f"{US}; dmarc=pass header.from=example.org") == "dmarc_failed"
    )


def test_a_line_below_what_came_with_the_mail_counts_for_nothing() -> None:
    forged = f"Subject: x\r\nAuthentication-Results: {US}; dmarc=pass header.from=example.org\r\n{BELOW}"
    assert why(below=forged) == "no_results"


@pytest.mark.parametrize(
    "given",
    [
        "From: sue@example.org, eve@example.net",
        "From: sue@example.org <eve@example.net>",
        "From: Sue <sue@example.org>\r\nFrom: Eve <eve@example.net>",
        "From: <sue@example.org> <eve@example.net>",
        "Subject: nobody",
        "From: Sue",
    ],
)
def test_a_sender_that_two_programs_would_read_differently_is_refused(given: str) -> None:
    with pytest.raises(Unreadable):
        sender(headers_of(f"{given}\r\n\r\n".encode()))


def test_a_name_may_have_an_at_sign_in_quotation_marks() -> None:
    address, name = sender(headers_of(b'From: "sue@home, \\"S\\"" <Sue@Example.org>\r\n\r\n'))
    assert (address, name.expose()) == ("sue@example.org", 'sue@home, "S"')
