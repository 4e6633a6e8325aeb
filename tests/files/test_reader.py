"""The process that reads files: bounded, alone, gone afterwards."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image

from adapters.files.reader import ProcessFileReader
from adapters.files.settings import FilesSettings
from adapters.pdf.printer import print_paper
from bot.domain.files import FileKind
from bot.ports.reading_files import NotRead
from redaction import CaseMemory, Keep, RawBytes, Redactor
from redaction.parts import joined, parted
from tests.files import documents
from tests.files.letters import PEOPLE, letter, photographed

SHM = Path("/dev/shm")  # noqa: S108 - where the reader makes its folder


def reader(**more: object) -> ProcessFileReader:
    return ProcessFileReader(FilesSettings.model_validate(more), print_paper)


def raw(*files: bytes) -> Sequence[RawBytes]:
    return [RawBytes(file) for file in files]


@pytest.mark.tesseract
@pytest.mark.long
async def test_files_of_one_message_are_read_together_and_made_anew(redactor: Redactor) -> None:
    async with reader().open(raw(documents.word(), photographed(letter(PEOPLE[0]), 0), documents.portable())) as opened:
        whole = redactor.redact(joined(opened.texts), CaseMemory(), keep=Keep())
        clean = await opened.write(parted(whole, opened.texts), "fr")
    assert [file.kind for file in clean] == [FileKind.DOCX, FileKind.PICTURE, FileKind.PDF]
    assert [file.name for file in clean] == ["document-1.docx", "picture-2.png", "document-3.pdf"]
    assert all("[Personne A]" in {span.pseudonym for span in file.hidden} for file in clean)
    assert not any(name.encode() in bytes(file.data) for file in clean for name in documents.PLANTED)


async def test_what_a_case_learns_meanwhile_is_written_in_a_second_try(redactor: Redactor) -> None:
    async with reader().open(raw(documents.plain())) as opened:
        whole = redactor.redact(joined(opened.texts), CaseMemory())
        first = await opened.write(parted(whole, opened.texts), "fr")
        second = await opened.write(parted(whole, opened.texts), "fr")
    assert first == second


@pytest.mark.parametrize(
    ("data", "code"), [(documents.portable("secret"), "locked"), (b"\x00\x01", "kind"), (b"%PDF-1.7 broken", "damaged")]
)
async def test_the_reason_comes_back_and_nothing_else(data: bytes, code: str) -> None:
    with pytest.raises(NotRead) as refused:
        async with reader().open(raw(data)):
            pass
    assert str(refused.value) == code


async def test_one_file_that_cannot_be_read_holds_all_of_the_message() -> None:
    with pytest.raises(NotRead, match="kind"):
        async with reader().open(raw(documents.plain(), b"\x00\x01")):
            pass


async def test_a_file_above_the_bound_starts_no_process() -> None:
    with pytest.raises(NotRead, match="too_big"):
        async with reader(largest=1).open(raw(b"a" * 1_000_001)):
            pass


def crowded(side: int) -> bytes:
    """A picture in which Tesseract sees letters everywhere."""
    specks = numpy.random.default_rng(5).integers(0, 2, (side // 6, side // 6), dtype=numpy.uint8) * 255
    out = io.BytesIO()
    Image.fromarray(specks).resize((side, side)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.tesseract
@pytest.mark.long
async def test_a_file_that_takes_too_long_is_ended_and_leaves_nothing_behind() -> None:
    before = set(SHM.glob("entrenous-*"))
    with pytest.raises(NotRead, match="time"):
        async with reader(seconds=5).open(raw(crowded(2600))):
            pass
    assert set(SHM.glob("entrenous-*")) == before


@pytest.mark.tesseract
@pytest.mark.long
async def test_a_file_that_takes_too_much_memory_goes_back() -> None:
    with pytest.raises(NotRead) as refused:
        async with reader(memory=1000).open(raw(crowded(6300))):
            pass
    assert refused.value.code in ("too_big", "damaged")


async def test_the_process_is_gone_when_the_files_are_closed() -> None:
    async with reader().open(raw(documents.plain())) as opened:
        process: Any = opened._process._process  # type: ignore[attr-defined]
        assert Path(f"/proc/{process.pid}").exists()
    assert not Path(f"/proc/{process.pid}").exists()


async def test_the_process_sees_no_setting_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRENOUS_SLACK__BOT_TOKEN", "xoxb-secret")
    async with reader().open(raw(documents.plain())) as opened:
        pid = opened._process._process.pid  # type: ignore[attr-defined]
        assert b"xoxb-secret" not in Path(f"/proc/{pid}/environ").read_bytes()


async def test_the_process_has_no_network_where_the_system_lets_it_do_without() -> None:
    async with reader().open(raw(documents.plain())) as opened:
        pid = opened._process._process.pid  # type: ignore[attr-defined]
        routes = Path(f"/proc/{pid}/net/route").read_text().splitlines()
        alone = Path(f"/proc/{pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
    assert not alone or len(routes) <= 1


async def test_messages_are_read_one_after_the_other() -> None:
    shared = reader()

    async def one() -> str:
        async with shared.open(raw(documents.plain())) as opened:
            return opened.texts[0].expose()

    assert len(set(await asyncio.gather(one(), one(), one()))) == 1
