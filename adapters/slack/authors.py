"""What the bot does with authors' own tokens: OAuth, their messages changed in place, their tokens revoked.

https://docs.slack.dev/authentication/installing-with-oauth, https://docs.slack.dev/reference/methods/chat.update. Such a token
has the scope `chat:write` alone: nothing can be read with it. What stands after a change is read by the bot's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from adapters.slack import faults, render
from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.files import own_files
from adapters.slack.parse import NAME
from adapters.slack.settings import SlackSettings
from adapters.slack.visible import same_words
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Effect, Outcome, Post
from bot.ports.on_behalf import Grant, Permission
from bot.ports.wording import Wording
from redaction import RawText

SCOPE = "chat:write"
"""All that is asked for (docs.slack.dev/reference/scopes/chat.write): to change and remove what its holder wrote."""

_IMPLIED = frozenset({"identify"})
"""What Slack may list for any user token: whose it is (docs.slack.dev/reference/scopes/identify)."""

_STILL_SHOWN = Effect(Outcome.UNSUPPORTED, code="still_shown")


class Authors:
    """`bot.ports.on_behalf.OnBehalf` over one workspace. `team`: its id."""

    def __init__(self, settings: SlackSettings, client: SlackClient, wording: Wording, team: str) -> None:
        self._settings, self._client, self._wording, self._team = settings, client, wording, team

    def approval_page(self, state: str, back_to: str) -> str:
        """Slack's own page, for this workspace."""
        asked = {
            "client_id": self._settings.client_id,
            "user_scope": SCOPE,
            "redirect_uri": back_to,
            "state": state,
            "team": self._team,
        }
        return f"{self._settings.base_url.removesuffix('api/')}oauth/v2/authorize?{urlencode(asked)}"

    async def exchange(self, code: str, back_to: str) -> Grant:
        """See the port. A token that Slack gives for more than was asked is somebody's that has more: it is no good here."""
        secret = self._settings.client_secret
        assert secret is not None, "offered only where it is set"
        try:
            body = await self._client.exchange(str(self._settings.client_id), secret.get_secret_value(), code, back_to)
        except SlackFault as fault:
            return Grant(problem=fault.code)
        authed: Mapping[str, Any] = body.get("authed_user") or {}
        token = str(authed.get("access_token") or "")
        if not (token and authed.get("id")):
            return Grant(problem="no_token")
        if self._is_ours(token):
            return Grant(problem="bots_own")
        return Grant(Permission(PersonRef(NAME, str(authed["id"])), RawText(token)), self._problem(body, authed))

    def _is_ours(self, token: str) -> bool:
        """Slack gives one token for an app and a member: whoever installed the app would give the admin's once more."""
        admin = self._settings.admin_user_token
        return admin is not None and admin.get_secret_value() == token

    def _problem(self, body: Mapping[str, Any], authed: Mapping[str, Any]) -> str:
        if str((body.get("team") or {}).get("id")) != self._team:
            return "another_team"
        if set(str(authed.get("scope") or "").replace(" ", "").split(",")) - _IMPLIED != {SCOPE}:
            return "other_scopes"
        return "expires" if authed.get("expires_in") or authed.get("refresh_token") else ""

    async def replace(self, post: Post, message: MessageRef, token: RawText, *, look_first: bool) -> Effect:
        """Text and blocks, and no preview of a link; then read back."""
        wanted = render.in_authors_name(post, message, self._wording)
        if wanted is None:
            return Effect(Outcome.UNSUPPORTED, code="does_not_fit")
        done = Effect(Outcome.DONE, message)
        try:
            if look_first and await self._stands(message, post.thread, wanted):
                return done
            await self._client.do_with(token.expose(), "chat.update", wanted)
        except SlackFault as fault:
            return _ended(faults.amending(fault.code, fault.retry_after))
        try:
            return done if await self._stands(message, post.thread, wanted) else _STILL_SHOWN
        except SlackFault as fault:
            effect = faults.effect(fault.code, fault.retry_after)
            return effect if effect.outcome is Outcome.RETRY else _STILL_SHOWN

    async def remove_own(self, message: MessageRef, token: RawText) -> Effect:
        gone = {"channel": message.conversation, "ts": message.message}
        try:
            await self._client.do_with(token.expose(), "chat.delete", gone)
        except SlackFault as fault:
            return _ended(faults.effect(fault.code, fault.retry_after))
        return Effect(Outcome.DONE)

    async def revoke(self, token: RawText) -> Effect:
        try:
            await self._client.do_with(token.expose(), "auth.revoke", None)
        except SlackFault as fault:
            return _ended(faults.effect(fault.code, fault.retry_after))
        return Effect(Outcome.DONE)

    async def _stands(self, message: MessageRef, thread: str | None, wanted: Mapping[str, Any]) -> bool:
        """Whether what people see there is what was wanted, and nothing beside: no file, no preview. Raises `SlackFault`."""
        found = await self._client.message(message.conversation, message.message, thread)
        if found is None or own_files(found) or found.get("attachments"):
            return False
        return same_words(found, wanted)


def _ended(effect: Effect) -> Effect:
    """The same, where Slack refused the token itself."""
    return Effect(Outcome.REVOKED, code=effect.code) if effect.code in faults.REFUSED else effect
