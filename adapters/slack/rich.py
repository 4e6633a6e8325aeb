"""Slack's text form as the `rich_text` block of a message that somebody typed. Pure.

Such a message carries that block, and Slack refuses to put others in its place (`block_mismatch`,
docs.slack.dev/reference/methods/chat.update). Shapes: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack.markup import unescape

Element = dict[str, Any]
_FENCED = re.compile(r"```\n?(?P<code>.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"(?:^&gt;[^\n]*(?:\n|$))+", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^&gt; ?", re.MULTILINE)
_TOKEN = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>\n]*)?>|<#(?P<channel>[CG][A-Z0-9]+)(?:\|[^>\n]*)?>"
    r"|<!subteam\^(?P<group>S[A-Z0-9]+)(?:\|[^>\n]*)?>|<(?P<url>(?:https?://|mailto:|tel:)[^<>|\s]+)(?:\|(?P<label>[^<>|\n]*))?>"
    r"|(?<![\w:]):(?P<emoji>(?=[^:\s]*[a-z])[a-z0-9_+'-]+):(?![\w:])"
    r"|`(?P<code>[^`\n]+)`"
)
_STYLES = {"*": "bold", "_": "italic", "~": "strike"}
_STYLED = re.compile(r"(?<![\w*_~])(?P<mark>[*_~])(?=\S)(?P<inside>[^\n]{0,1000}?[^\s])(?P=mark)(?![\w])")
"""A run of at most 1000 characters: what opens and never closes must not be looked for to the end of the text."""


def rich_text(text: str) -> Element:
    """`text` as one `rich_text` block: quotes, code, bold, italic and struck words, links, mentions and emoji."""
    return {"type": "rich_text", "elements": list(_parts(text))}


def _parts(text: str) -> Iterator[Element]:
    at = 0
    for fenced in _FENCED.finditer(text):
        yield from _lines(text[at : fenced.start()])
        yield {"type": "rich_text_preformatted", "elements": [_leaf(fenced["code"], {})]}
        at = fenced.end()
    yield from _lines(text[at:])


def _lines(text: str) -> Iterator[Element]:
    at = 0
    for quoted in _QUOTED.finditer(text):
        yield from _section("rich_text_section", text[at : quoted.start()])
        said = _QUOTE_MARK.sub("", quoted.group()).removesuffix("\n")
        yield from _section("rich_text_quote", said) if said.strip() else _section("rich_text_section", quoted.group())
        at = quoted.end()
    yield from _section("rich_text_section", text[at:])


def _section(kind: str, text: str) -> Iterator[Element]:
    if text.strip("\n"):
        yield {"type": kind, "elements": list(_leaves(text, {}))}


def _leaves(text: str, style: dict[str, bool]) -> Iterator[Element]:
    """What is styled first, from outside to inside; then tokens; the rest as it reads."""
    at, tokens = 0, [found.span() for found in _TOKEN.finditer(text)]
    for found in _STYLED.finditer(text):
        if any(start < found.start() < end for start, end in tokens):
            continue
        yield from _tokens(text[at : found.start()], style)
        yield from _leaves(found["inside"], {**style, _STYLES[found["mark"]]: True})
        at = found.end()
    yield from _tokens(text[at:], style)


def _tokens(text: str, style: dict[str, bool]) -> Iterator[Element]:
    at = 0
    for found in _TOKEN.finditer(text):
        yield from _plain(text[at : found.start()], style)
        yield _token(found, style)
        at = found.end()
    yield from _plain(text[at:], style)


def _token(found: re.Match[str], style: dict[str, bool]) -> Element:
    styled = {"style": style} if style else {}
    if found["user"]:
        return {"type": "user", "user_id": found["user"], **styled}
    if found["channel"]:
        return {"type": "channel", "channel_id": found["channel"], **styled}
    if found["group"]:
        return {"type": "usergroup", "usergroup_id": found["group"], **styled}
    if found["emoji"]:
        return {"type": "emoji", "name": found["emoji"]}
    if found["code"]:
        return _leaf(found["code"], {**style, "code": True})
    label = {"text": unescape(found["label"])} if found["label"] else {}
    return {"type": "link", "url": unescape(found["url"]), **label, **styled}


def _plain(text: str, style: dict[str, bool]) -> Iterator[Element]:
    """Line by line, so that what is read back compares whatever stands before the lines of a quote."""
    for piece in re.split(r"(\n+)", text):
        if piece:
            yield _leaf(piece, style)


def _leaf(text: str, style: dict[str, bool]) -> Element:
    return {"type": "text", "text": unescape(text), **({"style": style} if style else {})}
