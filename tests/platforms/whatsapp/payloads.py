"""What Meta sends by webhook, in the shapes of its reference pages."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]
_ids = count(1)


def wamid(phone: str) -> str:
    """As Meta makes them: the telephone number is in it, and everybody can read it."""
    inner = bytes([28, 24, len(phone)]) + phone.encode() + f"{next(_ids):016X}".encode()
    return "wamid." + base64.b64encode(inner).decode()


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as it stands on a telephone. `mine`: its owner wrote it. `choices`: what can be tapped, by its label."""

    wamid: str
    text: str
    mine: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    listed: bool = False
    quotes: str | None = None
    kind: str = "text"
    content: bytes = b""


@dataclass(slots=True)
class Telephone:
    """Somebody's. `user_id`: theirs with this business; None for a payload of before there were such. `shows_number`: they tell it."""

    phone: str
    name: str
    user_id: str | None = None
    shows_number: bool = True
    screen: list[Seen] = field(default_factory=list)
    wrote_at: float | None = None
    blocked: bool = False

    @property
    def received(self) -> list[Seen]:
        return [seen for seen in self.screen if not seen.mine]

    def contact(self) -> Json:
        found: Json = {"profile": {"name": self.name}}
        if self.shows_number:
            found["wa_id"] = self.phone
        if self.user_id is not None:
            found["user_id"] = self.user_id
        return found

    def sender(self) -> Json:
        found: Json = {"from": self.phone} if self.shows_number else {}
        return {**found, **({"from_user_id": self.user_id} if self.user_id else {})}


def envelope(phone_id: str, value: Json, field_name: str = "messages") -> Json:
    told = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "33199000001", "phone_number_id": phone_id},
    }
    change = {"field": field_name, "value": {**told, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}
