"""Mails of every kind, with names planted wherever a mail can hold one. Invented people."""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

PEOPLE = (
    ("Zebedee", "Quatermain"), ("Hélène", "Lefèvre"), ("Guillemette", "Descombes"), ("Bérangère", "Trouillard"),
    ("Thaddeus", "Wigglesworth"), ("Ambroise", "Castelnaud"), ("Philomena", "Ravenscroft"), ("Sigolène", "Marchandeau"),
    ("Barnaby", "Featherstone"), ("Clothilde", "Vandervelde"),
)  # fmt: skip
PLANTED = tuple(word for pair in PEOPLE for word in pair)


@dataclass(frozen=True)
class Told:
    """What one mail says: of whom, and in which words. `number` tells mails apart."""

    number: int
    first: str
    last: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def text(self) -> str:
        said = (
            f"J'ai vu {self.name} ce matin, elle ne dort plus depuis la chimio. Que lui dire ?",
            f"I spoke with {self.name} yesterday, on 06 39 98 14 27. The treatment is very hard. What can I say?",
            f"Bonjour, Mme {self.last} m'a appelée, son mari n'en peut plus. {self.first} pleure beaucoup.",
            f"Please advise: {self.name} wrote to me again from {self.first.lower().replace('é', 'e').replace('è', 'e')}@example.org and she is worn out.",
        )
        return said[self.number % len(said)] + f"\r\n\r\n{self.name} est au plus mal, et sa sœur aussi.\r\n"

    @property
    def html(self) -> str:
        return (
            f"<html><head><title>{self.name}</title><style>.x{{}}</style></head><body><!-- {self.name} -->"
            f'<p title="{self.name}" data-who="{self.name}">J\'ai vu <b>{self.first}</b> <i>{self.last}</i> ce matin.</p>'
            f'<div style="display:none">{self.name}</div><img alt="{self.name}" src="https://example.org/{self.last}.png">'
            f'<p>Voir <a href="https://example.org/?q=1">la page</a>. {self.name} pleure.</p></body></html>'
        )


Kind = Callable[[Told], bytes]


def head(told: Told, kind: str, *more: str, subject: str | None = None) -> bytes:
    """Fields of a mail, names in those that give something away."""
    coded = base64.b64encode((subject or f"Au sujet de {told.name}").encode()).decode()
    fields = [
        f"Message-ID: <kind.{told.number}.{told.last.encode().hex()}@example.org>",
        f"Subject: =?utf-8?b?{coded}?=",
        f"X-Originating-Name: =?utf-8?b?{base64.b64encode(told.name.encode()).decode()}?=",
        f"Cc: =?utf-8?q?{quopri.encodestring(told.name.encode(), header=True).decode()}?= <elle@example.org>",
        f"Thread-Topic: {told.last.encode('ascii', 'replace').decode()}",
        "MIME-Version: 1.0", f"Content-Type: {kind}", *more,
    ]  # fmt: skip
    return "\r\n".join(fields).encode() + b"\r\n\r\n"


def parts(boundary: str, *inner: bytes) -> bytes:
    return b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in inner) + f"--{boundary}--\r\n".encode()


def leaf(kind: str, data: bytes, *more: str) -> bytes:
    fields = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *more]
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def plain(told: Told, text: str | None = None) -> bytes:
    return leaf("text/plain; charset=utf-8", (text or told.text).encode())


def _coded(charset: str, declared: str, transfer: str) -> Kind:
    def made(told: Told) -> bytes:
        data = told.text.encode(charset, "replace")
        body = (
            base64.encodebytes(data)
            if transfer == "base64"
            else quopri.encodestring(data)
            if "quoted" in transfer
            else data
        )
        return head(told, f"text/plain; charset={declared}", f"Content-Transfer-Encoding: {transfer}") + body

    return made


def _multi(kind: str, *inner: Callable[[Told], bytes]) -> Kind:
    def made(told: Told) -> bytes:
        return head(told, f'multipart/{kind}; boundary="b{told.number}"') + parts(
            f"b{told.number}", *(one(told) for one in inner)
        )

    return made


def _text(kind: str, made: Callable[[Told], str], *more: str) -> Kind:
    return lambda told: head(told, kind, *more) + made(told).encode()


def _file(told: Told) -> bytes:
    name = quopri.encodestring(told.name.encode(), header=True).decode()
    return leaf(f'application/pdf; name="=?utf-8?q?{name}?="', told.text.encode(), "Content-Disposition: attachment")


def _logo(told: Told) -> bytes:
    return leaf(
        "image/png",
        b"\x89PNG" + told.name.encode(),
        "Content-ID: <logo>",
        f'Content-Disposition: inline; filename="{told.number}.png"',
    )


def _html_leaf(told: Told) -> bytes:
    return leaf("text/html; charset=utf-8", (told.html + '<img src="cid:logo">').encode())


def _nested(told: Told) -> bytes:
    return (
        b"Content-Type: message/rfc822\r\n\r\n"
        + f"From: {told.number} <elle@example.org>\r\n".encode()
        + head(told, "text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
        + told.text.encode()
    )


def _vcard(told: Told) -> bytes:
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{told.last};{told.first};;Mme;\r\nFN:{told.name}\r\nTEL:06 39 98 14 27\r\nEND:VCARD\r\n"
    return leaf(f'text/vcard; charset=utf-8; name="{told.number}.vcf"', card.encode())


def _calendar(told: Told) -> bytes:
    event = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{told.number}\r\nDTSTART:20260301T100000Z\r\n"
        f"SUMMARY:Visite chez {told.name}\r\nDESCRIPTION:{told.name} attend la visite\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return leaf("text/calendar; charset=utf-8; method=REQUEST", event.encode())


def _signature(told: Told) -> bytes:
    return leaf("application/pkcs7-signature; name=smime.p7s", told.name.encode())


def _uuencoded(told: Told) -> str:
    data = told.text.encode()
    rows = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return f"Voici le fichier.\n\nbegin 644 {told.first}.txt\n{''.join(rows)}`\nend\n"


def _quoted(told: Told) -> str:
    return f"Que faire ?\n\nLe 3 mars 2026, {told.name} <elle@example.org> a écrit :\n> {told.text.strip()}\n> {told.name}\n"


def _ours_quoted(told: Told) -> str:
    return f"Et {told.name} ?\n\nOn Friday, Entre Nous <entrenous@example.org> wrote:\n> Sue (C-7K2P4): {told.name}\n\n{told.name}\n"


def _deep(told: Told) -> bytes:
    body = plain(told)
    for level in range(14):
        body = f'Content-Type: multipart/mixed; boundary="d{level}"\r\n\r\n'.encode() + parts(f"d{level}", body)
    return head(told, "multipart/mixed; boundary=top") + parts("top", body)


def _many(told: Told) -> bytes:
    return head(told, "multipart/mixed; boundary=m") + parts("m", *(plain(told) for _ in range(90)))


def _eight_bit(told: Told) -> bytes:
    raw = (
        f"Subject: {told.name}\r\nTo: {told.name} <elle@example.org>\r\nMessage-ID: <raw.{told.number}@example.org>\r\n"
    )
    return raw.encode("cp1252") + b"\r\n" + told.text.encode("cp1252", "replace")


def _armoured(told: Told) -> str:
    coded = base64.encodebytes(told.text.encode()).decode()
    return f"-----BEGIN PGP MESSAGE-----\n\n{coded}-----END PGP MESSAGE-----\n"


def _clear(told: Told) -> str:
    return f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{told.text}-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n"


KINDS: dict[str, Kind] = {
    "utf-8": _coded("utf-8", "utf-8", "8bit"),
    "latin-1 quoted": _coded("latin-1", "iso-8859-1", "quoted-printable"),
    "cp1252 base64": _coded("cp1252", "windows-1252", "base64"),
    "utf-16": _coded("utf-16", "utf-16", "base64"),
    "says ascii": _coded("utf-8", "us-ascii", "8bit"),
    "says utf-8": _coded("cp1252", "utf-8", "8bit"),
    "says utf-16": _coded("utf-8", "utf-16-le", "base64"),
    "says ebcdic": _coded("utf-8", "cp037", "base64"),
    "says nonsense": _coded("utf-8", "x-zebra-9", "base64"),
    "unknown coding": _coded("utf-8", "utf-8", "x-zebra"),
    "flowed": _text("text/plain; charset=utf-8; format=flowed; delsp=yes", lambda t: t.text.replace(" ce matin", "  \r\nce matin")),
    "html": _text("text/html; charset=utf-8", lambda t: t.html),
    "alternative": _multi("alternative", plain, _html_leaf),
    "related": _multi("related", _html_leaf, _logo),
    "file": _multi("mixed", plain, _file),
    "forwarded": _multi("mixed", plain, _nested),
    "digest": _multi("digest", _nested, _nested),
    "card": _multi("mixed", plain, _vcard),
    "card alone": _multi("mixed", _vcard),
    "appointment": _multi("alternative", plain, _calendar),
    "signed": _multi("signed", plain, _signature),
    "encrypted": lambda t: head(t, "application/pkcs7-mime; smime-type=enveloped-data") + base64.encodebytes(t.text.encode()),
    "armoured": _text("text/plain; charset=utf-8", _armoured),
    "signed in the open": _text("text/plain; charset=utf-8", _clear),
    "uuencode": _text("text/plain; charset=utf-8", _uuencoded),
    "tnef": _multi("mixed", plain, lambda t: leaf("application/ms-tnef; name=winmail.dat", t.text.encode())),
    "quoted": _text("text/plain; charset=utf-8", _quoted),
    "ours quoted": _text("text/plain; charset=utf-8", _ours_quoted),
    "subject alone": _text("text/plain; charset=utf-8", lambda _: ""),
    "deep": _deep,
    "many parts": _many,
    "eight-bit head": _eight_bit,
    "no boundary": lambda t: head(t, "multipart/mixed") + b"--x\r\n\r\n" + t.text.encode(),
    "unended": lambda t: head(t, "multipart/mixed; boundary=u") + b"--u\r\n" + plain(t),
    "coded text": _text("text/plain; charset=utf-8", lambda t: base64.encodebytes((t.text * 4).encode()).decode()),
    "external": lambda t: head(t, "message/external-body; access-type=URL; URL=https://example.org/x") + t.text.encode(),
    "octets": _multi("mixed", lambda t: leaf("application/octet-stream", t.text.encode(), f'Content-Disposition: attachment; filename="{t.number}"')),
    "voice": _multi("mixed", plain, lambda t: leaf("audio/ogg", t.text.encode())),
}  # fmt: skip


def mails(count: int) -> list[tuple[str, Told, bytes]]:
    """So many mails: the kinds in turn, of one person after the other."""
    made: list[tuple[str, Told, bytes]] = []
    for number, (name, kind) in enumerate(islice(cycle(KINDS.items()), count)):
        told = Told(number, *PEOPLE[(number + number // len(KINDS)) % len(PEOPLE)])
        made.append((name, told, kind(told)))
    return made
