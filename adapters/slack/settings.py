"""What the operator says about Slack: `[slack]` in `entrenous.toml`, or `ENTRENOUS_SLACK__*`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

PUBLIC_HOST = "https://slack.com/api/"
SECRETS = ("bot_token", "app_token", "signing_secret", "admin_user_token", "client_secret")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")


class SlackSettings(BaseModel):
    """One app in one workspace. Each secret may stand in a file instead, named by `<secret>_file`.

    `bot_token` (xoxb-…) and `app_token` (xapp-…, scope connections:write) come from the app's pages.
    `signing_secret`: for requests over HTTP; Socket Mode does without.
    `admin_user_token` (xoxp-… of a workspace admin, scope chat:write): lets the bot remove everybody's messages.
    `client_id`, `client_secret`: of the app, so that authors may let the bot correct their messages in place.
    `base_url`: ends in `/api/`, as slack_sdk wants it.
    `channels`: ids (C…) of the guarded channels. `supervisors`: member ids (U…).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr
    bot_token_file: Path | None = None
    app_token: SecretStr | None = None
    app_token_file: Path | None = None
    signing_secret: SecretStr | None = None
    signing_secret_file: Path | None = None
    admin_user_token: SecretStr | None = None
    admin_user_token_file: Path | None = None
    client_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]{3,120}$")
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    base_url: str = PUBLIC_HOST
    channels: list[str] = Field(default_factory=list)
    supervisors: list[str] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _read_files(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {**data, **{name: _from_file(name, data) for name in SECRETS if data.get(f"{name}_file")}}

    @field_validator("bot_token")
    @classmethod
    def _bot_token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        return _starting("xoxb-", token)

    @field_validator("app_token")
    @classmethod
    def _app_token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        return token and _starting("xapp-", token)

    @field_validator("admin_user_token")
    @classmethod
    def _admin_token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        return token and _starting("xoxp-", token)

    @property
    def asks_authors(self) -> bool:
        """Whether authors can give the bot a token of their own."""
        return bool(self.client_id and self.client_secret)

    @field_validator("base_url")
    @classmethod
    def _base_url_ends_in_api(cls, url: str) -> str:
        if not (url.startswith(("https://", "http://")) and url.endswith("/api/")):
            raise ValueError("base_url starts with https:// (or http:// on one's own network) and ends in /api/")
        return url

    @field_validator("channels")
    @classmethod
    def _channels_are_ids(cls, channels: list[str]) -> list[str]:
        return _all_like(
            _CHANNEL, channels, "channels are named by id (C…): open the channel, click its name, see About"
        )

    @field_validator("supervisors")
    @classmethod
    def _supervisors_are_ids(cls, people: list[str]) -> list[str]:
        return _all_like(_PERSON, people, "supervisors are named by member id (U…): see ⋮ in their profile")


def _from_file(name: str, data: dict[str, Any]) -> str:
    if data.get(name):
        raise ValueError(f"give either {name} or {name}_file, not both")
    try:
        content = Path(data[f"{name}_file"]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{name}_file cannot be read; check its path and who may read it") from None
    if not content:
        raise ValueError(f"{name}_file is empty")
    return content


def _starting(prefix: str, token: SecretStr) -> SecretStr:
    value = token.get_secret_value()
    if (
        not value.startswith(prefix)
        or len(value) <= len(prefix)
        or not value.isascii()
        or any(c.isspace() for c in value)
    ):
        raise ValueError(f"this token starts with {prefix}; copy it again from the app's page")
    return token


def _all_like(form: re.Pattern[str], ids: list[str], hint: str) -> list[str]:
    if not all(form.fullmatch(one) for one in ids):
        raise ValueError(hint)
    return ids
