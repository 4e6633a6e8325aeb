"""What is sent as the arguments of the Bot API's methods. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InputFile

from adapters.telegram.content import STYLES
from adapters.telegram.render import Document, File, Key, Piece, Text, units

_TYPES = {style: kind for kind, style in STYLES.items()}


def of_piece(piece: Piece, chat: int) -> tuple[str, dict[str, Any]]:
    """The method and its arguments for whatever is sent to `chat`."""
    if isinstance(piece, Document):
        return "sendDocument", {"chat_id": chat, "document": InputFile(piece.content, filename=piece.name)}
    return of_text(piece, chat) if isinstance(piece, Text) else of_file(piece, chat)


def of_text(text: Text, chat: int) -> tuple[str, dict[str, Any]]:
    """`sendMessage` with its arguments, those that are None left out by the SDK."""
    stays = chat == text.chat  # ids of messages and topics mean nothing in the group that it became
    reply = {"message_id": text.reply_to, "allow_sending_without_reply": True}
    return "sendMessage", {
        "chat_id": chat,
        "text": text.text,
        "entities": entities(text),
        "message_thread_id": text.thread if stays else None,
        "reply_parameters": reply if stays and text.reply_to else None,
        "reply_markup": _keyboard(text.keys),
        "link_preview_options": {"is_disabled": True},
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


def _button(key: Key) -> dict[str, str]:
    target = {"url": key.url} if key.url else {"callback_data": key.data or ""}
    return {"text": key.label, **target}


def entities(text: Text) -> list[dict[str, str | int]] | None:
    """Its marks as `MessageEntity`s, whose offsets count UTF-16 units (https://core.telegram.org/bots/api#messageentity)."""
    found: list[dict[str, str | int]] = [
        {
            "type": _TYPES[mark.style],
            "offset": units(text.text[: mark.start]),
            "length": units(text.text[mark.start : mark.end]),
        }
        for mark in text.marks
    ]
    return found or None
