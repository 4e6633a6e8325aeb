"""A mail as what somebody says: text to read, files to hold, an answer to one of ours. Pure.

| in the mail | what becomes of it |
|---|---|
| subject | first line of the text, unless it repeats ours |
| plain text, else HTML | the text; only what repeats a copy of ours, and a signature after `-- `, are left out |
| `message/rfc822` | its subject and its text, after ours |
| contact card, appointment | lines of text |
| picture that HTML shows, up to 40 kB | left out: a logo |
| every other part | a file, which goes where files go |
| encrypted, TNEF, an unknown coding, a bomb | `Unreadable`, and the mail is held |
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from adapters.mail.cards import lines_of
from adapters.mail.headers import Headers, Unreadable
from adapters.mail.parts import Limits, Part, leaves, opened
from adapters.mail.quoting import written
from adapters.mail.texts import flowed, of_html
from bot.domain.messages import Attachment, Matter
from redaction import Lang, RawBytes, RawText
from redaction.language import language_of

_MOST_TEXT = 60_000
"""Characters; more is a document, and the layer would not read it in time."""
_PREFIX = re.compile(r"\s*(?:re|rép|rep|aw|tr|fw|fwd|wg)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_OUR_SUBJECT = re.compile(r"\[C-\w{5}\]")
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]{1,200})\n(?P<data>(?:[ -`]{1,64}\n){1,200000}?)[` ]?\n?end\s*$", re.MULTILINE
)
_CODED_LINE = re.compile(r"[A-Za-z0-9+/]{60,}={0,2}")
_MOST_CODED = 3
_ARMOUR = re.compile(r"^-----BEGIN PGP (?P<what>MESSAGE|SIGNED MESSAGE|SIGNATURE)-----", re.MULTILINE)
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What somebody wrote. `words`: without the subject, as a private answer is read."""

    text: RawText
    words: RawText
    lang: Lang
    attachments: tuple[Attachment, ...] = ()

    @property
    def matter(self) -> Matter:
        return self.attachments[0].matter if self.attachments else Matter.TEXT

    def __repr__(self) -> str:
        return f"<Said with {len(self.attachments)} files>"


def said(raw: bytes, headers: Headers, limits: Limits, ours: Collection[str], *, answers: bool) -> Said:
    """What a mail says. `ours`: the bot's addresses. `answers`: it answers a mail of ours. Raises `Unreadable`."""
    try:
        parts = list(leaves(opened(raw, limits)))
        return _put_together(parts, headers, ours, answers)
    except Unreadable:
        raise
    except (RecursionError, MemoryError):
        raise Unreadable("too_deep") from None
    except Exception as error:  # noqa: BLE001, Python's parser has raised nearly everything on broken mails
        raise Unreadable(f"broken.{type(error).__name__}") from None


def _put_together(parts: list[Part], headers: Headers, ours: Collection[str], answers: bool) -> Said:
    if any(part.kind in _TNEF or part.name.lower() == "winmail.dat" for part in parts):
        raise Unreadable("tnef")
    plain = [_shown(part) for part in parts if part.matter is Matter.TEXT and not part.card]
    lang = language_of("\n".join(plain))
    texts, files = [], [part for part in parts if part.matter is not Matter.TEXT]
    for text in plain:
        rest, hidden = _without_files(_unarmoured(text))
        texts.append(rest)
        files += hidden
    new = written("\n\n".join(text.strip("\n") for text in texts if text.strip()), ours)
    cards = [lines_of(part.text, lang) for part in parts if part.card]
    words = "\n\n".join(filter(None, [new.text.strip(), "[…]" if new.left_out else "", *cards]))
    _refuse_coded(words)
    text = "\n\n".join(filter(None, [_subject(headers, answers, words), words]))
    if len(text) > _MOST_TEXT:
        raise Unreadable("too_long")
    return Said(RawText(text), RawText(words), lang, tuple(_attachments(files)))


def _shown(part: Part) -> str:
    if part.html or part.kind == "text/enriched":
        return of_html(part.text)
    return flowed(part.text, delsp=part.delsp) if part.flowed else part.text


def _subject(headers: Headers, answers: bool, words: str) -> str:
    """What it is about, unless the text begins so, or it is the subject of a mail of ours that is answered."""
    subject = headers.text("subject")[:500]
    repeated = False
    while found := _PREFIX.match(subject):
        subject, repeated = subject[found.end() :], True
    if answers and (not subject or (repeated and _OUR_SUBJECT.match(subject.strip()))):
        return ""
    subject = _OUR_SUBJECT.sub("", subject).strip()
    return "" if words.casefold().startswith(subject.casefold().rstrip(" .…")) else subject


def _unarmoured(text: str) -> str:
    """A text signed in the open without its armour (RFC 9580, section 7); one that is encrypted is not read."""
    found = _ARMOUR.search(text)
    if found is None:
        return text
    if found["what"] == "MESSAGE":
        raise Unreadable("encrypted")
    text = re.sub(
        r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]{1,40}: [^\n]*\n){0,10}\n", "", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"^-----BEGIN PGP SIGNATURE-----\n[^-]{0,8000}-----END PGP SIGNATURE-----\n?", "", text, flags=re.MULTILINE
    )
    return re.sub(r"^- ", "", text, flags=re.MULTILINE)


def _without_files(text: str) -> tuple[str, list[Part]]:
    """The text without files that stand in it (uuencode), and these."""
    import binascii

    files: list[Part] = []

    def take(found: re.Match[str]) -> str:
        try:
            data = b"".join(binascii.a2b_uu(line) for line in found["data"].splitlines())
        except (binascii.Error, ValueError) as error:
            raise Unreadable("uuencode_broken") from error
        files.append(Part("application/octet-stream", Matter.FILE, data=data, name=found["name"]))
        return ""

    return (_UUENCODED.sub(take, text) if "\nend" in text else text), files


def _refuse_coded(text: str) -> None:
    """Lines that only a program reads could hold anything; the layer would pass them on as they are."""
    run = 0
    for line in text.split("\n"):
        run = run + 1 if _CODED_LINE.fullmatch(line.strip().lstrip("> ")) else 0
        if run >= _MOST_CODED:
            raise Unreadable("coded_text")


def _attachments(files: list[Part]) -> list[Attachment]:
    return [
        Attachment(part.matter, f"{number}", RawText(part.name) if part.name else None, RawBytes(part.data))
        for number, part in enumerate(files, 1)
    ]
