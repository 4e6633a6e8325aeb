"""What the bot signs, and whether a signature holds (Ed25519, RFC 8032).

Each entry's hash is signed when it is written. The chain makes the last signature stand for all entries before it, so whoever
writes into the database without the bot's key is found out at the first entry that they touched, however well they hash
anew. The private half is derived from keys that the master key wraps; the public half goes to the trustees with each mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def entry_message(digest: str) -> bytes:
    """What is signed of an entry with this hash."""
    return b"entrenous/1/journal\0" + digest.encode()


def mail_message(lines: Sequence[str]) -> bytes:
    """What is signed of a witness mail: the lines that say something (`Witness.statement`)."""
    return b"entrenous/1/witness\0" + "\n".join(lines).encode()


def holds(key: str, message: bytes, signature: str) -> bool:
    """Whether the owner of the public `key` (64 hex characters) signed it. False, too, for what is no key or no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
