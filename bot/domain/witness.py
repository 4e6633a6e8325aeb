"""What leaves the server each day, so that it cannot be undone there: the journal's head and the cases whose keys are gone.

Two trustees get it by mail and keep it. The head proves later that nothing before it was changed; the list of destroyed
keys is asked for when a backup is restored, or the backup would bring them back. Nothing personal is in it: the ids of
cases are drawn at random, and what they stood for cannot be read any more.

The lines for the machine stand between sentences for people. They survive being quoted and forwarded, and a check tells
when one is missing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MARK = re.compile(r"^[>\s|]*(day|entries|head|destroyed|gone|signer|signed|check): *(\S.*?)\s*$")
_GONE = re.compile(r"([A-Za-z0-9_-]{1,40}) (\d{4}-\d\d-\d\d)")


class WitnessError(Exception):
    """A text is no witness mail. `code`: "none" where there is none in it, "cut" where something is missing or changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Witness:
    """`entries`, `head`: how long the journal was and its last hash; `gone`: destroyed cases with the day of it.

    `opened`: the number of the latest entry that is not to wait for the next day (an opening, a look, a second factor that was
    taken away; 0: none). It is not in the mail. `key`, `signature`: the bot's public key and its signature of the statement, in hex; "" in a mail without.
    """

    day: date
    entries: int
    head: str
    gone: Mapping[str, date]
    opened: int = 0
    key: str = ""
    signature: str = ""

    def statement(self) -> list[str]:
        """The lines that say something: what is signed."""
        told = [f"day: {self.day}", f"entries: {self.entries}", f"head: {self.head}", f"destroyed: {len(self.gone)}"]
        return told + [f"gone: {case_id} {day}" for case_id, day in sorted(self.gone.items())]

    def lines(self) -> list[str]:
        """What a machine reads, the check last. The signature is cut in two, or mail programs would fold it."""
        told = self.statement()
        if self.signature:
            half = len(self.signature) // 2
            told += [f"signer: {self.key}", f"signed: {self.signature[:half]}", f"signed: {self.signature[half:]}"]
        return [*told, f"check: {_check(told)}"]


def read_witnesses(text: str) -> list[Witness]:
    """Every witness in a text of one or more mails, the oldest first. Raises `WitnessError`."""
    found = [_read(block) for block in _blocks(text)]
    if not found:
        raise WitnessError("none")
    return sorted(found, key=lambda witness: (witness.day, witness.entries))


def _blocks(text: str) -> Iterator[list[tuple[str, str]]]:
    """Runs of marked lines, from "day" to "check"."""
    block: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not (found := _MARK.match(line)):
            continue
        if found[1] == "day" and block:
            yield block
            block = []
        block.append((found[1], found[2]))
    if block:
        yield block


def _read(block: Sequence[tuple[str, str]]) -> Witness:
    told = [f"{name}: {value}" for name, value in block if name != "check"]
    if block[-1] != ("check", _check(told)) or [name for name, _ in block[:4]] != [
        "day",
        "entries",
        "head",
        "destroyed",
    ]:
        raise WitnessError("cut")
    values = dict(block[:4])
    gone = [found.groups() for name, value in block if name == "gone" and (found := _GONE.fullmatch(value))]
    if len(gone) != int(values["destroyed"]):
        raise WitnessError("cut")
    days = {case_id: date.fromisoformat(day) for case_id, day in gone}
    key = "".join(value for name, value in block if name == "signer")
    signature = "".join(value for name, value in block if name == "signed")
    day, entries = date.fromisoformat(values["day"]), int(values["entries"])
    return Witness(day, entries, values["head"], days, key=key, signature=signature)


def _check(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def start_of(day: date) -> datetime:
    """The moment at which a day begins, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
