"""Everything of a message that people see, as one text: `text`, and what blocks and attachments show beyond it.

A client's post says the same in `text` and in its `rich_text` block; an app's blocks, a link's preview and a forwarded
message say more. What is not among the words of `text` already is put on lines of its own, so that it is redacted too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack.markup import Plain, to_plain, unescape

_ATTACHMENT_TEXTS = ("pretext", "author_name", "author_subname", "title", "text", "footer", "service_name")
_PLAIN_LEAVES = ("text", "alt_text", "title", "description", "title_text", "provider_name", "author_name")
_SILENT = frozenset({"emoji", "broadcast", "user", "channel", "usergroup", "team", "color"})
"""Elements of a rich text that `text` carries as tokens, or that name nobody."""


def visible(message: dict[str, Any]) -> Plain:
    """The whole visible text of a message; mentions are those of `text`."""
    shown = to_plain(str(message.get("text") or ""))
    seen, more = _squeezed(shown.text), []
    for words in _beyond(message):
        squeezed = _squeezed(words)
        if squeezed and squeezed not in seen:
            more.append(words.strip())
            seen = f"{seen} {squeezed}"
    return Plain("\n".join([shown.text, *more] if shown.text else more), shown.mentions)


def same_words(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether people see the same words in both messages, in `text`, blocks and attachments."""
    return _squeezed(visible(dict(one)).text) == _squeezed(visible(dict(other)).text)


def _squeezed(text: str) -> str:
    """For comparing: white space and the marks of formatting do not count."""
    return " ".join(text.replace("*", "").replace("_", "").replace("~", "").replace("`", "").split())


def _beyond(message: dict[str, Any]) -> Iterator[str]:
    yield from of_blocks(message.get("blocks"))
    for attachment in message.get("attachments") or ():
        yield from _of_attachment(attachment)


def _of_attachment(attachment: dict[str, Any]) -> Iterator[str]:
    texts = [str(attachment[key]) for key in _ATTACHMENT_TEXTS if attachment.get(key)]
    fields = [str(field.get(key) or "") for field in attachment.get("fields") or () for key in ("title", "value")]
    inner = [
        *of_blocks(attachment.get("blocks")),
        *(
            words
            for part in attachment.get("message_blocks") or ()
            for words in of_blocks(part["message"].get("blocks"))
        ),
    ]
    found = [*(to_plain(words).text for words in [*texts, *fields]), *inner]
    yield from found or [to_plain(str(attachment.get("fallback") or "")).text]


def of_blocks(blocks: Any) -> Iterator[str]:
    """The words of Block Kit blocks, piece by piece, in plain form."""
    for block in blocks or ():
        if isinstance(block, dict):
            yield from _of_block(block)


def _of_block(block: dict[str, Any]) -> Iterator[str]:
    if block.get("type") == "rich_text":
        yield from _of_rich(block)
        return
    for value in block.values():
        yield from _of_value(value)
    yield from (block[key] for key in _PLAIN_LEAVES if isinstance(block.get(key), str))


def _of_value(value: Any) -> Iterator[str]:
    """Any nesting of text objects: sections, fields, headers, contexts, buttons, tables, whatever Slack adds next."""
    if isinstance(value, list):
        for item in value:
            yield from _of_value(item)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            text = str(value.get("text") or "")
            yield to_plain(text).text if value["type"] == "mrkdwn" else unescape(text)
        else:
            yield from _of_block(value)


def _of_rich(element: dict[str, Any]) -> Iterator[str]:
    """The leaves of a rich text: runs of characters, links with both halves."""
    if element.get("type") in _SILENT:
        return
    for key in ("text", "url", "fallback"):
        if isinstance(element.get(key), str):
            yield element[key]
    for inner in element.get("elements") or ():
        yield from _of_rich(inner)
