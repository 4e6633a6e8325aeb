"""Slack's published method descriptions, as the judge of every request.

The descriptions are data from slack-ruby/slack-api-ref (MIT), kept outside the project; see `SPECS`.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

COMMON_ERRORS = frozenset(
    {
        "access_denied", "account_inactive", "deprecated_endpoint", "ekm_access_denied", "fatal_error", "internal_error",
        "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_auth", "invalid_charset",
        "invalid_form_data", "invalid_json", "invalid_post_type", "json_not_object", "method_deprecated",
        "missing_argument", "missing_post_type", "missing_scope", "no_permission", "not_allowed_token_type",
        "not_authed", "ratelimited", "request_timeout", "service_unavailable", "team_access_not_granted",
        "team_added_to_org", "token_expired", "token_revoked", "two_factor_setup_required", "unknown_method",
    }
)  # fmt: skip
"""Errors that docs.slack.dev lists for every method; the descriptions keep only each method's own."""


def folder() -> Path:
    """Where the descriptions are: `ENTRENOUS_SHARED`, or `shared` beside the repository."""
    shared = Path(os.environ.get("ENTRENOUS_SHARED") or Path(__file__).parents[3].parent / "shared")
    return shared / "specs" / "slack"


def available() -> bool:
    return (folder() / "methods").is_dir()


def needed() -> None:
    """Leave the test out where there are none: without them the stand-in could judge no request."""
    if not available():
        pytest.skip("no Slack descriptions in the folder `shared`; ENTRENOUS_SHARED may name it")


@dataclass(frozen=True, slots=True)
class Method:
    """One Web API method as described."""

    name: str
    arguments: dict[str, str]
    required: frozenset[str]
    errors: frozenset[str]
    bot_scopes: frozenset[str]
    user_scopes: frozenset[str]
    tier: str
    takes_json: bool

    def complaints(self, arguments: dict[str, Any]) -> list[str]:
        """What is wrong with a request's arguments, in words; names only, never values."""
        unknown = [f"unknown argument {name!r}" for name in arguments if name not in self.arguments]
        missing = [f"missing argument {name!r}" for name in sorted(self.required - arguments.keys() - {"token"})]
        wrong = [
            f"argument {name!r} is no {self.arguments[name]}"
            for name, value in arguments.items()
            if name in self.arguments and not _fits(self.arguments[name], value)
        ]
        return unknown + missing + wrong


def _fits(kind: str, value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool) or str(value).lower() in {"true", "false", "1", "0"}
    if kind in {"number", "integer"}:
        return str(value).lstrip("-").isdigit()
    return True


@cache
def method(name: str) -> Method | None:
    """The description of `name`, None for a method that Slack does not document."""
    path = folder() / "methods" / f"{name}.json"
    if not path.is_file():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    scope = raw.get("scope") or {}
    return Method(
        name=name,
        arguments={key: value.get("type", "any") for key, value in raw["args"]["properties"].items()},
        required=frozenset(raw["args"].get("required") or ()),
        errors=frozenset(raw["errors"]) | COMMON_ERRORS,
        bot_scopes=frozenset(scope.get("bot") or ()),
        user_scopes=frozenset(scope.get("user") or ()),
        tier=raw.get("rate_limits") or "t3",
        takes_json=bool(raw.get("json_input_supported")),
    )


@cache
def event_names() -> frozenset[str]:
    """All event types that Slack documents."""
    return frozenset(entry["name"] for entry in json.loads((folder() / "events.json").read_text(encoding="utf-8")))
