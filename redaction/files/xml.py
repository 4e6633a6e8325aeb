"""XML of somebody else's, parsed without entities, other files or networks."""

from __future__ import annotations

from xml.etree.ElementTree import Element as Element
from xml.etree.ElementTree import ParseError

from redaction.files.limits import Unreadable

_DEEPEST = 200


def parsed(data: bytes) -> Element:
    """Raises `Unreadable`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data)
    except DefusedXmlException:
        raise Unreadable("bomb") from None
    except (ParseError, ValueError):
        raise Unreadable("damaged") from None
    _bounded(root)
    return root


def _bounded(root: Element) -> None:
    """No deeper than any document is: what walks through it calls itself."""
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node]
        if not level:
            return
    raise Unreadable("bomb")
