"""Documents about an invented woman, with her name wherever a format has room for one."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.shared import Inches
from odf import dc, meta, office, style, table, text
from odf.opendocument import OpenDocumentText
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from adapters.pdf.printer import print_paper

PLANTED = ("Marguerite", "Vasseur", "06 39 98 14 27", "0639981427", "m.vasseur@example.org", "rue des Lilas")
"""What stands in each of them, in its body and in every corner."""
NAME = "Marguerite Vasseur"
BODY = (
    f"Madame {NAME} habite 14 rue des Lilas à Eymet.",
    "La chimiothérapie la fatigue beaucoup et elle ne dort plus.",
    "On peut joindre Marguerite au 06 39 98 14 27 ou par m.vasseur@example.org.",
)
KEPT = "chimiothérapie"


def word() -> bytes:
    """A DOCX: heading, list, table, header, footer, comment, text box, tracked change, properties, embedded file."""
    made = docx.Document()
    made.core_properties.author = NAME
    made.core_properties.title = f"Lettre à {NAME}"
    made.core_properties.comments = "m.vasseur@example.org"
    made.core_properties.last_modified_by = NAME
    made.add_heading("Compte rendu", level=1)
    paragraphs = [made.add_paragraph(line) for line in BODY]
    made.add_paragraph("Prévenir Marguerite Vasseur", style="List Bullet")
    cells = made.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in cells.rows for c in row.cells), ("Nom", "Téléphone", NAME, "06 39 98 14 27"), strict=True
    ):
        cell.text = words
    section = made.sections[0]
    section.header.paragraphs[0].text = f"Dossier de {NAME}"
    section.footer.paragraphs[0].text = f"{NAME}, 14 rue des Lilas"
    made.add_comment(paragraphs[1].runs, text=f"{NAME} a rappelé", author=NAME, initials="MV")
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 10, 10)).save(picture, "PNG")
    made.add_picture(io.BytesIO(picture.getvalue()), width=Inches(1))
    out = io.BytesIO()
    made.save(out)
    return _with_more(out.getvalue())


def _with_more(plain: bytes) -> bytes:
    """A tracked deletion and insertion, and an embedded file, as Word writes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "word/document.xml":
                change = (
                    f'<w:p><w:ins w:id="91" w:author="{NAME}"><w:r><w:t>Ajouté par {NAME}.</w:t></w:r></w:ins>'
                    f'<w:del w:id="92" w:author="{NAME}"><w:r><w:delText>Barré : {NAME}</w:delText></w:r></w:del></w:p>'
                )
                data = data.replace(b"<w:sectPr", change.encode() + b"<w:sectPr", 1)
            target.writestr(entry, data)
        target.writestr("word/embeddings/oleObject1.bin", f"{NAME} 06 39 98 14 27".encode())
        target.writestr("word/vbaProject.bin", NAME.encode())
    return out.getvalue()


def opendocument() -> bytes:
    """An ODT: heading, list, table, header, annotation, properties."""
    made = OpenDocumentText()
    made.meta.addElement(dc.Creator(text=NAME))
    made.meta.addElement(meta.UserDefined(name="Patiente", text=NAME))
    made.text.addElement(text.H(outlinelevel=1, text="Compte rendu"))
    for line in BODY:
        made.text.addElement(text.P(text=line))
    note = office.Annotation()
    note.addElement(dc.Creator(text=NAME))
    note.addElement(text.P(text=f"{NAME} a rappelé"))
    noted = text.P(text="Une remarque.")
    noted.addElement(note)
    made.text.addElement(noted)
    listed = text.List()
    item = text.ListItem()
    item.addElement(text.P(text=f"Prévenir {NAME}"))
    listed.addElement(item)
    made.text.addElement(listed)
    cells = table.Table()
    for words in (("Nom", "Téléphone"), (NAME, "06 39 98 14 27")):
        row = table.TableRow()
        for word_ in words:
            cell = table.TableCell()
            cell.addElement(text.P(text=word_))
            row.addElement(cell)
        cells.addElement(row)
    made.text.addElement(cells)
    layout = style.PageLayout(name="pl")
    made.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname="pl")
    header = style.Header()
    header.addElement(text.P(text=f"Dossier de {NAME}"))
    master.addElement(header)
    made.masterstyles.addElement(master)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def portable(password: str | None = None) -> bytes:
    """A PDF: words, annotation, properties, embedded file."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(print_paper(f"Lettre à {NAME}", "\n\n".join(BODY), "fr"))))
    writer.add_metadata({"/Author": NAME, "/Title": f"Lettre à {NAME}", "/Keywords": "m.vasseur@example.org"})
    writer.add_attachment("vasseur.txt", f"{NAME} 06 39 98 14 27".encode())
    writer.add_annotation(0, FreeText(text=f"{NAME} a rappelé", rect=(50, 50, 300, 100)))
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned(*pictures: bytes) -> bytes:
    """A PDF whose pages are pictures."""
    pages = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150, author=NAME)
    return out.getvalue()


def plain() -> bytes:
    return "\n".join(BODY).encode()


def values() -> bytes:
    """A CSV whose names stand alone in their cells, in Windows' own letters."""
    rows = (
        "Nom;Prénom;Téléphone;Remarque",
        "Vasseur;Marguerite;06 39 98 14 27;suit une chimiothérapie",
        "Vasseur;Odile;;sa fille",
    )
    return "\r\n".join(rows).encode("cp1252")
