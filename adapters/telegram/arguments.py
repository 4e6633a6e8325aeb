"""What is sent as the arguments of the Bot API's methods. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InputFile

from adapters.telegram.ballot import Ballot
from adapters.telegram.cutting import units
from adapters.telegram.entities import STYLES
from adapters.telegram.render import Document, File, Key, Piece, Text
from bot.domain.marks import Mark, Style

_TYPES = {style: kind for kind, style in STYLES.items()} | {Style.LINK: "text_link", Style.MENTION: "text_mention"}


def of_piece(piece: Piece | Ballot, chat: int) -> tuple[str, dict[str, Any]]:
    """The method and its arguments for whatever is sent to `chat`."""
    if isinstance(piece, Document):
        file = {piece.kind: InputFile(piece.content, filename=piece.name)}
        return f"send{piece.kind.title()}", {**file, **_placed(piece, chat)}
    if isinstance(piece, Ballot):
        return of_ballot(piece, chat)
    return of_text(piece, chat) if isinstance(piece, Text) else of_file(piece, chat)


def of_text(text: Text, chat: int) -> tuple[str, dict[str, Any]]:
    """`sendMessage` with its arguments, those that are None left out by the SDK."""
    return "sendMessage", {
        "text": text.text,
        "entities": entities(text.text, text.marks),
        "link_preview_options": {"is_disabled": True},
        **_placed(text, chat),
    }


def of_ballot(ballot: Ballot, chat: int) -> tuple[str, dict[str, Any]]:
    """`sendPoll` with its arguments."""
    poll, explained = ballot.poll, ballot.explanation
    return "sendPoll", {
        "question": ballot.question,
        "options": [{"text": option} for option in ballot.options],
        "description": ballot.description.text,
        "description_entities": entities(ballot.description.text, ballot.description.marks),
        "is_anonymous": poll.anonymous,
        "type": "quiz" if poll.quiz else "regular",
        "allows_multiple_answers": poll.several,
        "allows_revoting": poll.revoting,
        "correct_option_ids": list(poll.correct) if poll.quiz else None,
        "explanation": explained.text if explained else None,
        "explanation_entities": entities(explained.text, explained.marks) if explained else None,
        "close_date": int(poll.closes_at.timestamp()) if poll.closes_at else None,
        **_placed(ballot, chat),
    }


def _placed(piece: Text | Ballot | Document, chat: int) -> dict[str, Any]:
    """Where a message stands, and the buttons under it."""
    stays = chat == piece.chat  # ids of messages and topics mean nothing in the group that it became
    reply = {"message_id": piece.reply_to, "allow_sending_without_reply": True}
    return {
        "chat_id": chat,
        "message_thread_id": piece.thread if stays else None,
        "reply_parameters": reply if stays and piece.reply_to else None,
        "reply_markup": None if isinstance(piece, Document) else _keyboard(piece.keys),
    }


def of_edit(text: Text, message: int) -> tuple[str, dict[str, Any]]:
    """`editMessageText` with its arguments."""
    _, said = of_text(text, text.chat)
    kept = {key: said[key] for key in ("chat_id", "text", "entities", "reply_markup", "link_preview_options")}
    return "editMessageText", {**kept, "message_id": message}


def of_file(file: File, chat: int) -> tuple[str, dict[str, Any]]:
    """`sendPhoto`, `sendVideoNote`… with its arguments."""
    method = "send" + file.kind.title().replace("_", "")
    return method, {"chat_id": chat, file.kind: file.file_id}


def _keyboard(rows: Sequence[Sequence[Key]]) -> dict[str, Any] | None:
    return {"inline_keyboard": [[_button(key) for key in row] for row in rows]} if rows else None


def _button(key: Key) -> dict[str, Any]:
    if key.app:
        return {"text": key.label, "web_app": {"url": key.app}}
    target = {"url": key.url} if key.url else {"callback_data": key.data or ""}
    return {"text": key.label, **target}


def entities(text: str, marks: Sequence[Mark]) -> list[dict[str, Any]] | None:
    """Marks of `text` as `MessageEntity`s, whose offsets count UTF-16 units (https://core.telegram.org/bots/api#messageentity)."""
    found = [
        {
            "type": _TYPES[mark.style],
            "offset": units(text[: mark.start]),
            "length": units(text[mark.start : mark.end]),
            **_target(mark, text[mark.start : mark.end]),
        }
        for mark in marks
        if mark.to or mark.style is not Style.MENTION  # `@name` Telegram sees by itself
    ]
    return found or None


def _target(mark: Mark, words: str) -> dict[str, Any]:
    """Where a link leads, whom a mention calls."""
    if mark.style is Style.LINK:
        return {"url": mark.to}
    if mark.style is Style.MENTION:
        return {"user": {"id": int(mark.to), "is_bot": False, "first_name": words}}
    return {}
