"""After an outage: say from when to when nobody was watching."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.capabilities import Removal
from bot.domain.journal import BotAway
from bot.domain.outgoing import Line, Notice
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.ports.channel import Channel


async def beat(context: Context) -> None:
    """Note that the bot is alive."""
    async with context.store.begin(durable=False) as unit:
        await unit.beat(context.clock.now())


async def away_since(context: Context) -> datetime | None:
    """When the bot was last alive, if that is longer ago than the rules let pass; None otherwise."""
    async with context.store.read() as unit:
        last = await unit.last_beat()
    if last is None or context.clock.now() - last < context.rules.away_after:
        return None
    return last


async def tell_away(context: Context, since: datetime) -> None:
    """Tell every guarded conversation, and journal it for each channel."""
    now = context.clock.now()
    for channel in context.channels.values():
        if channel.capabilities.removal is Removal.NEVER_SHOWN:
            continue  # nothing can have been said there while the bot was away
        blind = _blind(channel, now - since)
        async with context.store.begin(durable=False) as unit:
            seconds = int((now - since).total_seconds())
            await unit.journal.append(
                BotAway(at=now, channel=channel.name, seconds=seconds, blind=int(blind.total_seconds()))
            )
        await _tell(context, channel, since, now, blind)


def _blind(channel: Channel, gap: timedelta) -> timedelta:
    """The part of the gap whose messages the platform has dropped."""
    backlog = channel.capabilities.backlog
    return max(gap - backlog, timedelta(0)) if backlog else timedelta(0)


async def _tell(context: Context, channel: Channel, since: datetime, now: datetime, blind: timedelta) -> None:
    slots: dict[str, datetime] = {"start": since, "end": now}
    key = "notice.away"
    if blind:
        key, slots["limit"] = "notice.blind", since + blind
    for conversation in channel.conversations:
        notice = Notice(notice_id=f"away{int(now.timestamp())}", conversation=conversation, line=Line(key, slots=slots))
        await attempt(context, lambda notice=notice: channel.notice(notice))  # type: ignore[misc]
