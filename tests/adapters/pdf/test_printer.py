"""A PDF that another library reads: every word of the paper, its title, its language, and what is a heading."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from adapters.pdf.helvetica import printable, width
from adapters.pdf.layout import LOOKS, PAGE, lay_out, wrap
from adapters.pdf.printer import print_paper
from bot.domain.papers import Block, Style, blocks
from redaction import Lang

ENGLISH = "# The Code\n\nKeep it (always) \\ and “well”.\n\n## When\n\n- at home\n- on the telephone\n"
FRENCH = "# Le Code\n\nGardez-le\u202f: «\u00a0c’est à nous\u00a0», où qu’Œdipe naïf, cœur léger, façon Noël…\n"


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def read(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("title", "text", "lang"), [("The Code", ENGLISH, "en"), ("Le Code", FRENCH, "fr")])
def test_every_word_can_be_read_back_and_the_title_and_language_stand_in_it(title: str, text: str, lang: Lang) -> None:
    pdf = print_paper(title, text, lang)
    for block in blocks(text):
        assert words(printable(block.text)) in read(pdf)
    reader = opened(pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)  # type: ignore[index]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


def tags(reader: PdfReader) -> list[tuple[str, int]]:
    """What each block is tagged as, with how many marked contents it has."""
    document: Any = reader.trailer["/Root"]["/StructTreeRoot"]["/K"]  # type: ignore[index]
    return [(str(each.get_object()["/S"]), len(each.get_object()["/K"])) for each in document["/K"]]


def test_headings_and_items_are_tagged_for_a_screen_reader() -> None:
    assert tags(opened(print_paper("The Code", ENGLISH, "en"))) == [
        ("/H1", 1), ("/P", 1), ("/H2", 1), ("/LI", 1), ("/LI", 1),
    ]  # fmt: skip


def test_a_block_over_two_pages_is_one_element_and_pages_are_numbered() -> None:
    text = "# The Code\n\n" + "\n\n".join("word " * 300 for _ in range(6))
    reader = opened(print_paper("The Code", text, "en"))
    assert len(reader.pages) > 2
    assert sum(parts for _, parts in tags(reader)) > len(list(blocks(text)))
    assert f"1 / {len(reader.pages)}" in reader.pages[0].extract_text()
    parents: Any = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # type: ignore[index]
    assert parents[::2] == list(range(len(reader.pages)))
    assert [page["/StructParents"] for page in reader.pages] == parents[::2]


def test_the_same_paper_gives_the_same_bytes_and_stays_small() -> None:
    pdf = print_paper("The Code", ENGLISH, "en")
    assert pdf == print_paper("The Code", ENGLISH, "en")
    assert len(pdf) < 5000


def test_no_line_leaves_the_page_and_none_overlaps() -> None:
    text = "# " + "Long title " * 20 + "\n\n" + "\n\n".join(f"## H{n}\n\n" + "words of it " * 90 for n in range(9))
    lines = lay_out(blocks(text))
    for line in lines:
        assert line.x >= 72
        assert line.x + width(line.text, line.look.size, bold=line.look.bold) <= PAGE[0] - 71
        assert 72 <= line.y <= PAGE[1] - 72
    assert all(one.page < other.page or one.y > other.y for one, other in pairwise(lines))


def test_a_heading_never_stands_last_on_its_page() -> None:
    for filling in range(30, 60):
        placed = lay_out(
            [
                *(Block(Style.PARAGRAPH, "x") for _ in range(filling)),
                Block(Style.HEADING, "H"),
                Block(Style.PARAGRAPH, "y"),
            ]
        )
        assert placed[-1].page == placed[-2].page


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_an_association_writes_can_be_printed(text: str) -> None:
    opened(print_paper(text or "x", f"# {text}\n\n- {text}", "en"))


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=12), min_size=1, max_size=60))
def test_wrapping_loses_no_word(some: list[str]) -> None:
    text = " ".join(some)
    assert " ".join(wrap(text, 120, LOOKS[Style.PARAGRAPH])) == text
