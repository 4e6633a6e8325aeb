"""Codes of a telephone are those of RFC 6238; wrong ones lock; what is typed by people is understood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.domain.factor import (
    MOST_WRONG,
    Lock,
    address_of,
    code_at,
    letters_of,
    new_recovery,
    new_secret,
    recovery_hash,
    secret_in,
    step_of,
    step_shown,
    typed_digits,
)
from bot.domain.roster import typed_code

RFC_SECRET = b"12345678901234567890"
RFC_6238 = ((59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (2000000000, "69279037"))
"""Appendix B, SHA-1: seconds, and eight digits, of which six-digit codes are the last six."""
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "digits"), RFC_6238)
def test_codes_are_those_of_the_standard(seconds: int, digits: str) -> None:
    assert code_at(RFC_SECRET, step_of(datetime.fromtimestamp(seconds, UTC))) == digits[-6:]


@pytest.mark.parametrize("away", range(-3, 4))
def test_a_code_is_good_one_step_around(away: int) -> None:
    step = step_of(NOW) + away
    assert step_shown(RFC_SECRET, code_at(RFC_SECRET, step), NOW) == (step if abs(away) <= 1 else None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        (" 123 456\n", "123456"),
        ("123-456", "123456"),
        ("12345", ""),
        ("1234567", ""),
        ("12345a", ""),
        ("１２３４５６", ""),
        ("", ""),
        ("9" * 5000, ""),
    ],
)
def test_six_digits_are_read_however_they_are_typed(typed: str, read: str) -> None:
    assert typed_digits(typed) == read


def test_no_code_is_shown_for_what_is_none() -> None:
    assert step_shown(RFC_SECRET, "", NOW) is None


def test_an_app_is_told_the_secret_and_nobodys_name() -> None:
    secret = new_secret()
    parts = urlsplit(address_of(secret, "M-4FQ9X"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Entre Nous:M-4FQ9X")
    assert parse_qs(parts.query) == {"secret": [letters_of(secret).replace(" ", "")], "issuer": ["Entre Nous"]}
    assert secret_in(letters_of(secret)) == secret
    assert len(secret) == 20


def test_codes_on_paper_are_kept_as_what_only_they_make() -> None:
    salt, codes = new_recovery()
    assert all(typed_code(code.lower()) == code for code in codes)
    assert recovery_hash(codes[0], salt) == recovery_hash(codes[0], salt)
    assert len({recovery_hash(code, salt) for code in codes[:2]} | {recovery_hash(codes[0], b"another salt")}) == 3


def test_the_fifth_wrong_code_locks_each_time_twice_as_long_and_not_without_end() -> None:
    lock, now, minutes = Lock(), NOW, []
    for _ in range(9):
        for _ in range(MOST_WRONG):
            assert not lock.holds(now)
            lock = lock.after_wrong(now)
        assert lock.until is not None
        minutes.append(int((lock.until - now).total_seconds()) // 60)
        assert lock.holds(lock.until - timedelta(seconds=1))
        now = lock.until
    assert minutes == [15, 30, 60, 120, 240, 480, 960, 960, 960]


def test_no_secret_is_in_a_representation() -> None:
    from bot.ports.console import Enrolment, Invitation, Outcome, Tried
    from bot.ports.factors import ConsoleSession, Factor, Stage

    shown = repr(
        [
            Factor("M-4FQ9X", RFC_SECRET, b"12345678", NOW, 1),
            ConsoleSession("M-4FQ9X", Stage.ENROL, "en", NOW, NOW, RFC_SECRET),
            Enrolment("1234 5678", "otpauth://12345678"),
            Outcome(Tried.IN, "12345678", ("12345678",)),
            Invitation("12345678", NOW),
        ]
    )
    assert "5678" not in shown
