"""Only what Slack signed, lately and with these very bytes, is from Slack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.verify import WINDOW, Verdict, sign, verify

SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1531420618.0


def test_the_example_of_slacks_own_page_is_genuine() -> None:
    """docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14"
        b"d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert verify(SECRET, "1531420618", signature, body, NOW) is Verdict.GENUINE


@given(st.binary(max_size=200), st.integers(-WINDOW, WINDOW))
def test_what_slack_signed_within_five_minutes_is_genuine(body: bytes, age: int) -> None:
    stamp = str(int(NOW) - age)
    assert verify(SECRET, stamp, sign(SECRET, stamp, body), body, NOW) is Verdict.GENUINE


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=3))
def test_one_byte_more_is_a_forgery(body: bytes, more: bytes) -> None:
    stamp = str(int(NOW))
    assert verify(SECRET, stamp, sign(SECRET, stamp, body), body + more, NOW) is Verdict.FORGED


@pytest.mark.parametrize("age", [WINDOW + 1, -WINDOW - 1, 86_400])
def test_an_old_or_future_signature_is_a_replay(age: int) -> None:
    stamp = str(int(NOW) - age)
    assert verify(SECRET, stamp, sign(SECRET, stamp, b"x"), b"x", NOW) is Verdict.STALE


@pytest.mark.parametrize(
    ("stamp", "signature", "verdict"),
    [
        (None, "v0=00", Verdict.UNSIGNED),
        ("1531420618", None, Verdict.UNSIGNED),
        ("", "", Verdict.UNSIGNED),
        ("now", "v0=00", Verdict.FORGED),
        ("1531420618 ", "v0=00", Verdict.FORGED),
        ("²", "v0=00", Verdict.FORGED),
        ("1531420618", "v1=" + "0" * 64, Verdict.FORGED),
        ("1531420618", "v0=é", Verdict.FORGED),
    ],
)
def test_malformed_headers_have_a_verdict(stamp: str | None, signature: str | None, verdict: Verdict) -> None:
    assert verify(SECRET, stamp, signature, b"x", NOW) is verdict


def test_another_secret_signs_nothing_for_us() -> None:
    assert verify(SECRET, "1531420618", sign(b"other", "1531420618", b"x"), b"x", NOW) is Verdict.FORGED


def test_an_empty_secret_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ValueError, match="signing secret is empty"):
        verify(b"", "1531420618", sign(b"", "1531420618", b"x"), b"x", NOW)
