"""What the operator says about Telegram: `[telegram]` in `entrenous.toml`, or `ENTRENOUS_TELEGRAM__*`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from adapters.telegram.verify import secret_is_well_formed

PUBLIC_HOST = "https://api.telegram.org"


class TelegramSettings(BaseModel):
    """One bot in the groups that it guards.

    `token`: from @BotFather; `token_file` names a file that holds it instead.
    `base_url`: the bot appends `/bot<token>/<method>`; another host means a Bot API server of one's own.
    `groups`: chat ids of the guarded groups, negative numbers; everything said elsewhere is left alone.
    `supervisors`: user ids of those who are told when a held message stays unclaimed.
    `paced`: keep to Telegram's published limits; off only for a Bot API server of one's own that has none.
    `webhook_secret`: what Telegram repeats in `X-Telegram-Bot-Api-Secret-Token`, where a webhook is used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    token: SecretStr
    token_file: Path | None = None
    base_url: str = PUBLIC_HOST
    groups: list[int] = Field(default_factory=list)
    webhook_secret: SecretStr | None = None
    supervisors: list[int] = Field(default_factory=list)
    paced: bool = True

    @model_validator(mode="before")
    @classmethod
    def _read_token_file(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not data.get("token_file"):
            return data
        if data.get("token"):
            raise ValueError("give either token or token_file, not both")
        return {**data, "token": _content(Path(data["token_file"]))}

    @field_validator("token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        number, _, secret = token.get_secret_value().partition(":")
        if not (number.isdigit() and secret) or any(c.isspace() or c in "/?#" for c in secret):
            raise ValueError("a bot token looks like 123456:letters-and-digits; copy it again from @BotFather")
        return token

    @field_validator("base_url")
    @classmethod
    def _base_url_is_a_url(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("base_url starts with https:// (or http:// on one's own network)")
        return url.rstrip("/")

    @field_validator("groups")
    @classmethod
    def _groups_are_negative(cls, groups: list[int]) -> list[int]:
        if any(group >= 0 for group in groups):
            raise ValueError("ids of groups are negative numbers; a positive one is a person")
        return groups

    @field_validator("supervisors")
    @classmethod
    def _supervisors_are_people(cls, people: list[int]) -> list[int]:
        if any(person <= 0 for person in people):
            raise ValueError("ids of supervisors are positive numbers; a negative one is a group")
        return people

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_has_its_shape(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not secret_is_well_formed(secret.get_secret_value()):
            raise ValueError("webhook_secret: 1 to 256 of A-Z a-z 0-9 _ -")
        return secret


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"token_file cannot be read ({type(error).__name__})") from None
