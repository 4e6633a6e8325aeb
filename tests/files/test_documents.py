"""Documents come out without the names that were planted in every corner of them, looked for by other libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from odf import teletype, text
from odf.opendocument import load
from pypdf import PdfReader
from pypdf.generic import StreamObject

from adapters.pdf.printer import print_paper
from redaction.files.limits import Limits, Unreadable
from redaction.files.reading import read
from tests.files import documents
from tests.files.conftest import Redacted


def in_zip(data: bytes) -> str:
    """Everything in a container: names, comments and contents."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = "\n".join(f"{name}\n{archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist())
        return f"{entries}\n{archive.comment!r}"


def in_pdf(data: bytes) -> str:
    """Everything in a PDF: words, properties, embedded files, annotations, every stream."""
    reader = PdfReader(io.BytesIO(data))
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), str(reader.attachments), str(reader.xmp_metadata)]
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 0):
        thing = reader.get_object(number)
        found.append(thing.get_data().decode("latin-1") if isinstance(thing, StreamObject) else str(thing))
    return "\n".join(found)


def left(found: str) -> list[str]:
    return [name for name in documents.PLANTED if name.casefold() in found.casefold()]


def made(redacted: Redacted, data: bytes) -> tuple[str, bytes]:
    kind, new = redacted(data)
    return kind, print_paper("Document", new, "fr") if isinstance(new, str) else new


@pytest.mark.parametrize("build", [documents.word, documents.opendocument])
def test_nothing_of_a_name_is_left_in_any_entry_of_a_document(build: Callable[[], bytes], redacted: Redacted) -> None:
    before = build()
    assert len(left(in_zip(before))) >= 5
    _, after = made(redacted, before)
    assert left(in_zip(after)) == []
    assert documents.KEPT in in_zip(after)


def test_word_opens_the_new_document_and_sees_the_same_headings_lists_and_tables(redacted: Redacted) -> None:
    kind, after = made(redacted, documents.word())
    new = Document(io.BytesIO(after))
    assert kind == "docx"
    assert new.paragraphs[0].style is not None
    assert (new.paragraphs[0].style.name, new.paragraphs[0].text) == ("Heading 2", "Compte rendu")
    assert [p.text for p in new.paragraphs if p.style and p.style.name == "List Bullet"] == ["Prévenir [Personne A]"]
    assert [cell.text for cell in new.tables[0].rows[1].cells] == ["[Personne A]", "[téléphone 1]"]
    assert (new.core_properties.author, new.core_properties.comments) == ("", "")


def test_what_was_inserted_is_there_and_what_was_struck_out_is_not(redacted: Redacted) -> None:
    _, after = made(redacted, documents.word())
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(after)).paragraphs)
    assert "Ajouté par [Personne A]" in words
    assert "Barré" not in words
    assert "a rappelé" not in words  # a comment


def test_header_and_footer_are_redacted_as_text(redacted: Redacted) -> None:
    _, after = made(redacted, documents.word())
    words = [paragraph.text for paragraph in Document(io.BytesIO(after)).paragraphs]
    assert "Dossier de [Personne A]" in words
    _, after = made(redacted, documents.opendocument())
    assert "Dossier de [Personne A]" in [
        teletype.extractText(p) for p in load(io.BytesIO(after)).getElementsByType(text.P)
    ]


def test_a_pdf_is_printed_anew_without_annotations_properties_and_embedded_files(redacted: Redacted) -> None:
    before = documents.portable()
    assert len(left(in_pdf(before))) >= 5
    kind, after = made(redacted, before)
    assert kind == "pdf"
    assert left(in_pdf(after)) == []
    assert documents.KEPT in PdfReader(io.BytesIO(after)).pages[0].extract_text()
    assert PdfReader(io.BytesIO(after)).attachments == {}


def test_a_name_alone_in_a_cell_of_values_is_hidden(redacted: Redacted) -> None:
    kind, after = made(redacted, documents.values())
    rows = [row.split(";") for row in after.decode().splitlines()]
    assert kind == "csv"
    assert rows[1] == ["[Personne A]", "[Personne A]", "[téléphone 1]", "suit une chimiothérapie"]
    assert left(after.decode()) == []
    assert "Odile" not in after.decode()


def test_a_plain_text_stays_one(redacted: Redacted) -> None:
    kind, after = made(redacted, documents.plain())
    assert kind == "txt"
    assert after.decode().splitlines()[1] == documents.BODY[1]
    assert left(after.decode()) == []


def bomb(size: int = 80_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * size)
    return out.getvalue()


def lying_bomb() -> bytes:
    """One whose directory says that it is small."""
    data = bytearray(bomb())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.index(mark) + place
        data[start : start + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def entities() -> bytes:
    out = io.BytesIO()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l11;</a>')
    return out.getvalue()


def deep() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a>" * 50_000 + "</a>" * 50_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(), "bomb"),
        (lying_bomb(), "damaged"),
        (entities(), "bomb"),
        (deep(), "bomb"),
        (documents.portable("secret"), "locked"),
        (documents.portable()[:400], "damaged"),
        (documents.word()[:3000], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kind"),
        (b"MZ\x90\x00" + bytes(200), "kind"),
        (b"<html><script>Vasseur</script></html>", "kind"),
        (b"%!PS Vasseur\x00", "kind"),
        (b"", "kind"),
        (b"\x00\x01\x02", "kind"),
        (b"   \n ", "nothing"),
        (b"mot " * 20_000, "too_long"),
    ],
    ids=["bomb", "lying", "entities", "deep", "locked pdf", "cut pdf", "cut docx", "locked docx", "old word", "program",
         "page", "postscript", "empty", "bytes", "blank", "endless"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, Limits())
    assert refused.value.code == code


def test_a_name_says_nothing_about_what_a_file_is() -> None:
    assert read(documents.word(), Limits()).kind == "docx"
    assert read(documents.plain(), Limits()).kind == "txt"


def test_a_detail_over_two_cells_has_its_pseudonym_in_the_first() -> None:
    from redaction import Family, HiddenSpan
    from redaction.files.script import Script, Table

    script = Script.of([Table((("Marguerite", "Vasseur"),))])
    (table,) = script.redacted([HiddenSpan(0, len(script.text), Family.PERSON, "[Person A]")])
    assert table == Table((("[Person A]", ""),))
