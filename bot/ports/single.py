"""A channel on which each person speaks with the bot alone: e-mail, WhatsApp, text messages.

It guards no conversation of its own; where its people talk together is a round (`bot/domain/rounds.py`).
"""

from __future__ import annotations

from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.phones import spoken_at
from bot.ports.addresses import Addresses
from bot.ports.channel import Intake
from redaction import Lang


class SinglePeople:
    """The part of `bot.ports.channel.Channel` that is about places, for such a channel."""

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        return ()

    @property
    def supervisors(self) -> tuple[PersonRef, ...]:
        return ()

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return ()

    def title_of(self, place: ConversationRef) -> str:
        return ""


async def lang_of(intake: Intake, addresses: Addresses, person: PersonRef) -> Lang:
    """What somebody speaks: what they chose, else the language of their number's country."""
    spoken = await intake.spoken(person)
    number = None if spoken else await addresses.address(person.channel, person.account)
    return spoken or (spoken_at(number.expose()) if number else "en")
