"""Slack's text form and plain text, there and back (docs.slack.dev/messaging/formatting-message-text).

Inside the bot a message is what its author sees: `&`, `<` and `>` stand for themselves. What stays in Slack's form:

- mentions of people, user groups and channels (`<@U…>`, `<!subteam^S…>`, `<#C…>`, `<!here>`), with their places, since
  they name colleagues and are kept;
- links (`<https://…|label>`, `<mailto:a@b|a@b>`, `<tel:…|…>`), which the redaction layer hides with both halves.

On the way out the same tokens stay tokens and all else is escaped again. `<!here>` and its like become plain words:
the original has called everybody already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"<([^<>\n]+)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTER = {"amp": "&", "lt": "<", "gt": ">"}
_MENTION = re.compile(r"(?:[@#][A-Z0-9]{2,}|!(?:here|channel|everyone)|!subteam\^[A-Z0-9]+)(?:\|.*)?", re.DOTALL)
_SPECIAL = re.compile(r"![^|]*\|(.*)", re.DOTALL)

_OUT = re.compile(
    r"<(?P<mention>(?:[@#][A-Z0-9]{2,}|!subteam\^[A-Z0-9]+)(?:\|[^<>|\n]*)?)>"
    r"|<!(?P<call>here|channel|everyone)(?:\|[^<>\n]*)?>"
    r"|<(?P<link>(?:https?://|mailto:|tel:)[^<>|\s]+(?:\|[^<>|\n]*)?)>"
)
_ATOM = re.compile(r"\[[^\[\]\n]{1,200}\]|<[^<>\n]{1,2500}>|&(?:amp|lt|gt);|\s|[^\s\[<&]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """A text as its author sees it, and the character ranges of its mentions."""

    text: str
    mentions: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return f"<Plain of {len(self.text)} characters>"


def unescape(text: str) -> str:
    """Undo Slack's three entities, once each: `&amp;lt;` is what somebody typed as `&lt;`."""
    return _ENTITY.sub(lambda match: _CHARACTER[match[1]], text)


def escape_plain(text: str) -> str:
    """Escape everything: for text in which nothing is a token."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_plain(slack: str) -> Plain:
    """Slack's text form -> plain text with mentions."""
    out, mentions, length, at = [], [], 0, 0
    for match in _CONTROL.finditer(slack):
        before, token = unescape(slack[at : match.start()]), _incoming(match[1])
        out += [before, token]
        length += len(before)
        if _MENTION.fullmatch(match[1]):
            mentions.append((length, length + len(token)))
        length += len(token)
        at = match.end()
    return Plain("".join([*out, unescape(slack[at:])]), tuple(mentions))


def _incoming(token: str) -> str:
    """A control sequence as the bot keeps it; `<!date^…|12 March>` is what people see of it."""
    if _MENTION.fullmatch(token):
        return f"<{unescape(token)}>"
    special = _SPECIAL.fullmatch(token)
    return unescape(special[1]) if special else f"<{unescape(token)}>"


def to_slack(plain: str) -> str:
    """Plain text -> Slack's text form, mentions and links alive."""
    out, at = [], 0
    for match in _OUT.finditer(plain):
        out += [escape_plain(plain[at : match.start()]), _outgoing(match)]
        at = match.end()
    return "".join([*out, escape_plain(plain[at:])])


def _outgoing(match: re.Match[str]) -> str:
    if match["call"]:
        return f"@{match['call']}"
    return f"<{escape_plain(match['mention'] or match['link'])}>"


def split(slack: str, limit: int) -> list[str]:
    """Cut Slack's text form into pieces of at most `limit` characters, none of them lost.

    Cuts fall on white space where there is some, never inside a pseudonym, a token or an entity, unless one of these
    alone is longer than `limit`.
    """
    pieces: list[str] = []
    atoms: list[str] = []
    size = 0
    for atom in _atoms(slack, limit):
        while size + len(atom) > limit:
            keep = _last_gap(atoms)
            pieces.append("".join(atoms[:keep]))
            atoms = atoms[keep:]
            size = sum(map(len, atoms))
        atoms.append(atom)
        size += len(atom)
    return [*pieces, "".join(atoms)] if atoms else pieces


def _atoms(slack: str, limit: int) -> list[str]:
    found: list[str] = []
    for match in _ATOM.finditer(slack):
        atom = match.group()
        found += [atom[start : start + limit] for start in range(0, len(atom), limit)]
    return found


def _last_gap(atoms: list[str]) -> int:
    """Where to cut: after the last line break, else after the last space, unless that wastes more than half a piece."""
    half = sum(map(len, atoms)) / 2
    for gap in ("\n", " \t\u00a0"):
        size = 0
        for index in range(len(atoms), 0, -1):
            if atoms[index - 1] in gap:
                return index
            size += len(atoms[index - 1])
            if size > half:
                break
    return len(atoms)
