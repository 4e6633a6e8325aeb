"""Bytes of a mail as text, whatever it says about itself. Pure."""

from __future__ import annotations

import codecs

_NEVER = frozenset(
    (
        *(
            "unicode_escape",
            "raw_unicode_escape",
            "idna",
            "punycode",
            "undefined",
            "mbcs",
            "oem",
            "utf-7",
            "rot13",
            "hz",
        ),
        *(f"cp{page:03d}" for page in (37, 273, 424, 500, 875, 1026, 1140)),
    )
)
"""No text of a mail (Python's own), slow, or EBCDIC: read so, plain letters become others that can be read back."""
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")
_FEWER_MISTAKES = "cp1252"
"""What mail programs of old mean by "iso-8859-1" and by nothing at all."""


def decoded(data: bytes, charset: str) -> str:
    """`data` in the charset that it names, where it is in it; else in UTF-8, else in cp1252, in which every byte is something."""
    for name in (_usable(charset, data), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (UnicodeError, ValueError):
                continue
    return data.decode(_FEWER_MISTAKES, errors="replace")


def _usable(charset: str, data: bytes) -> str | None:
    """The name of a codec for `charset`; None where there is none, or where it is plainly wrong."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in _NEVER or not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001, how Python itself tells them apart
        return None
    if name.startswith(_WIDE) and b"\0" not in data and not data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return None
    return {"iso8859-1": _FEWER_MISTAKES, "ascii": "utf-8"}.get(name, name)
