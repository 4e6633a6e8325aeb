"""The mail to two trustees that keeps the journal's head and the destroyed cases outside the server."""

from __future__ import annotations

import textwrap

from bot.domain.outgoing import Line
from bot.domain.witness import Witness
from bot.ports.wording import Wording

_WIDTH = 76


def witness_subject(witness: Witness) -> str:
    """The mail's subject, the same in both languages."""
    return f"Entre Nous: {witness.day}, {witness.entries}"


def witness_text(witness: Witness, wording: Wording) -> str:
    """The mail: what it is for and what to do with it, in both languages, and the lines for the machine."""
    slots = {"entries": witness.entries, "count": len(witness.gone)}
    said = [wording.render(Line(key, slots=slots)) for key in ("witness.what", "witness.keep")]
    told = ["\n".join(textwrap.fill(line, _WIDTH) for line in part.splitlines()) for part in said]
    return "\n\n".join([*told, "\n".join(witness.lines())]) + "\n"
