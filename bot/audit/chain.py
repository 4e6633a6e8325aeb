"""The journal's hash chain: each entry carries the hash of the one before, so that a change shows.

An entry's hash is SHA-256 over the canonical JSON of (number, time, kind, body, previous hash). The first entry's
previous hash is 64 zeros. What else proves the chain, `signatures.py` and `verify.py` say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

GENESIS = "0" * 64
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is stored or exported. `at` is ISO 8601 in UTC; `signature` that of its hash, 128 hex characters."""

    seq: int
    at: str
    kind: str
    body: Mapping[str, Any]
    prev: str
    hash: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. `entry`: number of the first bad entry, 0 where it is no entry's; `code`: `audit.<code>` says it."""

    code: str
    entry: int = 0
    slots: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`entries`, `head`: how many from the first on are chained as they should be, and the last one's hash.

    `faults`: the one about the first bad entry comes first; none when all holds.
    """

    entries: int
    head: str
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.faults


def link_hash(seq: int, at: str, kind: str, body: Mapping[str, Any], prev: str) -> str:
    """Hash of one entry, 64 hexadecimal characters."""
    return hashlib.sha256(_canonical([seq, at, kind, body, prev]).encode()).hexdigest()


def verify_chain(links: Iterable[Link]) -> Verdict:
    """Walk the whole chain from its first entry; stops at the first that does not hold."""
    seq, head = 0, GENESIS
    for link in links:
        code = _fault(link, seq + 1, head)
        if code:
            return Verdict(seq, head, (Fault(code, seq + 1),))
        seq, head = link.seq, link.hash
    return Verdict(seq, head)


def _fault(link: Link, expected: int, head: str) -> str:
    if link.seq != expected:
        return "missing"
    if link.prev != head:
        return "unchained"
    if link.hash != link_hash(link.seq, link.at, link.kind, link.body, link.prev):
        return "changed"
    return ""
