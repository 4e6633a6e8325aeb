"""Two kinds of text: what may name somebody, and what may be posted.

Glueing a name to a redacted message must be a type error, not a review comment. So the text that came in
refuses everything by which text leaks, and the text that may go out can only be made by the redaction pipeline.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, NoReturn, TypeVar


class RawTextLeak(TypeError):
    """Somebody tried to turn a `RawText` into something that can be written down."""


_Value = TypeVar("_Value", str, bytes)


class _Raw(Generic[_Value]):
    """What refuses everything by which a personal value leaks: printing, formatting, comparing, copying, pickling, JSON."""

    __slots__ = ("__value",)
    _kind: ClassVar[type]
    _unit: ClassVar[str]

    def __init__(self, value: _Value) -> None:
        self.__value: _Value = value
        if not isinstance(value, self._kind):
            raise TypeError(f"{type(self).__name__} wraps {self._kind.__name__}")

    def expose(self) -> _Value:
        """The value itself. Only for what redacts, the vault, command parsing and giving back to the author."""
        return self.__value

    def __len__(self) -> int:
        return len(self.__value)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} {self._unit}>"

    def __str__(self) -> NoReturn:
        raise RawTextLeak(f"a {type(self).__name__} does not become a str; see its expose")

    def __format__(self, spec: str) -> NoReturn:
        raise RawTextLeak(f"a {type(self).__name__} is not formatted; see its expose")

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise RawTextLeak(f"a {type(self).__name__} is not pickled or copied; pass the id of what is sealed")

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other


class RawText(_Raw[str]):
    """Text that may name somebody.

    It cannot be printed, formatted, compared, copied, pickled or made into JSON; its `repr` tells its length.
    `expose()` alone gives the value: one word to grep for, and `tests/house` lists who may call it.
    """

    __slots__ = ()
    _kind, _unit = str, "characters"


class RawBytes(_Raw[bytes]):
    """A file that may name somebody: a picture, a document, a voice note. Refuses what a `RawText` refuses."""

    __slots__ = ()
    _kind, _unit = bytes, "bytes"


_MINT = object()


class RedactedText(str):
    """Text without personal details, made by the redaction pipeline only.

    Whatever is done to it (slicing, joining, formatting) gives a plain `str`, which cannot be posted.
    """

    __slots__ = ()

    def __new__(cls, value: str, mint: object = None) -> RedactedText:
        if mint is not _MINT:
            raise TypeError("only the redaction pipeline makes a RedactedText")
        return super().__new__(cls, value)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a RedactedText is not pickled; pass the id of the sealed text")


def mint_redacted(value: str) -> RedactedText:
    """Declare `value` redacted. Callers are listed in `tests/house`: the pipeline, and the vault that unseals its work."""
    return RedactedText(value, _MINT)


class RedactedBytes(bytes):
    """A file without personal details: made anew from redacted text, or a picture with what was read in it blacked out."""

    __slots__ = ()

    def __new__(cls, value: bytes, mint: object = None) -> RedactedBytes:
        if mint is not _MINT:
            raise TypeError("only what redacts files makes RedactedBytes")
        return super().__new__(cls, value)

    def __repr__(self) -> str:
        return f"<RedactedBytes of {len(self)} bytes>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("RedactedBytes are not pickled; pass the id of what is sealed")


def mint_redacted_bytes(value: bytes) -> RedactedBytes:
    """Declare a file redacted. Callers are listed in `tests/house`: what redacts files, and the vault that unseals its work."""
    return RedactedBytes(value, _MINT)
