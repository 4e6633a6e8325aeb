"""What Meta refuses: the limits of the Cloud API as its pages give them, checked on everything that the bot sends.

developers.facebook.com/documentation/business-messaging/whatsapp/messages/…: text-messages, interactive-reply-buttons-messages,
interactive-list-messages, template-messages; …/business-phone-numbers/media.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

DOCUMENTS = {
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PICTURES = {"image/jpeg", "image/png"}
LARGEST_PICTURE, LARGEST_DOCUMENT = 5_000_000, 100_000_000


class GraphError(Exception):
    """An error as the Graph API answers it."""

    def __init__(self, code: int, message: str, status: int = 400, *, passing: bool = False) -> None:
        super().__init__(message)
        self.code, self.status, self.passing = code, status, passing

    def body(self) -> Json:
        said = {"message": f"(#{self.code}) {self}", "type": "OAuthException", "code": self.code, "fbtrace_id": "A1"}
        return {
            "error": {
                **said,
                "error_data": {"messaging_product": "whatsapp", "details": str(self)},
                "is_transient": self.passing,
            }
        }


def check(message: Json, templates: dict[str, set[str]], media: dict[str, Json]) -> None:
    """Raises `GraphError` for what Meta would not take."""
    if message.get("messaging_product") != "whatsapp" or message.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "messaging_product")
    if bool(message.get("to")) == bool(message.get("recipient")):
        raise GraphError(131009, "either to or recipient")
    kind = message.get("type")
    match kind:
        case "text":
            _text(message["text"])
        case "interactive":
            _interactive(message["interactive"])
        case "image" | "document":
            _media(message[kind], kind, media)
        case "template":
            _template(message["template"], templates)
        case _:
            raise GraphError(131051, f"unsupported type {kind}")


def _text(text: Json) -> None:
    _filled(text.get("body"), 4096, "text.body")


def _filled(value: Any, longest: int, name: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise GraphError(131008, f"{name} is missing")
    if len(value) > longest:
        raise GraphError(131009, f"{name} is longer than {longest}")


def _interactive(interactive: Json) -> None:
    _filled(interactive.get("body", {}).get("text"), 1024, "body.text")
    action = interactive["action"]
    if interactive.get("type") == "button":
        buttons = action["buttons"]
        if not 1 <= len(buttons) <= 3:
            raise GraphError(131009, "1 to 3 buttons")
        for button in buttons:
            _filled(button["reply"]["title"], 20, "button title")
            _filled(button["reply"]["id"], 256, "button id")
        _apart([button["reply"]["id"] for button in buttons], "button ids")
        _apart([button["reply"]["title"] for button in buttons], "button titles")
    elif interactive.get("type") == "list":
        _list(action)
    else:
        raise GraphError(131009, "interactive type")


def _list(action: Json) -> None:
    _filled(action.get("button"), 20, "list button")
    sections = action["sections"]
    rows = [row for section in sections for row in section["rows"]]
    if not 1 <= len(sections) <= 10 or not 1 <= len(rows) <= 10:
        raise GraphError(131009, "1 to 10 rows in 1 to 10 sections")
    for section in sections:
        if len(sections) > 1 or section.get("title"):
            _filled(section.get("title"), 24, "section title")
    for row in rows:
        _filled(row["title"], 24, "row title")
        _filled(row["id"], 200, "row id")
        if "description" in row:
            _filled(row["description"], 72, "row description")
    _apart([row["id"] for row in rows], "row ids")


def _apart(values: list[str], name: str) -> None:
    if len(set(values)) != len(values):
        raise GraphError(131009, f"{name} are not unique")


def _media(content: Json, kind: str, media: dict[str, Json]) -> None:
    known = media.get(str(content.get("id")))
    if known is None:
        raise GraphError(131009, "no such media")
    if known["type"] not in (PICTURES if kind == "image" else DOCUMENTS):
        raise GraphError(131053, "media type")
    if content.get("caption"):
        _filled(content["caption"], 1024, "caption")


def _template(template: Json, templates: dict[str, set[str]]) -> None:
    if template.get("language", {}).get("code") not in templates.get(str(template.get("name")), set()):
        raise GraphError(132001, "no such template in that language", 404)
