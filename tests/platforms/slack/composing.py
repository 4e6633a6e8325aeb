"""How Slack's own client turns what a person types into a message: escaped text and a `rich_text` block.

docs.slack.dev/messaging/formatting-message-text; links, addresses and numbers become `<…|…>` on their own.
"""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r"https?://[^\s<>|]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+])\+\d[\d ]{7,15}\d")
_TOKEN = re.compile(r"<[@#!][^<>]+>")
_PIECE = re.compile("|".join(f"(?P<{n}>{p.pattern})" for n, p in
                             {"token": _TOKEN, "link": _LINK, "mail": _MAIL, "phone": _PHONE}.items()))  # fmt: skip


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str) -> dict[str, Any]:
    """`text` and `blocks` of a message whose author typed `typed`.

    `<@U…>`, `<#C…>` and `<!here>` in `typed` stand for a mention picked from the client's list.
    """
    text, elements = "", []
    for piece, kind in _pieces(typed):
        text += _as_text(piece, kind)
        elements.append(_as_element(piece, kind))
    return {"text": text, "blocks": [_rich_text(elements)]}


def _rich_text(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "rich_text",
        "block_id": "b1",
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }


def _pieces(typed: str) -> list[tuple[str, str]]:
    found, at = [], 0
    for match in _PIECE.finditer(typed):
        if match.start() > at:
            found.append((typed[at : match.start()], "plain"))
        found.append((match.group(), str(match.lastgroup)))
        at = match.end()
    if at < len(typed):
        found.append((typed[at:], "plain"))
    return found


def _as_text(piece: str, kind: str) -> str:
    match kind:
        case "token":
            return piece
        case "link":
            return f"<{escape(piece)}>"
        case "mail":
            return f"<mailto:{piece}|{piece}>"
        case "phone":
            return f"<tel:{piece.replace(' ', '')}|{piece}>"
    return escape(piece)


def _as_element(piece: str, kind: str) -> dict[str, Any]:
    match kind:
        case "token":
            return _as_mention(piece)
        case "link":
            return {"type": "link", "url": piece}
        case "mail":
            return {"type": "link", "url": f"mailto:{piece}", "text": piece}
        case "phone":
            return {"type": "link", "url": f"tel:{piece.replace(' ', '')}", "text": piece}
    return {"type": "text", "text": piece}


def _as_mention(piece: str) -> dict[str, Any]:
    if piece[1] == "@":
        return {"type": "user", "user_id": piece[2:-1]}
    if piece[1] == "#":
        return {"type": "channel", "channel_id": piece[2:-1].partition("|")[0]}
    return {"type": "broadcast", "range": piece[2:-1]}
