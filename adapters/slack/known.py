"""The table of what is understood of what Slack sends: kinds of events, and of messages. Whatever it does not list is told aloud."""

from __future__ import annotations

SPOKEN: frozenset[str | None] = frozenset(
    {
        None, "bot_message", "channel_name", "channel_purpose", "channel_topic", "file_comment", "file_share", "group_name",
        "group_purpose", "group_topic", "me_message", "pinned_item", "reminder_add", "reply_broadcast", "slackbot_response",
        "thread_broadcast",
    }
)  # fmt: skip
"""Subtypes of `message` that show words of somebody's (docs.slack.dev/reference/events/message)."""

SILENT = frozenset(
    {
        "assistant_app_thread", "bot_add", "bot_disable", "bot_enable", "bot_remove", "channel_archive", "channel_convert_to_private",
        "channel_convert_to_public", "channel_join", "channel_leave", "channel_posting_permissions", "channel_unarchive",
        "ekm_access_denied", "group_archive", "group_join", "group_leave", "group_unarchive", "huddle_thread", "joiner_notification",
        "message_replied", "sh_room_created", "tombstone", "unpinned_item",
    }
)  # fmt: skip
"""Subtypes whose words are Slack's own."""

EVENTS = frozenset(
    {
        "app_home_opened", "app_mention", "channel_archive", "channel_rename", "channel_unarchive", "file_change",
        "file_created", "file_deleted", "file_public", "file_shared", "file_unshared", "group_rename", "im_created",
        "member_joined_channel", "pin_added", "pin_removed", "reaction_added", "reaction_removed",
        "team_join", "user_change", "user_profile_changed", "user_status_changed",
    }
)  # fmt: skip
"""Other events that need nothing done: what they speak of comes as a message too, or shows no words."""

ALARMS = frozenset({"app_uninstalled", "tokens_revoked"})
"""Events after which tokens are good for nothing."""

MEMBERSHIP = frozenset({"channel_left", "group_left", "member_left_channel"})
"""Events that may mean that the bot was put out."""
