"""The bot and the redaction layer of the end-to-end tests."""

from __future__ import annotations

from tests.e2e.conftest import bot as bot
from tests.e2e.conftest import redactor as redactor
