"""What the operator says about e-mail: `[mail]` in `entrenous.toml`, or `ENTRENOUS_MAIL__*`."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

LOOPBACK = ("127.0.0.1", "localhost", "::1")

Address = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$"), AfterValidator(str.lower)
]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,190}$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Round = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Tls = Literal["starttls", "implicit", "none"]
"""On a port of its own (RFC 8314), begun in the clear (RFC 3207, RFC 9051), or none on this machine alone."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Server(_Section):
    """A mail server that is spoken to. `ca`: a certificate of one's own that it is trusted by, beside the system's."""

    host: Host
    user: str | None = None
    password: SecretStr | None = None
    ca: Path | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("`user` and `password` come together, or neither does")
        return self

    @model_validator(mode="after")
    def _in_clear_at_home_only(self) -> Self:
        if getattr(self, "tls", None) == "none" and self.host not in LOOPBACK:
            raise ValueError("without encryption only a mail server on this machine is spoken to")
        return self


class ImapSettings(_Server):
    """The mailbox that is read. `then`: what becomes of a mail that is stored here: "delete", "move" (into `moved_to`), "flag"."""

    port: Port = 993
    tls: Tls = "implicit"
    folder: Annotated[str, StringConstraints(min_length=1, max_length=120)] = "INBOX"
    then: Literal["delete", "move", "flag"] = "delete"
    moved_to: Annotated[str, StringConstraints(min_length=1, max_length=120)] = "Read"


class SmtpSettings(_Server):
    """The server that takes the bot's own mails."""

    port: Port = 587
    tls: Tls = "starttls"


class LmtpSettings(_Section):
    """Where the local mail server hands mails over: it speaks LMTP (RFC 2033) or SMTP to `listen`:`port`.

    `peers`: whom it takes mails from. `certificate`, `key_file`: for STARTTLS, which is then required; without them only this
    machine may speak.
    """

    listen: Host = "127.0.0.1"
    port: Port = 2400
    protocol: Literal["lmtp", "smtp"] = "lmtp"
    peers: tuple[IPv4Network | IPv6Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
    certificate: Path | None = None
    key: Path | None = None

    @model_validator(mode="after")
    def _in_clear_at_home_only(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("`certificate` and `key` come together, or neither does")
        at_home = self.listen in LOOPBACK and all(network.is_loopback for network in self.peers)
        if self.certificate is None and not at_home:
            raise ValueError("without encryption only a mail server on this machine may hand mails over")
        return self


class MailSettings(_Section):
    """One bot that is written to, and that writes.

    `address`: its own; what has no round's address goes there, and what comes back undelivered.
    `rounds`: the address of each round, and the round's name. `mode`: where mails come from.
    `authserv_id`: the name under which one's own mail server writes what it found about a sender into
    `Authentication-Results` (RFC 8601); no other's word counts.
    `max_bytes`, `max_parts`, `max_depth`: of a mail; a bigger one goes back unread.
    """

    address: Address
    rounds: dict[Address, Round] = Field(default_factory=dict)
    mode: Literal["imap", "lmtp"] = "imap"
    authserv_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,190}$"), AfterValidator(str.lower)]
    max_bytes: Annotated[int, Field(ge=10_000, le=50_000_000)] = 10_000_000
    max_parts: Annotated[int, Field(ge=1, le=500)] = 60
    max_depth: Annotated[int, Field(ge=1, le=20)] = 8
    imap: ImapSettings | None = None
    lmtp: LmtpSettings = LmtpSettings()
    smtp: SmtpSettings

    @model_validator(mode="after")
    def _has_what_it_reads(self) -> Self:
        if self.mode == "imap" and self.imap is None:
            raise ValueError("`imap`: the mailbox that is to be read is missing")
        return self

    @model_validator(mode="after")
    def _own_address_is_no_rounds(self) -> Self:
        if len(self.rounds) > 1 and self.address in self.rounds:
            raise ValueError("the bot's own address is none of its rounds' where there are several")
        return self

    @property
    def domain(self) -> str:
        """Of its own address; its Message-IDs end in it."""
        return self.address.partition("@")[2]

    def address_of(self, round_: str) -> str:
        """Where a round is written to: its own address, else the bot's."""
        return next((address for address, name in self.rounds.items() if name == round_), self.address)
