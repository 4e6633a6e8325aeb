"""Where substituted names come from: lists by origin, the gazetteers, names that are words, and names that nobody has."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from redaction import gazetteer
from redaction.folding import fold, vocabulary

_FILE = Path(__file__).parent / "names" / "names.tsv"
_HARD = ("vietnamese", "vietnamese")
"""Origins drawn more often: their names are short, and words of other languages too, so they are the easiest to miss."""

_ORDER = 3
_SMALL = vocabulary("de du des la le les sur sous en et aux lès au d l")


class Names:
    """Names to train with. None of them is in a row of the names file that is held out."""

    def __init__(self, path: Path = _FILE) -> None:
        """Raises `OSError` where the file of names is missing."""
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
        self.held = frozenset(fold(row["name"]) for row in rows if row["use"] == "held")
        self._by_origin: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["use"] == "train":
                self._by_origin[row["origin"]][row["part"]].append(row["name"])
                if row["word"] == "yes":
                    self._words[row["part"]].append(row["name"])
        self.origins = sorted(self._by_origin)
        self._listed = {
            "given": sorted(name.title() for name in gazetteer.given_names() if name not in self.held),
            "surname": sorted(name.title() for name in gazetteer.surnames() if name not in self.held),
        }

    def any_origin(self, rng: random.Random) -> str:
        """An origin, each as likely as the others: whoever is rare in France is not rare here."""
        return rng.choice([*self.origins, *_HARD])

    def given(self, rng: random.Random, origin: str | None) -> str:
        """A given name."""
        return self._one(rng, "given", origin)

    def surname(self, rng: random.Random, origin: str | None) -> str:
        """A surname."""
        return self._one(rng, "surname", origin)

    def town(self, rng: random.Random) -> str:
        """A town or village, small ones as likely as large ones."""
        words = rng.choice(self._towns).split()
        return rng.choice((" ", "-")).join(
            word if place and word in _SMALL else word.title() for place, word in enumerate(words)
        )

    def _one(self, rng: random.Random, part: Literal["given", "surname"], origin: str | None) -> str:
        draw = rng.random()
        if draw < 0.48:
            return rng.choice(self._by_origin[origin or self.any_origin(rng)][part])
        if draw < 0.72:
            return rng.choice(self._listed[part])
        if draw < 0.88:
            return rng.choice(self._words[part])
        return self._invented(rng, part)

    def _invented(self, rng: random.Random, part: str) -> str:
        """A name that sounds like one: letters that follow each other as they do in the lists."""
        follows = self._follows[part]
        name = "^" * _ORDER
        while len(name) < 16 + _ORDER:
            char = rng.choice(follows[name[-_ORDER:]])
            if char == "$":
                break
            name += char
        return name[_ORDER:].title()

    @cached_property
    def _follows(self) -> dict[str, dict[str, list[str]]]:
        return {part: _chain(names) for part, names in self._listed.items()}

    @cached_property
    def _towns(self) -> Sequence[str]:
        return sorted(gazetteer.french_places())


def _chain(names: Sequence[str]) -> dict[str, list[str]]:
    follows: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        padded = "^" * _ORDER + name.lower() + "$"
        for place in range(_ORDER, len(padded)):
            follows[padded[place - _ORDER : place]].append(padded[place])
    return follows
