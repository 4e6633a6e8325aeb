"""The only file with network calls to Telegram, through python-telegram-bot's own networking.

JSON goes out and comes in as it is. Where the SDK builds objects of it, an answer that it cannot build raises after the
message was sent, and one such update spoils its whole batch, again and again, and is logged with its text at CRITICAL.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from pydantic import SecretStr
from telegram.error import BadRequest, ChatMigrated, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from adapters.telegram import errors
from adapters.telegram.arguments import of_edit, of_piece
from adapters.telegram.ballot import Ballot
from adapters.telegram.content import NAME
from adapters.telegram.meanings import Rights, rights_of
from adapters.telegram.pace import Pace
from adapters.telegram.parse import ASKED_FOR, HIDE_SIGN
from adapters.telegram.render import Alert, Document, Piece, Text
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Effect, Outcome

_PRESENT = frozenset({"creator", "administrator", "member"})
LONG_POLL = 25
"""Seconds that Telegram may keep a poll open (it allows 50)."""


class Unreachable(Exception):
    """Telegram could not be asked. `code` is a slug; `retry_after` in seconds, where Telegram says."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(f"Telegram could not be asked ({code})")
        self.code = code
        self.retry_after = retry_after


class Refused(Unreachable):
    """The token was refused: 401, or 404 for one that is malformed."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account. `sees_all`: privacy mode is off (https://core.telegram.org/bots/features#privacy-mode)."""

    id: int
    username: str
    sees_all: bool


@dataclass(slots=True)
class Client:
    """Telegram's methods as we use them. What goes wrong in an effect becomes an `Effect`, in a question `Unreachable`.

    `moved`: groups that became supergroups while we ran, old id to new.
    """

    bot: _RawBot = field(repr=False)
    requests: tuple[HTTPXRequest, ...] = field(repr=False)
    me: Me | None = None
    moved: dict[int, int] = field(default_factory=dict)

    @property
    def username(self) -> str | None:
        """The bot's own, once it is connected."""
        return self.me.username if self.me else None

    async def connect(self) -> Me:
        """Who are we? Also makes sure that no webhook stands in the way of polling; nothing pending is dropped."""
        account = await self._ask("getMe", {})
        await self._ask("deleteWebhook", {"drop_pending_updates": False})
        self.me = Me(account["id"], account["username"], bool(account.get("can_read_all_group_messages")))
        return self.me

    async def close(self) -> None:
        for request in self.requests:
            await request.shutdown()

    async def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Wait for updates from `offset` on; asking for them confirms all before."""
        return await self._poll({"offset": offset, "timeout": LONG_POLL}, LONG_POLL + 10)

    async def waiting(self) -> list[dict[str, Any]]:
        """The first hundred updates that wait, at once, and left to wait: none is confirmed."""
        return await self._poll({"timeout": 0}, 10)

    async def confirm(self, offset: int) -> None:
        """Tell Telegram on leaving what was stored, so that it does not come again."""
        await self._poll({"offset": offset, "timeout": 0, "limit": 1}, 3)

    async def rights(self, chat: int) -> Rights:
        """What the bot may do in `chat`; nothing at all where Telegram knows no such chat."""
        if self.me is None:
            raise Unreachable("not_connected")
        try:
            member = await self.bot.ask("getChatMember", {"chat_id": chat, "user_id": self.me.id})
        except ChatMigrated as error:
            self.moved[chat] = int(error.new_chat_id)
            return await self.rights(self.moved[chat])
        except TelegramError as error:
            if errors.effect_of(error, private=False).outcome is Outcome.FORBIDDEN:
                return Rights(deletes=False, reads=False)
            raise _unreachable(error) from None
        return rights_of(member, self.me.sees_all)

    async def administrators(self, chat: int) -> list[Mapping[str, Any]]:
        """Accounts of a group's administrators: colleagues, whoever they are."""
        return [member["user"] for member in await self._ask("getChatAdministrators", {"chat_id": chat})]

    async def called(self, chat: int) -> str | None:
        """How people call a group, or somebody who wrote to the bot; None where Telegram knows no such chat of the bot's."""
        try:
            found = await self.bot.ask("getChat", {"chat_id": self.moved.get(chat, chat)})
        except ChatMigrated as error:
            self.moved[chat] = int(error.new_chat_id)
            return await self.called(chat)
        except TelegramError as error:
            if errors.effect_of(error, private=False).outcome is Outcome.FORBIDDEN:
                return None
            raise _unreachable(error) from None
        names = (found.get("title"), found.get("first_name"), found.get("last_name"))
        return " ".join(str(name) for name in names if name)

    async def reaches(self, person: int) -> bool:
        """Whether the bot may write to somebody, which is so once they pressed Start. They see nothing but "typing…"."""
        try:
            await self.bot.ask("sendChatAction", {"chat_id": person, "action": "typing"})
        except TelegramError as error:
            if errors.effect_of(error, private=True).outcome is Outcome.CLOSED:
                return False
            raise _unreachable(error) from None
        return True

    async def delete(self, chat: int, message: int) -> Effect:
        """Remove a message of anybody's."""
        try:
            await self.bot.ask("deleteMessage", {"chat_id": chat, "message_id": message})
        except TelegramError as error:
            effect = errors.effect_of(error, private=chat > 0)
            return await self._why(chat) if effect.code == errors.CANNOT_BE_DELETED else effect
        return Effect(Outcome.DONE)

    async def _why(self, chat: int) -> Effect:
        """Tell a missing right from a message that is too old: Telegram words both alike."""
        try:
            deletes = (await self.rights(chat)).deletes
        except Unreachable:
            return Effect(Outcome.FORBIDDEN, code=errors.CANNOT_BE_DELETED)
        outcome = Outcome.TOO_OLD if deletes else Outcome.FORBIDDEN
        return Effect(outcome, code=errors.CANNOT_BE_DELETED if deletes else "not_enough_rights")

    async def shown(self, chat: int, message: int) -> Mapping[str, Any] | None:
        """A message that stands in a group; None where Telegram does not show it.

        Bots cannot read a chat, but are told what they answer: so it is answered, without a sound, and the answer removed at once.
        """
        chat = self.moved.get(chat, chat)
        asked = {"chat_id": chat, "text": HIDE_SIGN, "disable_notification": True}
        try:
            sent = await self.bot.ask("sendMessage", {**asked, "reply_parameters": {"message_id": message}})
        except TelegramError:
            return None
        await self.delete(chat, int(sent["message_id"]))
        about: Mapping[str, Any] | None = sent.get("reply_to_message")
        return about

    async def send(self, piece: Piece | Ballot) -> Effect:
        """Send one message. Where its topic is gone or closed it goes to the group's main one, so that no post is lost."""
        effect = await self._send(piece)
        if (
            effect.code == errors.THREAD_GONE
            and isinstance(piece, (Text, Ballot, Document))
            and piece.thread is not None
        ):
            return await self._send(replace(piece, thread=None))
        return effect

    async def _send(self, piece: Piece | Ballot) -> Effect:
        chat = self.moved.get(piece.chat, piece.chat)
        method, arguments = of_piece(piece, chat)
        try:
            message = await self.bot.ask(method, arguments)
        except ChatMigrated as error:
            self.moved[chat] = int(error.new_chat_id)
            return Effect(Outcome.RETRY, retry_after=0.0, code="group_moved")
        except TelegramError as error:
            return errors.effect_of(error, private=chat > 0)
        return Effect(Outcome.DONE, MessageRef(NAME, str(chat), str(message["message_id"])))

    async def send_all(self, pieces: Sequence[Piece]) -> Effect:
        """Send the parts of one post, and answer with the first one's outcome.

        Where a later part cannot be sent, a group gets none: what stands there already is taken back, so that trying
        again does not say it twice. In a private chat it stays: better twice to its author than not at all.
        """
        first, *rest = pieces
        effect = await self.send(first)
        sent = [effect]
        for piece in rest if effect.outcome is Outcome.DONE else ():
            sent.append(await self._insist(_answering(piece, effect)))
            if sent[-1].outcome is not Outcome.DONE:
                if first.chat < 0:
                    await self._take_back(sent)
                return replace(sent[-1], ref=None)
        return replace(effect, more=tuple(one.ref for one in sent[1:] if one.ref))

    async def edit(self, piece: Text, message: int) -> Effect:
        """Put `piece` in the place of a message of ours."""
        method, arguments = of_edit(piece, message)
        try:
            await self.bot.ask(method, arguments)
        except TelegramError as error:
            effect = errors.effect_of(error, private=piece.chat > 0)
            if effect.outcome is not Outcome.DONE:
                return effect
        return Effect(Outcome.DONE, MessageRef(NAME, str(piece.chat), str(message)))

    async def edit_all(self, pieces: Sequence[Text], standing: Sequence[MessageRef]) -> Effect:
        """Put the parts of a post in the place of those of an earlier version; what is too many goes.

        UNSUPPORTED where there are more parts now than messages to hold them.
        """
        if len(pieces) > len(standing):
            return Effect(Outcome.UNSUPPORTED, code="longer_now")
        for piece, ref in zip(pieces, standing, strict=False):
            effect = await self.edit(replace(piece, chat=int(ref.conversation)), int(ref.message))
            if effect.outcome is not Outcome.DONE:
                return effect
        for ref in standing[len(pieces) :]:
            await self.delete(int(ref.conversation), int(ref.message))
        first, *more = standing[: len(pieces)]
        return Effect(Outcome.DONE, first, more=tuple(more))

    async def belongs(self, chat: int, user: int) -> bool:
        """Whether somebody is in a group. Raises `Unreachable`."""
        try:
            member = await self.bot.ask("getChatMember", {"chat_id": chat, "user_id": user})
        except BadRequest:
            return False
        except TelegramError as error:
            raise _unreachable(error) from None
        return member["status"] in _PRESENT or (member["status"] == "restricted" and bool(member.get("is_member")))

    async def title(self, chat: int) -> str:
        """What a group is called."""
        return str((await self._ask("getChat", {"chat_id": chat})).get("title", ""))

    async def _insist(self, piece: Piece) -> Effect:
        effect = await self.send(piece)
        for pause in (1.0, 3.0):
            if effect.outcome is not Outcome.RETRY:
                break
            await asyncio.sleep(effect.retry_after or pause)
            effect = await self.send(piece)
        return effect

    async def _take_back(self, sent: Sequence[Effect]) -> None:
        for ref in (effect.ref for effect in sent):
            if ref is not None:
                await self.delete(int(ref.conversation), int(ref.message))

    async def answer(self, query: str, alert: Alert) -> Effect:
        """Answer a pressed button. Where Telegram refuses the link, the words alone."""
        try:
            said = {"callback_query_id": query, "text": alert.text, "show_alert": True, "url": alert.url}
            await self.bot.ask("answerCallbackQuery", said)
        except TelegramError as error:
            effect = errors.effect_of(error, private=True)
            if alert.url and effect.code == "url_invalid":
                return await self.answer(query, Alert(alert.text))
            return effect
        return Effect(Outcome.DONE)

    async def _ask(self, method: str, data: dict[str, Any]) -> Any:
        try:
            return await self.bot.ask(method, data)
        except TelegramError as error:
            raise _unreachable(error) from None

    async def _poll(self, data: dict[str, Any], patience: float) -> list[dict[str, Any]]:
        try:
            found = await self.bot.ask("getUpdates", {**data, "allowed_updates": ASKED_FOR}, patience)
        except TelegramError as error:
            raise _unreachable(error) from None
        return [update for update in found if isinstance(update.get("update_id"), int)]


def build_client(token: SecretStr, base_url: str, *, paced: bool) -> Client:
    """A client that has not spoken to anybody yet."""
    # The SDK's opt-in to durations as timedelta; without it every 429 brings a deprecation warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    calls = _QuietRequest(connection_pool_size=64, read_timeout=10, pool_timeout=10)
    polls = _QuietRequest(connection_pool_size=2, read_timeout=10)
    bot = _RawBot(
        token.get_secret_value(),
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        request=calls,
        get_updates_request=polls,
        rate_limiter=Pace(paced=paced),
    )
    return Client(bot, (calls, polls))


class _RawBot(ExtBot[int]):
    """The SDK's bot, which can also be asked for an answer as it came. Its own repr would tell the token."""

    async def ask(self, method: str, data: dict[str, Any], read_timeout: float = 10) -> Any:
        return await self._post(method, data, read_timeout=read_timeout)

    def __repr__(self) -> str:
        return "<the Telegram bot>"


class _QuietRequest(HTTPXRequest):
    """The SDK's request, which would log an answer that is not JSON, text and all, at ERROR."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            parsed: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise NetworkError("the answer is not JSON") from httpx.DecodingError("not JSON")
        return parsed


def _answering(piece: Piece, first: Effect) -> Piece:
    """A file of ours answers the post that it belongs to."""
    if not isinstance(piece, Document) or first.ref is None or piece.chat > 0:
        return piece
    return replace(piece, reply_to=int(first.ref.message))


def _unreachable(error: TelegramError) -> Unreachable:
    if isinstance(error, InvalidToken):
        return Refused("unauthorized")
    if isinstance(error, RetryAfter):
        return Unreachable("flood", errors.seconds(error))
    return Unreachable(errors.effect_of(error, private=False).code)
