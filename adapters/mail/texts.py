"""Lines as somebody wrote them: flowed ones joined, HTML as text. Pure."""

from __future__ import annotations

import re
from itertools import islice

from adapters.mail.headers import Unreadable

_SIGNATURE = "-- "
_MOST_HTML, _MOST_ELEMENTS, _MOST_WORDS = 1_000_000, 50_000, 40
_NOT_SHOWN = ("head", "script", "style", "template", "noscript", "object", "svg", "title")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_QUOTES = re.compile(r">+")


def flowed(text: str, *, delsp: bool) -> str:
    """`format=flowed` as the paragraphs that it stands for (RFC 3676): a line that ends in a space goes on in the next."""
    out: list[tuple[int, str, bool]] = []
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = len(quotes[0]) if quotes else 0
        words = line[depth:].removeprefix(" ")
        soft = words.endswith(" ") and words != _SIGNATURE
        if out and out[-1][2] and out[-1][0] == depth and words != _SIGNATURE:
            before = out[-1][1][:-1] if delsp else out[-1][1]
            out[-1] = (depth, before + words, soft)
        else:
            out.append((depth, words, soft))
    return "\n".join(f"{'>' * depth}{' ' * bool(depth)}{words}" for depth, words, _ in out)


def of_html(html: str) -> str:
    """What a reader sees of HTML, with the address of a link behind its words. Raises `Unreadable`."""
    import lxml.etree
    import lxml.html
    from inscriptis import Inscriptis
    from inscriptis.model.config import ParserConfig

    if len(html) > _MOST_HTML:
        raise Unreadable("html_too_long")
    if not html.strip():
        return ""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
        _tidy(tree)
        text = str(Inscriptis(tree, ParserConfig()).get_text())
    except (lxml.etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise Unreadable("html_broken") from error
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def _tidy(tree: object) -> None:
    """Take out what nobody sees, and write out where a link leads; mark what is quoted."""
    for number, element in enumerate(list(tree.iter())):  # type: ignore[attr-defined]
        if number > _MOST_ELEMENTS:
            raise Unreadable("html_too_long")
        if not isinstance(element.tag, str):
            continue
        if element.tag in _NOT_SHOWN or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag == "a":
            _write_out(element)


def _write_out(link: object) -> None:
    address = (link.get("href") or "").strip()  # type: ignore[attr-defined]
    shown = "".join(islice(link.itertext(), _MOST_WORDS)).strip()  # type: ignore[attr-defined]
    bare = re.sub(r"^(?:mailto|tel):|^https?://|\?.*$|/$", "", address)
    if re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE) and bare not in shown and shown:
        link.tail = f" ({address[:500]}){link.tail or ''}"  # type: ignore[attr-defined]
