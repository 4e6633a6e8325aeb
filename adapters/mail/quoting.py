"""What of a mail is new, what repeats a copy of ours, what is a signature. Pure.

Only what repeats our own copy is left out: it is redacted already, and each answer would carry all those before it. Whatever
else is quoted stays, and is read for details like the rest. The libraries for it guess with patterns that a hostile mail
keeps busy for minutes; these look at lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_ATTRIBUTION = re.compile(r"(?:wrote|writes|a écrit|écrit|ecrit)\s*:\s*$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:on|le)\s", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\s*-{3,}\s*(?:original message|message d['’]origine|message original|forwarded message|message transféré)\s*-{3,}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*\*?(?:from|de|von)\s*:\*?\s", re.IGNORECASE)
_RULE = re.compile(r"\s*_{10,}\s*$")
_AHEAD = 4
_LONGEST_SIGNATURE = 8


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """`text`: without what repeats a copy of ours and without the signature.

    `left_out`: a copy was cut that was not marked line by line, so that an answer between its lines would be gone too.
    """

    text: str
    left_out: bool = False


def written(text: str, ours: Collection[str]) -> Written:
    """What somebody wrote. `ours`: the bot's addresses, in lower case."""
    lines = text.split("\n")
    start = 0
    while (found := _ours_begins(lines, start, ours)) is not None:
        head, body = found
        end = body
        while end < len(lines) and (lines[end].startswith(">") or not lines[end].strip()):
            end += 1
        if not any(line.startswith(">") for line in lines[body:end]):
            return Written(_without_signature(lines[:head]), left_out=True)
        lines[head:end] = [""]
        start = head + 1
    return Written(_without_signature(lines))


def _ours_begins(lines: list[str], start: int, ours: Collection[str]) -> tuple[int, int] | None:
    """Where a quotation of ours is announced, and where it begins."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.startswith(">"):
            continue
        if _ATTRIBUTION.search(line[-60:]):
            head = number if _BEGINS.match(line) or number == 0 else number - 1
            if _names(" ".join(lines[head : number + 1]), ours):
                return head, number + 1
        elif _ORIGINAL.match(line[:200]) or _RULE.match(line[:200]) or _FROM.match(line[:200]):
            first = next(
                (n for n in range(number, min(number + _AHEAD, len(lines))) if _FROM.match(lines[n][:200])), None
            )
            if first is not None and _names(lines[first], ours):
                return number, first + 1
    return None


def _names(line: str, ours: Collection[str]) -> bool:
    low = line[:1000].lower()
    return any(address in low for address in ours)


def _without_signature(lines: list[str]) -> str:
    """Up to the line that announces a signature (`-- `, RFC 3676, section 4.3), if no more than a signature follows."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].rstrip("\r") in ("-- ", "--"):
            tail = [line for line in lines[number + 1 :] if line.strip()]
            return "\n".join(lines[:number] if len(tail) <= _LONGEST_SIGNATURE else lines).strip("\n")
    return "\n".join(lines).strip("\n")
