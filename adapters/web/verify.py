"""Is a request really from our own page? Pure: facts of the request in, nothing or `Forged` out.

Three walls, each against another neighbour:

* the Host header names this server, against a foreign site whose name was pointed at this machine (DNS rebinding);
* the Origin header is ours, against a foreign page that posts a form here (CSRF);
* the session cookie is signed, and the form carries a token bound to this session *and* to the person who is
  written as, against a request made up by hand, or one person's form sent in another's name.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class Forged(Exception):
    """The request is not from our own page. `code` goes into the journal: a slug, never content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Facts:
    """What a request says about where it comes from. Headers are None where they were not sent."""

    host: str | None
    origin: str | None
    cookie: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """The server's own names ("127.0.0.1:8350") and the key that signs its sessions."""

    hosts: frozenset[str]
    secret: bytes = field(repr=False)

    def new_session(self) -> str:
        """The value of a fresh session cookie."""
        session = secrets.token_urlsafe(18)
        return f"{session}.{self._sign('session', session)}"

    def session(self, cookie: str | None) -> str:
        """The session's id. Raises `Forged` for a cookie that is missing or that we did not sign."""
        if not cookie:
            raise Forged("session-missing")
        session, _, signature = cookie.partition(".")
        if not _same(signature, self._sign("session", session)):
            raise Forged("session-forged")
        return session

    def token(self, session: str, account: str) -> str:
        """The token that a form carries when this session writes as `account`."""
        return self._sign("form", session, account)

    def check_host(self, facts: Facts) -> None:
        if facts.host is None or facts.host.lower() not in self.hosts:
            raise Forged("host")

    def check_form(self, facts: Facts, account: str, token: str | None) -> str:
        """The session that may change something as `account`. Raises `Forged`."""
        self.check_host(facts)
        if facts.origin is None or facts.origin.lower() != f"http://{(facts.host or '').lower()}":
            raise Forged("origin")
        session = self.session(facts.cookie)
        if not token:
            raise Forged("token-missing")
        if not _same(token, self.token(session, account)):
            raise Forged("token-forged")
        return session

    def _sign(self, *parts: str) -> str:
        """HMAC over the parts; a part cannot hold the separator, since ids and accounts are URL-safe."""
        return hmac.new(self.secret, "|".join(parts).encode(), hashlib.sha256).hexdigest()


def form_token(session: str, form: str) -> str:
    """The token of one form: a draft's id, or a path. The session's secret is the key: only who has its cookie can make one."""
    return hmac.new(session.encode(), f"form|{form}".encode(), hashlib.sha256).hexdigest()


def check_token(session: str, form: str, token: str | None) -> None:
    """Raises `Forged` for a form that does not belong to this session, or is another one."""
    if not token:
        raise Forged("token-missing")
    if not _same(token, form_token(session, form)):
        raise Forged("token-forged")


def check_origin(origin: str | None, ours: str) -> None:
    """Raises `Forged` for a form that stood on a foreign page, or that does not say where it stood."""
    if origin is None or origin.lower() != ours:
        raise Forged("origin")


def origin_of(url: str) -> str:
    """What browsers send as Origin from pages under `url`: scheme and host, and a port that is not the scheme's own."""
    parts = urlsplit(url.lower())
    own = {"https": ":443", "http": ":80"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(own)}"


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode(), ours.encode())


def names_of(host: str, port: int) -> frozenset[str]:
    """The Host headers under which a server on this machine may be called."""
    names = {host, "127.0.0.1", "localhost", "::1"}
    return frozenset(f"[{name}]:{port}" if ":" in name else f"{name}:{port}" for name in names)
