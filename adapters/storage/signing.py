"""The bot's own signature (Ed25519, RFC 8032), with a key derived like the others and never stored."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.audit.signatures import holds


class Signer:
    """Signs with a private key made from 32 secret bytes. `key`: the public half, 64 hex characters."""

    def __init__(self, secret: bytes) -> None:
        self.__latest = b""
        self.__private = Ed25519PrivateKey.from_private_bytes(secret)
        self.key = self.__private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def __repr__(self) -> str:
        return "<Signer>"

    def sign(self, message: bytes) -> str:
        """The signature, 128 hex characters."""
        self.__latest = message
        return self.__private.sign(message).hex()

    def signed(self, message: bytes, signature: str) -> bool:
        """Whether it signed this. What it signed last it knows; anything else is reckoned, which takes 0.2 ms."""
        return message == self.__latest or holds(self.key, message, signature)
