"""Is a mail really from whom it says, and from a person? Pure; no signature is checked here.

The association's own mail server checks SPF, DKIM and DMARC and writes what it found into `Authentication-Results`
(RFC 8601). Its word counts, by the name that the settings trust; anybody can write such a line, so another's does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.mail.headers import Headers, Unreadable, sender
from adapters.mail.results import Garbled, results_in, server_of
from adapters.mail.settings import MailSettings
from redaction import RawText

OWN = "X-Entre-Nous"
"""In every mail of ours; one that comes back with it goes round in circles."""

_TRACES = frozenset(
    {"received", "received-spf", "return-path", "dkim-filter", "x-spam-checker-version", "x-virus-scanned"}
)
_SENDERS = frozenset(
    {"from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type", "dkim-signature"}
)
"""Fields that a mail has from its sender: whatever stands below one of them, our server did not write."""
_AUTOMATIC_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|réponse automatique|"
    r"absen(?:ce|t)(?:\(?e\)?)? du bureau|notification d'absence)\b",
    re.IGNORECASE,
)
_RESPONDERS = ("x-auto-response-suppress", "x-autoreply", "x-autorespond")
_LISTS = ("list-id", "list-unsubscribe", "list-post", "list-help", "mailing-list")


class Sort(StrEnum):
    """What a mail is to us."""

    GENUINE = "genuine"
    """It is from the address that it names, and somebody wrote it."""
    REFUSED = "refused"
    """Nobody vouches for its sender, or somebody says that it is forged."""
    AUTOMATIC = "automatic"
    """A machine wrote it: an absence note, a list, a receipt, one of our own. It is never answered."""
    UNDELIVERED = "undelivered"
    """A mail server tells what became of a mail of ours."""


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """`code`: why, as a slug. `address`, `name`: of a genuine one's sender."""

    sort: Sort
    code: str = ""
    address: RawText | None = None
    name: RawText | None = None

    def __repr__(self) -> str:
        return f"<Verdict {self.sort} {self.code}>"


def judge(headers: Headers, settings: MailSettings, envelope: str | None = None) -> Verdict:
    """What to do with a mail. `envelope`: its return path, where the one who handed it over told ("" is the null one)."""
    kind = headers.first("content-type").lower()
    if headers.first(OWN.lower()):
        return Verdict(Sort.AUTOMATIC, "loop")
    if kind.startswith("multipart/report") and "delivery-status" in kind:
        return Verdict(Sort.UNDELIVERED)
    if code := _automatic(headers, envelope):
        return Verdict(Sort.AUTOMATIC, code)
    return _of_somebody(headers, settings)


def _of_somebody(headers: Headers, settings: MailSettings) -> Verdict:
    try:
        address, name = sender(headers)
    except Unreadable as error:
        return Verdict(Sort.REFUSED, error.code)
    if address in {settings.address, *settings.rounds}:
        return Verdict(Sort.AUTOMATIC, "own_address")
    if code := unproven(headers, settings.authserv_id, address.partition("@")[2]):
        return Verdict(Sort.REFUSED, code)
    return Verdict(Sort.GENUINE, "", RawText(address), name)


def _automatic(headers: Headers, envelope: str | None) -> str:
    """Why a machine wrote it (RFC 3834, and what programs do that do not know that); "" where nothing says so."""
    if headers.first("content-type").lower().startswith("multipart/report"):
        return "receipt"
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return "auto_submitted"
    if headers.first("precedence").strip().lower() in _AUTOMATIC_PRECEDENCE:
        return "precedence"
    for names, code in ((_RESPONDERS, "auto_response"), (_LISTS, "list")):
        if any(headers.first(name) for name in names):
            return code
    if envelope == "" or headers.first("return-path").strip() == "<>":
        return "no_return_path"
    return "absence" if _AUTOMATIC_SUBJECT.match(headers.text("subject")) else ""


def unproven(headers: Headers, authserv_id: str, domain: str) -> str:
    """Why nobody knows that a mail is from `domain`; "" where our own server vouches for it.

    Several of its lines may say the same; where they do not agree, the worst counts: one of them is not its own.
    """
    found: dict[str, set[str]] = {"dmarc": set(), "dkim": set(), "spf": set()}
    try:
        for line in _own_lines(headers, authserv_id):
            _add(found, line, domain)
    except Garbled:
        return "results_unreadable"
    if not any(found.values()):
        return "no_results"
    if found["dmarc"] - {"pass", "none", "bestguesspass"}:
        return "dmarc_failed"
    if "pass" in found["dmarc"]:
        return ""
    return "" if "pass" in found["dkim"] or found["spf"] == {"pass"} else "not_aligned"


def _own_lines(headers: Headers, authserv_id: str) -> list[str]:
    """The topmost lines under our server's name: what stands below the sender's own fields came with the mail."""
    lines: list[str] = []
    for name, value in headers.fields:
        if name == "authentication-results":
            lines += [value] if server_of(value) == authserv_id else []
        elif name in _SENDERS or (lines and name not in _TRACES and not name.startswith(("arc-", "x-"))):
            break
    return lines


def _add(found: dict[str, set[str]], line: str, domain: str) -> None:
    """What one line says of `domain`. A signature of another's domain says nothing of this one's mail."""
    for one in results_in(line):
        if one.method == "dmarc":
            found["dmarc"].add(one.result if one.about.get("header.from", domain) == domain else "other")
        elif one.method == "dkim":
            signed = one.about.get("header.d") or one.about.get("header.i", "").rpartition("@")[2]
            found["dkim"] |= {one.result} if aligned(domain, signed) else set()
        elif one.method == "spf":
            sent = one.about.get("smtp.mailfrom", "").rpartition("@")[2]
            found["spf"] |= {one.result} if aligned(domain, sent) else set()


def aligned(domain: str, other: str) -> bool:
    """Whether the one is the other, or lies in it (RFC 7489, section 3.1, relaxed)."""
    return bool(other) and (domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}"))
