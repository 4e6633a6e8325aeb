"""What the operator says about WhatsApp: `[whatsapp]` in `entrenous.toml`, or `ENTRENOUS_WHATSAPP__*`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

PUBLIC_HOST = "https://graph.facebook.com"


class WhatsAppSettings(BaseModel):
    """One telephone number of the association at Meta's Cloud API. It needs `[pages]`: Meta speaks to `/hooks/whatsapp` there.

    `phone_id`: of the number, from *API Setup*. `token`: of a system user that may use the number; it does not end.
    `app_secret`: signs what Meta sends (*App settings*, *Basic*). `verify_token`: any word of yours, typed there too.
    `template`: name of an approved template, in English (`en`) and French (`fr`), without parameters: what people get who
    did not write for a day, so that they answer and read what waits. Without one they get nothing until they write.
    `base_url`: the Graph API's host.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    phone_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{5,32}$")]
    token: SecretStr
    app_secret: SecretStr
    verify_token: SecretStr
    template: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,512}$")] | None = None
    base_url: str = Field(default=PUBLIC_HOST, pattern=r"^https?://[^\s/?#]+/?$")

    @field_validator("token", "app_secret", "verify_token")
    @classmethod
    def _without_spaces(cls, secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value()
        if len(value) < 8 or not value.isascii() or any(letter.isspace() for letter in value):
            raise ValueError("copy it again: it has at least 8 letters and digits, without spaces")
        return secret
