"""Slack's errors as our outcomes. Pure; the codes are those that docs.slack.dev lists for each method.

`Effect` codes: Slack's own error, `http_<status>`, `timeout`, `connection`, `no_json`; never a text, since Slack's answers may
repeat what was sent.
"""

from __future__ import annotations

import re

from bot.domain.outgoing import Effect, Outcome

_CODE = re.compile(r"[a-z0-9_]{1,60}")

PASSING = frozenset(
    {
        "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
        "team_added_to_org", "fetch_members_failed", "update_failed",
    }
)  # fmt: skip
"""Worth another try."""

REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)
"""The credentials themselves are refused."""

NO_RIGHT = frozenset(
    {
        "access_denied", "cant_delete_file", "cant_delete_message", "channel_is_limited_access", "channel_not_found",
        "compliance_exports_prevent_deletion", "delete_not_allowed", "ekm_access_denied", "file_deleting_disabled", "is_archived",
        "missing_scope", "no_permission", "not_in_channel", "restricted_action", "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel", "restricted_action_thread_locked", "restricted_action_thread_only_channel",
        "team_access_not_granted",
    }
)  # fmt: skip

FIXED = frozenset(
    {
        "block_mismatch", "cant_broadcast_message", "cant_update_message", "edit_window_closed", "message_limit_exceeded",
        "msg_blocks_too_long", "msg_too_long", "no_dual_broadcast_content_update", "streaming_state_conflict",
    }
)  # fmt: skip
"""A message that Slack does not change (docs.slack.dev/reference/methods/chat.update)."""

NOT_THERE = frozenset({"message_not_found", "file_not_found", "file_deleted"})

NO_DIRECT = frozenset({"cannot_dm_bot", "messages_tab_disabled", "user_disabled", "user_not_visible"})
"""The person cannot be written to."""


def effect(code: str, retry_after: float | None = None) -> Effect:
    """The outcome of a call that Slack refused with `code`."""
    return Effect(outcome(code), retry_after=retry_after, code=code)


def outcome(code: str) -> Outcome:
    if code in PASSING or code in {"timeout", "connection", "no_json", "http_429"} or code.startswith("http_5"):
        return Outcome.RETRY
    if code in NOT_THERE:
        return Outcome.GONE
    if code in NO_RIGHT or code in REFUSED:
        return Outcome.FORBIDDEN
    return Outcome.CLOSED if code in NO_DIRECT else Outcome.FAILED


def amending(code: str, retry_after: float | None = None) -> Effect:
    """The same for `chat.update`: what does not fit or is not changed any more has to be posted anew."""
    return Effect(Outcome.UNSUPPORTED, code=code) if code in FIXED else effect(code, retry_after)


def clean(code: object) -> str:
    """An error code of Slack's, or `unnamed` for what is none."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "unnamed"
