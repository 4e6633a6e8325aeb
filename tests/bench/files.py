"""How long pictures and documents take, by hand: `python -m tests.bench.files [COUNT]`.

Each goes the whole way: a process is started, reads, is told what is hidden, writes, and ends. Nothing else should run meanwhile.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable

from adapters.files.reader import ProcessFileReader
from adapters.files.settings import FilesSettings
from adapters.pdf.printer import print_paper
from redaction import CaseMemory, RawBytes, Redactor
from redaction.parts import joined, parted
from tests.files import documents
from tests.files.letters import PEOPLE, letter, photographed


def cases(count: int) -> dict[str, list[Callable[[], bytes]]]:
    def photo(seed: int) -> Callable[[], bytes]:
        return lambda: photographed(letter(PEOPLE[seed % len(PEOPLE)]), seed)

    return {
        "photographed letter": [photo(seed) for seed in range(count)],
        "scanned PDF, 2 pages": [lambda: documents.scanned(photo(0)(), photo(1)())],
        "DOCX": [documents.word] * 3,
        "ODT": [documents.opendocument] * 3,
        "PDF": [documents.portable] * 3,
        "CSV": [documents.values] * 3,
    }


async def timed(reader: ProcessFileReader, redactor: Redactor, data: bytes) -> tuple[float, float]:
    """Seconds for everything, and how many of them for finding what to hide."""
    began = time.perf_counter()
    async with reader.open([RawBytes(data)]) as opened:
        found = time.perf_counter()
        whole = redactor.redact(joined(opened.texts), CaseMemory())
        finding = time.perf_counter() - found
        await opened.write(parted(whole, opened.texts), "fr")
    return time.perf_counter() - began, finding


async def main(count: int) -> None:
    reader, redactor = ProcessFileReader(FilesSettings(), print_paper), Redactor.load()
    await timed(reader, redactor, documents.plain())  # what is loaded once is loaded
    print(f"{'file':<24}{'n':>4}{'median s':>10}{'longest s':>11}{'finding s':>11}")
    for name, made in cases(count).items():
        took = [await timed(reader, redactor, make()) for make in made]
        whole, finding = [one for one, _ in took], [one for _, one in took]
        print(
            f"{name:<24}{len(took):>4}{statistics.median(whole):>10.2f}{max(whole):>11.2f}{statistics.median(finding):>11.2f}"
        )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
