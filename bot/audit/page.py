"""The journal as one web page that needs nothing else: for a trustee who reads rather than computes.

No script, no picture, nothing from elsewhere (its own policy forbids it), so that it can be kept, mailed and printed. Each
entry is said in a sentence; what somebody was shown stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Protocol

from bot.audit.chain import GENESIS, Link
from bot.domain.disclosure_entries import AT_ONCE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { text-align: start; padding-block: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid; }
td:nth-child(2) { white-space: nowrap; }
code { overflow-wrap: anywhere; }
dt { font-weight: bold; }
nav a { display: inline-block; padding-block: .3rem; }
.wide { overflow-x: auto; }
a:focus-visible, .wide:focus-visible { outline: 3px solid; outline-offset: 2px; }
@media print { thead { display: table-header-group; } tr { break-inside: avoid; } nav { display: none; } }
"""


class Said(Protocol):
    """A sentence of one language. Raises `KeyError` for one that is not there."""

    def __call__(self, key: str, /, **slots: str | int) -> str: ...


def journal_page(links: Sequence[Link], key: str, lang: str, said: Said) -> Iterator[str]:
    """The page, piece by piece. `key`: the bot's public key; `said`: sentences in `lang`."""

    def text(name: str, **slots: str | int) -> str:
        return escape(said(f"audit_page.{name}", **slots))

    yield f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield f"<title>{text('title')}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{text('title')}</h1>\n<p>{text('what')}</p>\n<p>{text('verify')}</p>\n"
    yield from _summary(links, key, text)
    yield "</header>\n"
    months = [(month, list(found)) for month, found in groupby(links, key=lambda link: link.at[:7])]
    if months:
        items = "".join(f'<li><a href="#{_anchor(n)}">{escape(month)}</a></li>' for n, (month, _) in enumerate(months))
        yield f'<nav aria-label="{text("months")}"><ul>{items}</ul></nav>\n'
    yield f'<main>\n<section aria-labelledby="opened">\n<h2 id="opened">{text("opened")}</h2>\n'
    shown = [link for link in links if link.kind in AT_ONCE]
    yield from (
        _table(shown, text("opened_caption", count=len(shown)), said, text)
        if shown
        else [f"<p>{text('opened_none')}</p>\n"]
    )
    yield "</section>\n"
    for number, (month, found) in enumerate(months):
        yield f'<section aria-labelledby="{_anchor(number)}">\n<h2 id="{_anchor(number)}">{escape(month)}</h2>\n'
        yield from _table(found, text("caption", count=len(found)), said, text)
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _anchor(number: int) -> str:
    return f"month-{number + 1}"


def _summary(links: Sequence[Link], key: str, text: Callable[..., str]) -> Iterator[str]:
    rows = {
        "entries": str(len(links)),
        "until": links[-1].at if links else "-",
        "head": links[-1].hash if links else GENESIS,
        "key": key,
    }
    yield "<dl>\n"
    for name, value in rows.items():
        yield f"<dt>{text(name)}</dt><dd><code>{escape(value)}</code></dd>\n"
    yield "</dl>\n"


def _table(links: Iterable[Link], caption: str, said: Said, text: Callable[..., str]) -> Iterator[str]:
    """It scrolls by itself on a narrow screen, with the keyboard too."""
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in ("number", "at", "happened", "digest"))
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{caption}">\n<table>\n'
    yield f"<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for link in links:
        at = escape(link.at)
        yield (
            f'<tr><th scope="row">{link.seq}</th><td><time datetime="{at}">{at[:19].replace("T", " ")}</time></td>'
            f"<td>{escape(_sentence(link, said))}</td><td><code>{escape(link.hash[:16])}</code></td></tr>\n"
        )
    yield "</tbody>\n</table>\n</div>\n"


def _sentence(link: Link, said: Said) -> str:
    """How the entry reads; one that this version does not know, or that was changed by hand, as it stands."""
    try:
        return said(f"journal.{link.kind}", **link.body)
    except (KeyError, ValueError, IndexError, TypeError):
        return f"{link.kind}: {dict(link.body)}"
