"""The erasure certificate of a case: what was destroyed and when, what was not, in words a relative can read (GDPR art. 5(2))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.audit.chain import Link
from bot.domain.case_entries import CaseDestroyed
from bot.domain.outgoing import Line, Opaque
from bot.ports.wording import Wording
from redaction import Lang


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the journal says of a destroyed case. `entry`, `head`: number and hash of the entry that says it."""

    reference: str
    at: datetime
    removed: int
    standing: int
    names: int
    entry: int
    head: str


def certified(links: Iterable[Link], case_id: str, reference: str) -> Certificate | None:
    """The certificate of a case; None if its key was not destroyed."""
    for link in links:
        if link.kind == CaseDestroyed.kind and link.body["case"] == case_id:
            body = link.body
            at = datetime.fromisoformat(link.at)
            return Certificate(reference, at, body["removed"], body["standing"], body["names"], link.seq, link.hash)
    return None


def certificate_text(certificate: Certificate, wording: Wording, lang: Lang) -> str:
    """What is handed out."""
    slots: dict[str, Opaque | int | datetime] = {
        "words": Opaque(certificate.reference),
        "at": certificate.at,
        "removed": certificate.removed,
        "standing": certificate.standing,
        "names": certificate.names,
        "entry": certificate.entry,
    }
    keys = ["certificate.title", "certificate.destroyed", "certificate.posts"]
    keys += ["certificate.standing"] * bool(certificate.standing) + ["certificate.names"] * bool(certificate.names)
    said = [wording.render(Line(key, lang, slots)) for key in [*keys, "certificate.proof"]]
    return "\n\n".join([*said, certificate.head]) + "\n"
