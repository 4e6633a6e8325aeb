"""The journal's hash chain: each entry carries the hash of the one before, so that a change shows.

An entry's hash is SHA-256 over the canonical JSON of (number, time, kind, body, previous hash). The first entry's
previous hash is 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is stored or exported. `at` is ISO 8601 in UTC."""

    seq: int
    at: str
    kind: str
    body: Mapping[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken_at`: number of the first bad entry; None when the chain holds. `reason` says what is wrong with it."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def link_hash(seq: int, at: str, kind: str, body: Mapping[str, Any], prev: str) -> str:
    """Hash of one entry, 64 hexadecimal characters."""
    canonical = json.dumps([seq, at, kind, body, prev], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify_chain(links: Iterable[Link]) -> Verdict:
    """Walk the whole chain from its first entry; stops at the first that does not hold."""
    seq, head = 0, GENESIS
    for link in links:
        reason = _fault(link, seq + 1, head)
        if reason:
            return Verdict(entries=seq, head=head, broken_at=seq + 1, reason=reason)
        seq, head = link.seq, link.hash
    return Verdict(entries=seq, head=head)


def _fault(link: Link, expected: int, head: str) -> str:
    if link.seq != expected:
        return f"entry {expected} is missing (found {link.seq})"
    if link.prev != head:
        return "does not follow the entry before it"
    if link.hash != link_hash(link.seq, link.at, link.kind, link.body, link.prev):
        return "was changed after it was written"
    return ""
