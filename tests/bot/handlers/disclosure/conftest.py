from __future__ import annotations

from dataclasses import replace

import pytest

from bot.handlers.context import Context
from tests.bot.handlers.disclosure.board import GROUNDS, Board, Mail
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, grounds=GROUNDS)


@pytest.fixture
async def board(context: Context, clock: FakeClock) -> Board:
    return await Board(context, clock).build()


@pytest.fixture
def mail(board: Board, channel: FakeChannel) -> Mail:
    return Mail(board, channel)
