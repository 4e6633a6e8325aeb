"""The network calls to Twilio, through its SDK, which blocks: each runs in a thread. Failures become an `Effect`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from pydantic import SecretStr
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client as Twilio

from adapters.sms.errors import effect_of
from bot.domain.outgoing import Effect, Outcome
from redaction import RawText

_SECONDS = 10.0
_TOGETHER = 8
MOST_LISTED = 200


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """A message that Twilio has of somebody who wrote to us."""

    sid: str
    number: RawText
    text: RawText
    media: int


class Client:
    """One number's way to send. `callback`: where Twilio tells how far a message came."""

    def __init__(self, account_sid: str, token: SecretStr, number: str, base_url: str, callback: str) -> None:
        http = TwilioHttpClient(timeout=_SECONDS, pool_connections=True)
        self._twilio = Twilio(account_sid, token.get_secret_value(), http_client=http)
        self._twilio.api.base_url = base_url.rstrip("/")
        self._account, self._number, self._callback = account_sid, number, callback
        self._room = asyncio.Semaphore(_TOGETHER)

    def __repr__(self) -> str:
        return "<Client of Twilio>"

    async def check(self) -> Effect:
        """Whether the token is good."""
        effect, _ = await self._call(lambda: self._twilio.api.accounts(self._account).fetch())
        return effect

    async def send(self, to: RawText, body: str) -> tuple[Effect, str | None]:
        """Send one message; with it the id that Twilio gives it."""
        number = to.expose()
        effect, sent = await self._call(
            lambda: self._twilio.messages.create(
                to=number, from_=self._number, body=body, status_callback=self._callback
            )
        )
        return effect, str(sent.sid) if sent is not None else None

    async def delete(self, sid: str) -> Effect:
        """Delete Twilio's record of a message, and what came with it. GONE where it is not there any more."""
        effect, _ = await self._call(lambda: self._twilio.messages(sid).delete())
        return Effect(Outcome.GONE) if effect.code in ("twilio_20404", "twilio_404") else effect

    async def received(self) -> tuple[Effect, list[Record]]:
        """What people wrote to our number and Twilio still has: what we did not take yet, since what we took is deleted."""
        effect, listed = await self._call(lambda: self._twilio.messages.list(to=self._number, limit=MOST_LISTED))
        records = [
            Record(str(one.sid), RawText(str(one.from_)), RawText(str(one.body or "")), int(one.num_media or 0))
            for one in listed or ()
            if one.direction == "inbound"
        ]
        return effect, records[::-1]

    async def _call(self, call: Callable[[], Any]) -> tuple[Effect, Any]:
        async with self._room:
            try:
                return Effect(Outcome.DONE), await asyncio.to_thread(call)
            except TwilioRestException as error:
                return effect_of(error.code, error.status), None
            except (requests.ConnectionError, requests.ConnectTimeout) as error:
                return Effect(Outcome.RETRY, code="not_sent" if _never_connected(error) else "maybe_sent"), None
            except requests.RequestException:
                return Effect(Outcome.RETRY, code="maybe_sent"), None
            except (TwilioException, ValueError, KeyError, TypeError):
                return Effect(Outcome.FAILED, code="garbled_answer"), None


def _never_connected(error: requests.RequestException) -> bool:
    """Whether the connection was never made, so that nothing can have arrived."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.ConnectTimeout) or type(reason).__name__ in (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
    )
