"""What a transcript needs of a platform: people act, and what stands there can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.messages import PersonRef
from bot.handlers.context import Context

ARCHIVE = b"PK\x03\x04 invented"
"""Something that nothing of ours reads."""


class Stage(Protocol):
    """One group with its people, guarded by a bot that runs."""

    def says(self, who: str, text: str) -> None: ...

    def tells_bot(self, who: str, text: str) -> None:
        """A private word to the bot, or an answer in the form that the bot has opened for them."""

    def answers(self, who: str, quote: str, text: str) -> None:
        """In answer to the latest message of the group that holds `quote`. Raises `LookupError`."""

    def edits(self, who: str, quote: str, text: str) -> None: ...

    def deletes(self, who: str, quote: str) -> None: ...

    def sends(self, who: str, what: str) -> None:
        """A picture, a file, a voice note, an archive."""

    def polls(self, who: str, question: str, options: Sequence[str]) -> None: ...

    def reacts(self, who: str, quote: str, emoji: str) -> None: ...

    def rewrites(self, who: str, quote: str, text: str) -> None:
        """They change what they wrote to the bot alone."""

    def presses(self, who: str, label: str) -> None:
        """The latest button whose label begins so, of those the bot put before them alone. Raises `LookupError`."""

    def presses_under(self, who: str, label: str, quote: str) -> None:
        """A button under a message of the group. Raises `LookupError`."""

    def hides(self, who: str, quote: str) -> None:
        """They saw a detail in that message."""

    def agrees(self, who: str) -> None:
        """They follow the link that the bot showed them to the platform's own page, and say yes there. Raises `LookupError`."""

    def asks_case(self, who: str, quote: str) -> None:
        """They ask of which case a message of the group is."""

    def ticks(self, who: str, word: str) -> None:
        """One of the words that the bot offers."""

    def account(self, who: str) -> PersonRef:
        """Who somebody is there."""

    def group(self) -> list[str]:
        """All that stands there, oldest first, as "Sue: words"; posts of the bot as "Sue (C-7K2P4): words"."""

    def private(self, who: str) -> list[str]:
        """What the bot says to somebody alone."""


class Platform(Protocol):
    """A stand-in server with one group for each scenario. `context`: of the bot that guards them, once it runs."""

    name: str
    context: Context

    def settings(self) -> Mapping[str, str]: ...

    def stage(self, number: int, people: Mapping[str, str]) -> Stage:
        """The people of a scenario enter its group."""
