"""What the operator says about the daily witness: `[witness]` in `entrenous.toml`, or `ENTRENOUS_WITNESS__*`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

LOOPBACK = ("127.0.0.1", "localhost", "::1")

Address = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$")]


class WitnessSettings(BaseModel):
    """Two trustees, and a mail server that takes mail for them.

    `tls`: "starttls" (port 587, as RFC 6409 has it), "implicit" (port 465, RFC 8314), "none" on this machine only.
    `user` and `password` where the server asks for them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    trustees: Annotated[tuple[Address, ...], Field(min_length=2, max_length=2)]
    sender: Address
    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,190}$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    user: str | None = None
    password: SecretStr | None = None
    tls: Literal["starttls", "implicit", "none"] = "starttls"

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if len({address.lower() for address in self.trustees}) != len(self.trustees):
            raise ValueError("two different trustees are needed: one who loses a mail must not lose both")
        return self

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("`user` and `password` come together, or neither does")
        return self

    @model_validator(mode="after")
    def _in_clear_at_home_only(self) -> Self:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError("without encryption only a mail server on this machine is spoken to")
        return self
