"""A contact card and an appointment as lines that the layer reads (RFC 6350, RFC 5545). Pure.

Read by ourselves: the library for it takes minutes over a line that is made to keep it busy. Each value stands behind a word that tells what it is, since "Name: Mary Dupont" is found more surely than the name alone.
"""

from __future__ import annotations

import quopri
import re

from adapters.mail.charsets import decoded
from adapters.mail.headers import Unreadable
from redaction import Lang

_MOST_LINES = 200
_MOST_GIVEN, _LONGEST_LINE = 5000, 4000
_STAMP = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\w*)?$", re.ASCII)
_LABELS: dict[str, tuple[str, str]] = {
    "fn": ("Name", "Nom"),
    "n": ("Name", "Nom"),
    "nickname": ("Name", "Nom"),
    "tel": ("Telephone", "Téléphone"),
    "email": ("E-mail", "Courriel"),
    "adr": ("Address", "Adresse"),
    "bday": ("Born", "Né(e) le"),
    "org": ("Employer", "Employeur"),
    "title": ("Job", "Fonction"),
    "role": ("Job", "Fonction"),
    "note": ("Note", "Note"),
    "url": ("Page", "Page"),
    "summary": ("Subject", "Objet"),
    "description": ("Description", "Description"),
    "location": ("Place", "Lieu"),
    "dtstart": ("From", "Du"),
    "dtend": ("To", "Au"),
    "organizer": ("With", "Avec"),
    "attendee": ("With", "Avec"),
    "contact": ("With", "Avec"),
    "comment": ("Note", "Note"),
}
"""What is read; the rest of a card is machinery (versions, ids, time zones, photographs) and is left out."""


def lines_of(text: str, lang: Lang) -> str:
    """The lines of a card or of an appointment. Raises `Unreadable` where there is nothing in it that can be read."""
    lines: list[str] = []
    for line in _unfolded(text):
        name, params, value = _content_line(line)
        if name not in _LABELS:
            continue
        shown = _quoted_printable(value) if "QUOTED-PRINTABLE" in params else value
        label = _LABELS[name][lang == "fr"]
        lines += [f"{label}: {each}" for each in (_plain(name, shown), *_common_names(params)) if each]
        if len(lines) > _MOST_LINES:
            raise Unreadable("card_too_long")
    if not lines:
        raise Unreadable("card_empty")
    return "\n".join(dict.fromkeys(lines))


def _unfolded(text: str) -> list[str]:
    """Lines that were broken in their middle put together: by a space (RFC 6350, section 3.2), or as old cards do, by `=`."""
    lines: list[str] = []
    for line in text.split("\n")[:_MOST_GIVEN]:
        if lines and line[:1] in (" ", "\t"):
            lines[-1] += line[1:]
        elif lines and lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].upper():
            lines[-1] = lines[-1][:-1] + line
        else:
            lines.append(line)
    return [line[:_LONGEST_LINE] for line in lines]


def _content_line(line: str) -> tuple[str, str, str]:
    """`item1.TEL;TYPE=CELL:+33…` as "tel", its parameters, its value; a colon in quotation marks is none."""
    quoted = False
    for at, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            head, _, params = line[:at].partition(";")
            return head.rpartition(".")[2].strip().lower(), params, line[at + 1 :]
    return "", "", ""


def _common_names(params: str) -> list[str]:
    """Who takes part: `CN="Mary Dupont"` beside their address."""
    given = (param.partition("=") for param in params.split(";"))
    return [" ".join(value.strip('" ').split()) for key, _, value in given if key.strip().upper() == "CN"]


def _quoted_printable(value: str) -> str:
    return decoded(quopri.decodestring(value.encode("utf-8", "replace")), "utf-8")


def _plain(name: str, value: str) -> str:
    """A value as people write it: "Mary Dupont", "3 rue du Bac, 24500 Eymet". Its parts stand between semicolons."""
    parts = [part.strip() for part in _unescaped(value)]
    if name == "n":
        family, given, more, before, after = (*parts, "", "", "", "", "")[:5]
        parts = [before, given, more, family, after]
    words = (" " if name == "n" else ", ").join(part for part in parts if part)
    words = _STAMP.sub(r"\3/\2/\1 \4:\5", words).removesuffix(" :")
    return " ".join(words.split()).removeprefix("mailto:").removeprefix("MAILTO:").removeprefix("tel:")


def _unescaped(value: str) -> list[str]:
    """Its parts, without the strokes before commas and semicolons that are part of a text."""
    parts, escaped = [""], False
    for letter in value:
        if escaped:
            parts[-1] += " " if letter in "nN" else letter
        elif letter == ";":
            parts.append("")
        elif letter != "\\":
            parts[-1] += letter
        escaped = letter == "\\" and not escaped
    return parts
