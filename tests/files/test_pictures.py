"""Photographs of letters: what is hidden in them is not read any more, and what was not read is not shown."""

from __future__ import annotations

import io
import re

import cv2
import numpy
import pytesseract
import pytest
import segno
from PIL import Image, ImageDraw

from redaction.files.limits import Limits, Unreadable
from tests.files import documents
from tests.files.conftest import Redacted
from tests.files.letters import PEOPLE, Letter, letter, photographed

pytestmark = pytest.mark.tesseract


def seen(picture: Image.Image) -> str:
    """What Tesseract reads, whichever way it looks for words."""
    return "\n".join(pytesseract.image_to_string(picture, lang="eng+fra", config=f"--psm {mode}") for mode in (3, 11))


def readable(said: Letter, picture: Image.Image) -> list[str]:
    """Words of direct identifiers that are read in a picture: from four letters or two groups of digits on."""
    words = re.sub(r"\s+", " ", seen(picture)).casefold()
    parts = [part for value in said.direct for part in re.findall(r"[^\W\d_]{4,}|\d[\d ]{3,}\d", value)]
    common = {"rue des", "lane", "street", "chemin", "impasse", "example"}
    return [part for part in parts if part.casefold() not in common and part.casefold().strip() in words]


def opened(data: bytes | str) -> Image.Image:
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data))


@pytest.mark.long
def test_of_thirty_photographed_letters_no_direct_identifier_is_read_any_more(redacted: Redacted) -> None:
    left, before, kept, told = {}, 0, 0, 0
    for seed in range(30):
        said = letter(PEOPLE[seed % len(PEOPLE)])
        photograph = photographed(said, seed)
        before += bool(readable(said, opened(photograph)))
        kind, new = redacted(photograph)
        assert kind == "png"
        if found := readable(said, opened(new)):
            left[seed] = found
        words = seen(opened(new))
        kept += sum(word in words for word in said.kept)
        told += len(said.kept)
    assert left == {}
    assert before >= 25, "the letters can be read before"
    assert kept >= 0.9 * told, "and what advice is about afterwards"


def test_a_few_letters_lose_their_identifiers_and_keep_what_advice_is_about(redacted: Redacted) -> None:
    for seed in (0, 7):
        said = letter(PEOPLE[seed % len(PEOPLE)])
        _, new = redacted(photographed(said, seed))
        assert readable(said, opened(new)) == []
        assert all(word in seen(opened(new)) for word in said.kept)


def test_nothing_of_the_old_file_is_in_the_new_one(redacted: Redacted) -> None:
    _, new = redacted(photographed(letter(PEOPLE[0]), 0))
    picture = opened(new)
    assert picture.format == "PNG"
    assert picture.info == {}
    assert dict(picture.getexif()) == {}
    assert isinstance(new, bytes)
    assert b"Vasseur" not in new


def test_a_letter_photographed_sideways_is_turned(redacted: Redacted) -> None:
    said = letter(PEOPLE[1])
    upright = opened(photographed(said, 1))
    out = io.BytesIO()
    upright.rotate(90, expand=True).save(out, "JPEG", quality=92)
    _, new = redacted(out.getvalue())
    assert readable(said, opened(new)) == []
    assert "appointment" in seen(opened(new))


def _with_code() -> tuple[Letter, Image.Image]:
    said = letter(PEOPLE[0])
    page = opened(photographed(said, 12)).convert("RGB")
    code = io.BytesIO()
    segno.make("Marguerite Vasseur 2 75 03 99 352 041 44").save(code, kind="png", scale=7)
    page.paste(Image.open(code).convert("RGB"), (page.width - 480, 130))
    return said, page


def test_a_code_that_machines_read_does_not_go_out(redacted: Redacted) -> None:
    _, page = _with_code()
    reads = cv2.QRCodeDetector()
    assert "Vasseur" in reads.detectAndDecode(cv2.cvtColor(numpy.asarray(page), cv2.COLOR_RGB2BGR))[0]
    out = io.BytesIO()
    page.save(out, "PNG")
    _, new = redacted(out.getvalue())
    assert reads.detectAndDecode(numpy.asarray(opened(new).convert("L")))[0] == ""


def test_a_signature_and_handwriting_do_not_go_out(redacted: Redacted) -> None:
    page = Image.new("RGB", (1240, 1754), (250, 250, 250))
    page.paste(opened(photographed(letter(PEOPLE[1]), 1)).convert("RGB").resize((1240, 1200)), (0, 0))
    draw = ImageDraw.Draw(page)
    draw.line([(200, 1500), (300, 1420), (380, 1560), (470, 1400), (620, 1550)], fill=(20, 30, 140), width=5)
    out = io.BytesIO()
    page.save(out, "PNG")
    _, new = redacted(out.getvalue())
    shown = numpy.asarray(opened(new).convert("L"))
    scale = shown.shape[0] / 1754
    area = shown[int(1400 * scale) :, :]
    assert set(numpy.unique(area)) <= {190, 255}, "nothing but grey patches on white"


def test_a_photograph_without_words_goes_back(redacted: Redacted) -> None:
    noise = numpy.random.default_rng(3).integers(0, 255, (600, 800, 3), dtype=numpy.uint8)
    out = io.BytesIO()
    Image.fromarray(cv2.GaussianBlur(noise, (31, 31), 0)).save(out, "JPEG")
    with pytest.raises(Unreadable) as refused:
        redacted(out.getvalue())
    assert refused.value.code in ("nothing", "unsure")


def test_what_can_hardly_be_read_goes_back(redacted: Redacted) -> None:
    blurred = opened(photographed(letter(PEOPLE[0]), 0)).reduce(5)
    out = io.BytesIO()
    blurred.save(out, "JPEG", quality=20)
    with pytest.raises(Unreadable) as refused:
        redacted(out.getvalue())
    assert refused.value.code in ("nothing", "unsure")


def test_a_picture_that_unpacks_to_too_many_pixels_is_refused_before_it_is_decoded(redacted: Redacted) -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(Unreadable, match="bomb"):
        redacted(out.getvalue())


def test_a_picture_that_moves_is_refused(redacted: Redacted) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 60), (n, 0, 0)) for n in (0, 200)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=200)
    with pytest.raises(Unreadable, match="kind"):
        redacted(out.getvalue())


@pytest.mark.long
def test_a_scanned_pdf_comes_back_as_pictures_of_its_pages_without_identifiers(redacted: Redacted) -> None:
    said = [letter(PEOPLE[0]), letter(PEOPLE[1])]
    kind, new = redacted(documents.scanned(photographed(said[0], 12), photographed(said[1], 13)))
    assert kind == "pdf"
    assert isinstance(new, bytes)
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(new))
    assert len(reader.pages) == 2
    assert documents.NAME not in str(reader.metadata)
    for page, one in zip(reader.pages, said, strict=True):
        (image,) = page.images
        assert image.image is not None
        assert readable(one, image.image) == []
        assert any(word in seen(image.image) for word in one.kept)


def test_a_scanned_pdf_of_too_many_pages_goes_back(redacted: Redacted) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (200, 200), (255, 255, 255)).save(blank, "PNG")
    with pytest.raises(Unreadable, match="too_long"):
        redacted(documents.scanned(*[blank.getvalue()] * 8), Limits(scans=6))
