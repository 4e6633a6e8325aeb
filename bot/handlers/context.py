"""What every handler is given: the ports, the rules of this association, and the process's own memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.breach import NOTIFY_WITHIN
from bot.domain.consults import Windows
from bot.domain.grounds import Ground
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.rounds import Round, round_at
from bot.handlers.colleagues import Colleagues
from bot.handlers.tries import Tries
from bot.handlers.turns import Turns
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.ports.detector import Detector
from bot.ports.listening import Listener
from bot.ports.on_behalf import OnBehalf
from bot.ports.papers import Papers
from bot.ports.reading_files import FileReader
from bot.ports.store import Store


@dataclass(frozen=True, slots=True)
class Rules:
    """Times that an administrator may change; section `[intake]` of the settings."""

    windows: Windows = field(default_factory=Windows)
    undecided: timedelta = timedelta(seconds=10)
    """How long a message waits for an earlier one that nobody has decided yet."""
    claim_after: timedelta = timedelta(minutes=10)
    hold_originals: timedelta = timedelta(hours=48)
    away_after: timedelta = timedelta(minutes=5)
    keep_closed: timedelta = timedelta(days=90)
    """How long after a case was closed its key is destroyed."""
    keep_names: bool = True
    """Whether full names stay as keyed fingerprints, so that they are hidden after their case is gone."""
    pages: str | None = None
    """The address under which our own pages are reached, without a slash at its end; None where there are none."""
    notify_breach_within: timedelta = NOTIFY_WITHIN
    """From when a breach is known until the CNIL is to be told."""
    console_idle: timedelta = timedelta(minutes=15)
    """How long a session of the console may rest."""
    console_longest: timedelta = timedelta(hours=1)
    """After which it ends, whatever is done with it."""
    give_up_after: timedelta = timedelta(hours=24)
    """How long a call that keeps failing in passing is tried again."""


@dataclass(frozen=True, slots=True)
class Context:
    store: Store
    channels: Mapping[str, Channel]
    detector: Detector
    clock: Clock
    rules: Rules = field(default_factory=Rules)
    turns: Turns = field(default_factory=Turns)
    colleagues: Colleagues = field(default_factory=Colleagues)
    tries: Tries = field(default_factory=Tries)
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict)
    """Channels whose authors may give the bot a token of their own, by name; none where that is not set up."""
    papers: Papers | None = None
    """The Code and the notices; None where the association has not set them up."""
    files: FileReader | None = None
    """What looks into pictures and documents; None where nothing does, and they go back to their authors."""
    speech: Listener | None = None
    """What listens to voice notes; None where nothing does, and they go back to their authors."""
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    """On which a detail may be opened; without any, nothing can be."""
    rounds: Mapping[str, Round] = field(default_factory=dict)
    """By name; none where the association has none."""
    to_carry: asyncio.Event = field(default_factory=asyncio.Event)
    """Something may have changed that other legs of a round are to see."""
    to_witness: asyncio.Event = field(default_factory=asyncio.Event)
    """Something was journalled that the trustees are to have at once."""

    def round_at(self, where: ConversationRef) -> Round | None:
        """The round that a conversation belongs to."""
        return round_at(self.rounds.values(), where)

    def channel(self, ref: MessageRef) -> Channel:
        return self.channels[ref.channel]
