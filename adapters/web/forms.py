"""Reads a form from a request, within bounds and in memory: nothing that was typed or attached touches the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from adapters.web.parse import MAX_CHARACTERS, MAX_FILE_BYTES, BadForm, Upload
from redaction import RawText

_OVERHEAD = 16 * 1024
_MOST_TEXT_BYTES = 4 * MAX_CHARACTERS
"""40,000 characters in UTF-8, were they all emoji."""
_MOST_URLENCODED = 3 * _MOST_TEXT_BYTES + _OVERHEAD
"""The old form encoding triples whatever is not ASCII."""


class NotAForm(BadForm):
    """No form, or one that breaks off."""

    code = "not-a-form"


class BodyTooBig(BadForm):
    """More bytes than 40,000 characters can take."""

    code = "too-long"
    status = 413


class FileTooBig(BadForm):
    """A file above 5 MB."""

    code = "file-too-big"
    status = 413
    journalled = False


class _InMemory(MultiPartParser):
    """Starlette would spool a file above 1 MB to the disk, in clear."""

    spool_max_size = 2 * MAX_FILE_BYTES


async def read_form(request: Request) -> tuple[Mapping[str, str], Upload | None]:
    """The text fields and the file, if one was chosen. Raises `BadForm`; its size is bounded before it is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            return await _multipart(request)
        if kind == "application/x-www-form-urlencoded":
            stream = _bounded(request, _MOST_URLENCODED, BodyTooBig)
            form = await FormParser(request.headers, stream).parse()
            return {name: value for name, value in form.items() if isinstance(value, str)}, None
    except MultiPartException as fault:
        raise (BodyTooBig if "maximum size" in fault.message else NotAForm) from None
    raise NotAForm


async def _multipart(request: Request) -> tuple[Mapping[str, str], Upload | None]:
    stream = _bounded(request, MAX_FILE_BYTES + _MOST_TEXT_BYTES + _OVERHEAD, FileTooBig)
    parser = _InMemory(request.headers, stream, max_files=1, max_fields=12, max_part_size=_MOST_TEXT_BYTES + _OVERHEAD)
    form = await parser.parse()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    try:
        return fields, await _upload(files[0]) if files else None
    finally:
        await form.close()


async def _upload(file: UploadFile) -> Upload | None:
    """None where no file was chosen: a browser then sends an empty one without a name."""
    content = await file.read()
    if not content and not file.filename:
        return None
    if len(content) > MAX_FILE_BYTES:
        raise FileTooBig
    return Upload(RawText(file.filename or ""), file.content_type or "", content)


async def _bounded(request: Request, most: int, fault: type[BadForm]) -> AsyncGenerator[bytes, None]:
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > most:
        raise fault
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        if total > most:
            raise fault
        yield chunk
