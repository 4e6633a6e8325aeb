"""What the operator says about text messages: `[sms]` in `entrenous.toml`, or `ENTRENOUS_SMS__*`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

PUBLIC_HOST = "https://api.twilio.com"


class SmsSettings(BaseModel):
    """One telephone number of the association at Twilio. It needs `[pages]`: Twilio speaks to `/hooks/sms` there.

    `account_sid`, `auth_token`: from the console's first page; the token signs what Twilio sends, too.
    `number`: the association's number, "+33199000001". `texts`: how many messages a long post may take at once; the rest is
    sent when somebody asks for it. `base_url`: the API's host.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    account_sid: Annotated[str, StringConstraints(pattern=r"^AC[0-9a-f]{32}$")]
    auth_token: SecretStr
    number: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
    texts: Annotated[int, Field(ge=1, le=10)] = 3
    base_url: str = Field(default=PUBLIC_HOST, pattern=r"^https?://[^\s/?#]+/?$")

    @field_validator("auth_token")
    @classmethod
    def _has_its_shape(cls, token: SecretStr) -> SecretStr:
        value = token.get_secret_value()
        if len(value) < 16 or not value.isascii() or not value.isalnum():
            raise ValueError("an auth token is letters and digits; copy it again from the console")
        return token
