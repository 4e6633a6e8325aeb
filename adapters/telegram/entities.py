"""What Telegram says of parts of a text: how they are set, whom they mention, what lies under them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.marks import BEFORE_ADDRESS, Mark, Style

Json = Mapping[str, Any]


@dataclass(slots=True, repr=False)
class Members:
    """Whose mention is a colleague's: accounts seen in the guarded groups. A client's `@handle` is not among them.

    Telegram offers no list of a group's members to bots, so it is learnt: administrators at the start, then whoever
    writes or joins. `usernames` are lower case, without the `@`.
    """

    ids: set[int] = field(default_factory=set)
    usernames: set[str] = field(default_factory=set)

    def learn(self, user: Json) -> None:
        self.ids.add(int(user["id"]))
        if username := user.get("username"):
            self.usernames.add(str(username).lower())


def open_links(text: str, entities: Iterable[Json], members: Members) -> tuple[str, list[tuple[int, int]], list[Mark]]:
    """`text` with the addresses under its links written out, the ranges in it that mention colleagues, and its marks."""
    pieces: list[str] = []
    mentions: list[tuple[int, int]] = []
    marks: list[Mark] = []
    opened_at: list[tuple[int, int]] = []
    position = grown = 0
    index = _Utf16(text)
    for entity in sorted(entities, key=lambda each: each["offset"] + each["length"]):
        start, end = index.point(entity["offset"]), index.point(entity["offset"] + entity["length"])
        before, within = (sum(length for at, length in opened_at if at < point) for point in (start + 1, end))
        here = Mark(start + before, end + within, Style.LINK)  # without the address of another link that ends there
        if _names_colleague(entity, text[start:end], members):
            mentions.append((here.start, here.end))
            account = str(entity["user"]["id"]) if entity["type"] == "text_mention" else ""
            marks.append(replace(here, style=Style.MENTION, to=account))
        if entity["type"] == "text_link" and start < end and entity["url"] != text[start:end]:
            pieces += [text[position:end], opened := f"{BEFORE_ADDRESS}{entity['url']})"]
            address = Mark(end + grown, end + grown + len(opened), Style.ADDRESS)
            marks += [here, address] if address.start == here.end else [replace(address, style=Style.LOST)]
            opened_at.append((end, len(opened)))
            position, grown = end, grown + len(opened)
        if style := STYLES.get(entity["type"]):
            marks.append(replace(here, style=style))
    return "".join([*pieces, text[position:]]), mentions, marks


STYLES: Mapping[str, Style] = {
    "bold": Style.BOLD,
    "italic": Style.ITALIC,
    "underline": Style.UNDERLINE,
    "strikethrough": Style.STRIKE,
    "spoiler": Style.SPOILER,
    "code": Style.CODE,
    "pre": Style.PRE,
    "blockquote": Style.QUOTE,
    "expandable_blockquote": Style.FOLDED_QUOTE,
}
"""Entities that set a text (https://core.telegram.org/bots/api#messageentity); the others say what it is."""


def _names_colleague(entity: Json, shown: str, members: Members) -> bool:
    if entity["type"] == "text_mention":
        return entity["user"]["id"] in members.ids
    return entity["type"] == "mention" and shown.removeprefix("@").lower() in members.usernames


class _Utf16:
    """Turns Telegram's offsets (UTF-16 units) into Python's (code points)."""

    def __init__(self, text: str) -> None:
        self._points: list[int] | None = None
        if not text.isascii() and max(text, default="") > "\uffff":
            self._points = [point for point, letter in enumerate(text) for _ in range(1 + (letter > "\uffff"))]
        self._length = len(text)

    def point(self, offset: int) -> int:
        if self._points is None:
            return min(offset, self._length)
        return self._points[offset] if offset < len(self._points) else self._length
