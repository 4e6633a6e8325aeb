"""PDF files (ISO 32000), read by PDFium: as text where they have any, else as pictures of their pages.

Annotations, form fields, properties and embedded files are not read at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from redaction.files.limits import Limits, Unreadable
from redaction.files.pictures import Page
from redaction.files.script import LEFT_OUT, Block, Paragraph, Script, markdown
from redaction.result import HiddenSpan

if TYPE_CHECKING:
    from redaction.files.reading import Readable

_FEW = 100
"""Characters on a page that shows a picture: fewer than these, and the picture is what it says."""
_DPI = 200
_FULL = 0.7
_MOST_BITS = 30_000_000


class TextPdf:
    """`redaction.files.reading.Readable`: printed anew from its words."""

    kind = "pdf"

    def __init__(self, pages: list[str]) -> None:
        self._script = Script.of([block for page in pages for block in _paragraphs(page)])
        self.text = self._script.text

    def write(self, spans: list[HiddenSpan]) -> str:
        return markdown(self._script.redacted(spans))


class ScannedPdf:
    """`redaction.files.reading.Readable`: pictures, each with its own boxes."""

    kind = "pdf"

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self.text = "\n\n".join(page.text for page in pages)

    def write(self, spans: list[HiddenSpan]) -> bytes:
        shown, start = [], 0
        for page in self._pages:
            shown.append(page.covered(spans, start))
            start += len(page.text) + 2
        out = io.BytesIO()
        shown[0].save(out, "PDF", save_all=True, append_images=shown[1:], resolution=_DPI)
        return out.getvalue()


def read_pdf(data: bytes, limits: Limits) -> Readable:
    """Raises `Unreadable`."""
    import pypdfium2 as pdfium

    try:
        document: Any = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Unreadable("locked" if "password" in str(error).lower() else "damaged") from None
    try:
        if not 0 < len(document) <= limits.pages:
            raise Unreadable("too_long" if len(document) else "damaged")
        return _read(document, limits)
    except pdfium.PdfiumError:
        raise Unreadable("damaged") from None
    finally:
        document.close()


def _read(document: Any, limits: Limits) -> Readable:
    texts, scanned, length = [], False, 0
    for page in document:
        text, pictures = str(page.get_textpage().get_text_bounded()), _has_pictures(page)
        length += len(text)
        if length > limits.characters:
            raise Unreadable("too_long")
        scanned = scanned or (pictures and len(text.strip()) < _FEW) or _unreadable(text)
        texts.append(text + (f"\n{LEFT_OUT}" if pictures else ""))
    if not scanned:
        return TextPdf(texts)
    if len(document) > limits.scans:
        raise Unreadable("too_long")
    return ScannedPdf([Page(_drawn(page, limits), limits) for page in document])


def _has_pictures(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5))


def _unreadable(text: str) -> bool:
    """Letters without a meaning: the font tells how they look, not which they are."""
    strange = sum(not (char.isprintable() or char.isspace()) or "\ue000" <= char <= "\uf8ff" for char in text)
    return strange > 0.05 * len(text) + 2


def _drawn(page: Any, limits: Limits) -> Any:
    width, height = page.get_size()
    if not (0 < width * height * (_DPI / 72) ** 2 < min(limits.pixels, _MOST_BITS)):
        raise Unreadable("too_big")
    return page.render(scale=_DPI / 72).to_pil().convert("RGB")


def _paragraphs(page: str) -> Iterator[Block]:
    """Lines that go on in the next one are one paragraph: a full line, whose sentence has not ended."""
    lines = [" ".join(line.split()) for line in page.replace("\ufffe", "").splitlines()]
    full = _FULL * max(map(len, lines), default=0)
    held: list[str] = []
    for line in [*lines, ""]:
        if line:
            held.append(line)
        if held and (not line or len(line) < full or line.endswith((".", "!", "?", ":"))):
            yield Paragraph(" ".join(held))
            held = []
