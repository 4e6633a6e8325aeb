"""The master key on paper, in two parts that tell nothing alone.

One part is drawn at random, the other is the key XOR that: whoever holds one of them holds random bytes, and the proof
fits into this sentence (Shannon, *Communication Theory of Secrecy Systems*, 1949). Shamir's scheme would serve "two of
three"; for "both of two" it is the same with more code, and the lock file has no library for it.

A part is 50 bytes: its number, the key's id, the 32 bytes, a checksum over all. It is written in five rows of four groups
and a check of two characters behind each row, so that a slip is found in its row. The letters are Crockford's base 32
(https://www.crockford.com/base32.html), which has no I, L, O, U: what is read as one of them was a 1 or a 0.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.storage.key_files import KEY_BYTES
from adapters.storage.keys import master_id

ROWS = 5
_ROW_BYTES = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans("ILO", "110")
_GROUPS = re.compile(r"[\s.\-]+")
_NUMBERED = re.compile(r"^\s*[1-5]\s*[:.)]\s*")
_SUM_BYTES = ROWS * _ROW_BYTES - 1 - 8 - KEY_BYTES


class SheetError(Exception):
    """What was typed is not what is on the sheet. `code`: which of the ways."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One of the two parts. `number`: 1 or 2; `master`: id of the key; no `repr`, since `share` is half a secret."""

    number: int
    master: str
    share: bytes


def split(master: bytes) -> tuple[Part, Part]:
    """Two parts of a master key; other ones each time."""
    pad = secrets.token_bytes(KEY_BYTES)
    name = master_id(master)
    return Part(1, name, pad), Part(2, name, _xor(master, pad))


def join(one: Part, other: Part) -> bytes:
    """The master key again. Raises `SheetError`: twice the same part, or parts of different sheets."""
    if one.number == other.number:
        raise SheetError("same_part")
    if one.master != other.master:
        raise SheetError("other_key")
    master = _xor(one.share, other.share)
    if master_id(master) != one.master:
        raise SheetError("other_sheet")
    return master


def rows(part: Part) -> list[str]:
    """The part as it is printed: "0123 4567 89AB CDEF  GH"."""
    head = bytes([part.number]) + bytes.fromhex(part.master) + part.share
    data = head + hashlib.sha256(head).digest()[:_SUM_BYTES]
    pieces = [data[start : start + _ROW_BYTES] for start in range(0, len(data), _ROW_BYTES)]
    return [_row(number, piece) for number, piece in enumerate(pieces, 1)]


def read_row(number: int, typed: str) -> bytes:
    """The bytes of one row, however it is spaced and whatever the case. Raises `SheetError` on a slip."""
    letters = _GROUPS.sub("", _NUMBERED.sub("", typed)).upper().translate(_LOOK_ALIKE)
    if len(letters) != 18 or not set(letters) <= set(_ALPHABET):
        raise SheetError("row_form")
    piece = _number(letters[:16]).to_bytes(_ROW_BYTES, "big")
    if _check(number, piece) != letters[16:]:
        raise SheetError("row_check")
    return piece


def read_part(pieces: Sequence[bytes]) -> Part:
    """A part from the bytes of its rows. Raises `SheetError`."""
    data = b"".join(pieces)
    head, checksum = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
    if hashlib.sha256(head).digest()[:_SUM_BYTES] != checksum or head[0] not in (1, 2):
        raise SheetError("part_check")
    return Part(head[0], head[1:9].hex(), head[9:])


def _row(number: int, piece: bytes) -> str:
    letters = _letters(int.from_bytes(piece, "big"), 16)
    groups = " ".join(letters[start : start + 4] for start in range(0, 16, 4))
    return f"{groups}  {_check(number, piece)}"


def _check(number: int, piece: bytes) -> str:
    """Two letters that also tell when two rows changed places."""
    digest = hashlib.sha256(bytes([number]) + piece).digest()
    return _letters(int.from_bytes(digest[:2], "big") >> 6, 2)


def _letters(value: int, length: int) -> str:
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << 5 | _ALPHABET.index(letter)
    return value


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
