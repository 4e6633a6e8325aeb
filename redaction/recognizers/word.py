"""One word of a line and what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Word:
    """One word of a line: where it stands, its folded key, how it is written, and what stands before it.

    `words_of` finishes it; nobody changes it after that.
    """

    text: str
    start: int
    end: int
    key: str
    gap: str
    """Everything between the word before and this one."""
    opens: bool
    """Whether it opens a sentence or a line, where a capital tells nothing."""
    shouted: bool
    """Whether its whole line is in capitals, where a capital tells nothing either."""
    flat: bool = False
    """Whether the whole text has no capital, as a typed-out voice note: then the lack of one tells nothing."""
    kept: bool = False
    """Whether it is a term of the keep-list, which names nobody unless a title says so."""
    phrase: bool = False
    """Whether it is part of a kept term of several words, or of an eponym that its neighbour gives away."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def joined(self) -> bool:
        """Whether nothing but one space or hyphen parts it from the word before."""
        return self.gap in {" ", "-", "\u00a0"}

    @property
    def telling(self) -> bool:
        """Whether its capital says that it is a proper name: a capital where none is due."""
        return self.capital and not self.opens and not self.shouted

    @property
    def mention(self) -> bool:
        """Whether it belongs to a platform mention, a handle or an address: @sue.p, mary@example.org."""
        return self.gap.endswith(("@", "#", "_", "/"))
