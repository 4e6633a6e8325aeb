"""A picture that a telephone's camera reads, as SVG inside the page: nothing is fetched, nothing is kept."""

from __future__ import annotations

import segno
from markupsafe import Markup


def picture(text: str) -> Markup:
    """`text` as a QR code, with the quiet zone that readers need (ISO/IEC 18004: four modules)."""
    svg = segno.make_qr(text, error="m").svg_inline(border=4, light="#fff", omitsize=True)
    return Markup(svg)  # noqa: S704 - segno writes numbers only, the text stands in none of them
