"""What one case already knows: which value has which pseudonym."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from redaction import wording
from redaction.families import Family
from redaction.folding import fold
from redaction.result import Lang

_VERSION = 1


@dataclass(slots=True)
class Known:
    """One person, place or thing of a case. `forms` are the ways in which it was written, oldest first.

    `kind` and `index` make the pseudonym, `area` is a town's département, `genders` what titles and kin words
    told ("m", "f"), `seen` when it was last mentioned, in mentions of the case. Holds real values.
    """

    family: Family
    kind: str
    index: int
    forms: list[str] = field(default_factory=list, repr=False)
    area: str | None = field(default=None, repr=False)
    genders: list[str] = field(default_factory=list, repr=False)
    surnames: list[str] = field(default_factory=list, repr=False)
    seen: int = 0

    def pseudonym(self, lang: Lang) -> str:
        return wording.pseudonym(self.kind, self.index, lang, self.area)


class CaseMemory:
    """The pseudonyms of one case, in order of appearance. Holds real names: seal it, never log it.

    It only grows, and no pseudonym is given twice. `dump()` and `load()` turn it into bytes and back, for the vault.
    """

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._next: dict[str, int] = {}
        self._mentions = 0
        self._cleared: set[str] = set()
        self.lang: Lang | None = None
        """The language of the case so far; a message too short to tell follows it."""

    def __repr__(self) -> str:
        return "<CaseMemory>"

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Known]:
        """All that is known, oldest first."""
        return iter(self._known)

    def of(self, family: Family) -> Iterator[Known]:
        """What is known of one family, oldest first."""
        return (known for known in self._known if known.family is family)

    def named(self, pseudonym: str) -> Known | None:
        """What a pseudonym in either language stands for in this case: "Person A", "[Personne A]"."""
        text = f"[{pseudonym.strip().strip('[]')}]"
        for start, end, kind, index in wording.ours(text):
            if kind and (start, end) == (0, len(text)):
                series = _series(kind)
                return next((one for one in self._known if (_series(one.kind), one.index) == (series, index)), None)
        return None

    def add(self, family: Family, kind: str, area: str | None = None) -> Known:
        """A new entry with the next pseudonym of its series."""
        series = _series(kind)
        index = self._next.get(series, 0)
        known = Known(family, kind, index, area=area)
        self._next[series] = index + 1
        self._known.append(known)
        return known

    def mention(self, known: Known, form: str) -> None:
        """Remember that `known` was just written as `form`."""
        self._mentions += 1
        known.seen = self._mentions
        if form not in known.forms:
            known.forms.append(form)

    def clear(self, value: str) -> None:
        """A volunteer said that `value` is no personal detail here: it stays, in this case, however it is written."""
        self._cleared.add(_plain(value))

    def clear_as(self, other: CaseMemory) -> None:
        """What was cleared in `other` is cleared here too."""
        self._cleared |= other._cleared

    def is_cleared(self, value: str) -> bool:
        return bool(self._cleared) and _plain(value) in self._cleared

    def reserve(self, kind: str, index: int) -> None:
        """A colleague typed this pseudonym: whatever they mean by it, nobody else gets it."""
        series = _series(kind)
        self._next[series] = max(self._next.get(series, 0), index + 1)

    def dump(self) -> bytes:
        """The whole memory as UTF-8 JSON, real values included."""
        state = {
            "version": _VERSION,
            "lang": self.lang,
            "mentions": self._mentions,
            "next": self._next,
            "known": [asdict(known) for known in self._known],
            "cleared": sorted(self._cleared),
        }
        return json.dumps(state).encode("ascii")

    @classmethod
    def load(cls, data: bytes) -> CaseMemory:
        """The memory that `dump` wrote. Raises `ValueError` for anything else, without telling what it held."""
        memory = cls()
        try:
            state: dict[str, Any] = json.loads(data)
            if state["version"] != _VERSION:
                raise ValueError("another version")
            memory.lang = state["lang"]
            memory._mentions = int(state["mentions"])
            memory._next = {str(series): int(index) for series, index in state["next"].items()}
            memory._cleared = set(state.get("cleared", ()))
            memory._known = [Known(**{**entry, "family": Family(entry["family"])}) for entry in state["known"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError("these bytes are not the memory of a case; restore them from a backup") from None
        return memory


def _plain(value: str) -> str:
    return " ".join(fold(value).split())


def _series(kind: str) -> str:
    """Institutions of all kinds share one series of letters: Hospital A, School B."""
    return "facility" if kind in wording.FACILITY_KINDS else kind
