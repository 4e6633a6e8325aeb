"""A paper as a PDF: titled, in its language, tagged so that it can be read aloud (ISO 32000-1, 14.8)."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

import pydyf

from adapters.pdf.helvetica import encoded, printable, width
from adapters.pdf.layout import LOOKS, PAGE, Placed, lay_out
from bot.domain.papers import Block, Style, blocks
from redaction import Lang

_TAGS = {Style.TITLE: "H1", Style.HEADING: "H2", Style.PARAGRAPH: "P", Style.ITEM: "LI"}
_FOOT = 40.0
_FOOT_SIZE = 9.0


def print_paper(title: str, text: str, lang: Lang) -> bytes:
    """The bytes of a PDF. The same paper gives the same bytes."""
    found = list(blocks(text))
    pdf = pydyf.PDF()
    fonts = {name: _font(pdf, base) for name, base in (("F1", "Helvetica"), ("F2", "Helvetica-Bold"))}
    lines = lay_out(found)
    pages = [_page(pdf, fonts, list(of_page)) for _, of_page in groupby(lines, key=lambda line: line.page)]
    _number(pages)
    _tag(pdf, found, lines, [page for page, _ in pages])
    pdf.info["Title"] = pydyf.String(title)
    pdf.catalog.update(
        {
            "Lang": pydyf.String({"en": "en-GB", "fr": "fr-FR"}[lang]),
            "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
            "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
        }
    )
    out = io.BytesIO()
    pdf.write(out, compress=True)
    return out.getvalue()


def _font(pdf: pydyf.PDF, base: str) -> pydyf.Dictionary:
    font = pydyf.Dictionary(
        {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{base}", "Encoding": "/WinAnsiEncoding"}
    )
    pdf.add_object(font)
    return font


def _page(
    pdf: pydyf.PDF, fonts: dict[str, pydyf.Dictionary], lines: Sequence[Placed]
) -> tuple[pydyf.Dictionary, pydyf.Stream]:
    """A page with its lines; those of one block are one marked content, whose number is the block's place on the page."""
    stream = pydyf.Stream(compress=True)
    for mcid, (_, of_block) in enumerate(groupby(lines, key=lambda line: line.block)):
        shown = list(of_block)
        tag = next(_TAGS[style] for style, look in LOOKS.items() if look is shown[0].look)
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": mcid}))
        for line in shown:
            _show(stream, line.x, line.y, line.text, line.look.size, bold=line.look.bold)
        stream.end_marked_content()
    pdf.add_object(stream)
    page = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, *PAGE]),
            "Contents": stream.reference,
            "Resources": pydyf.Dictionary(
                {"Font": pydyf.Dictionary({name: font.reference for name, font in fonts.items()})}
            ),
            "StructParents": lines[0].page,
            "Tabs": "/S",
        }
    )
    pdf.add_page(page)
    return page, stream


def _show(stream: pydyf.Stream, x: float, y: float, text: str, size: float, *, bold: bool) -> None:
    stream.begin_text()
    stream.set_font_size("F2" if bold else "F1", size)
    stream.move_text_to(x, y)
    stream.stream.append(b"<" + encoded(text).hex().encode() + b"> Tj")
    stream.end_text()


def _number(pages: Sequence[tuple[pydyf.Dictionary, pydyf.Stream]]) -> None:
    """The page's number at its foot, which is no part of what is read aloud; a single page needs none."""
    for number, (_, stream) in enumerate(pages if len(pages) > 1 else (), start=1):
        said = printable(f"{number} / {len(pages)}")
        stream.begin_marked_content("Artifact")
        middle = (PAGE[0] - width(said, _FOOT_SIZE, bold=False)) / 2
        _show(stream, middle, _FOOT, said, _FOOT_SIZE, bold=False)
        stream.end_marked_content()


def _tag(pdf: pydyf.PDF, found: Sequence[Block], lines: Sequence[Placed], pages: Sequence[pydyf.Dictionary]) -> None:
    """The structure tree: one element for each block, with the marked contents that it consists of."""
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": root.reference})
    pdf.add_object(document)
    of_page: defaultdict[int, list[bytes]] = defaultdict(list)
    children = []
    for number, block in enumerate(found):
        parts = dict.fromkeys(line.page for line in lines if line.block == number)
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{_TAGS[block.style]}", "P": document.reference})
        pdf.add_object(element)
        kids = []
        for page in parts:
            kids.append(_marked(pages[page], len(of_page[page])))
            of_page[page].append(element.reference)
        element["K"] = pydyf.Array(kids)
        children.append(element.reference)
    document["K"] = pydyf.Array(children)
    root["K"] = document.reference
    root["ParentTree"] = _parents(pdf, of_page).reference
    pdf.catalog["StructTreeRoot"] = root.reference


def _marked(page: pydyf.Dictionary, mcid: int) -> pydyf.Dictionary:
    return pydyf.Dictionary({"Type": "/MCR", "Pg": page.reference, "MCID": mcid})


def _parents(pdf: pydyf.PDF, of_page: dict[int, list[bytes]]) -> pydyf.Dictionary:
    """From a marked content back to its element (ISO 32000-1, 14.7.4.4)."""
    nums: list[int | pydyf.Array] = []
    for page, elements in sorted(of_page.items()):
        nums += [page, pydyf.Array(elements)]
    tree = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
    pdf.add_object(tree)
    return tree
