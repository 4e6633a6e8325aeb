"""A stand-in for Twilio's Messages API on a loopback port, and for the telephones of those who write to the number.

(twilio.com/docs/messaging/api/message-resource.) Strict: wrong credentials, fields or numbers are refused with Twilio's codes; a
record that is under way cannot be deleted (20009); whoever wrote STOP gets nothing (21610).
"""

from __future__ import annotations

import asyncio
import base64
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.platforms.loopback import Loopback

ACCOUNT, TOKEN, NUMBER = "AC" + "0123456789abcdef" * 2, "0123456789abcdef" * 2, "+33199000001"
_DELETABLE = frozenset({"delivered", "undelivered", "failed", "received", "sent"})
Json = dict[str, Any]


@dataclass(slots=True)
class Record:
    """What Twilio keeps of a message."""

    sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    callback: str = ""
    media: int = 0


@dataclass(slots=True)
class Telephone:
    number: str
    received: list[str] = field(default_factory=list)
    stopped: bool = False
    off: bool = False
    """Nothing can be delivered to it."""
    hasty: bool = False
    """Its owner writes MORE as soon as a text asks for it, before Twilio tells us that it was sent."""


class StandIn(Loopback):
    """`hook`: where the bot listens; `public`: as Twilio calls it, where a proxy stands between. `violations`: what a correct bot never sends."""

    def __init__(self, port: int = 0, hook: str = "") -> None:
        super().__init__(port)
        self.hook, self.public = hook, ""
        self.telephones: dict[str, Telephone] = {}
        self.records: dict[str, Record] = {}
        self.violations: list[str] = []
        self.deleted: list[str] = []
        self.answers: list[tuple[int, str]] = []
        self.posted: list[Json] = []
        self.faults: list[tuple[str, str]] = []
        self.lists = 0
        """How often the records were looked through."""
        self.delivers = True
        """Whether it tells how messages end."""

    def application(self) -> web.Application:
        app = web.Application()
        base = f"/2010-04-01/Accounts/{ACCOUNT}"
        app.router.add_get(f"{base}.json", self._account)
        app.router.add_post(f"{base}/Messages.json", self._create)
        app.router.add_get(f"{base}/Messages.json", self._list)
        app.router.add_delete(f"{base}/Messages/{{sid}}.json", self._delete)
        return app

    def telephone(self, number: str) -> Telephone:
        return self.telephones.setdefault(number, Telephone(number))

    def settings(self) -> dict[str, str]:
        prefix = "ENTRENOUS_SMS__"
        return {
            f"{prefix}ACCOUNT_SID": ACCOUNT,
            f"{prefix}AUTH_TOKEN": TOKEN,
            f"{prefix}NUMBER": NUMBER,
            f"{prefix}BASE_URL": self.url,
        }

    def fails(self, method: str, kind: str) -> None:
        """The next call of "create", "delete" or "list": "drop", a status such as "500", or a code of Twilio's."""
        self.faults.append((method, kind))

    # --- what people do ---------------------------------------------------------------------------------------------

    async def says(self, who: Telephone, text: str, media: tuple[str, ...] = (), **more: str) -> str:
        """The id of what they wrote, whatever the bot answered."""
        sid = ("MM" if media else "SM") + secrets.token_hex(16)
        self.records[sid] = Record(sid, who.number, NUMBER, text, "inbound", "received", media=len(media))
        kinds = {f"MediaContentType{at}": kind for at, kind in enumerate(media)}
        urls = {f"MediaUrl{at}": f"{self.url}/media/{sid}/{at}" for at in range(len(media))}
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": who.number,
            "To": NUMBER,
        }
        form |= {
            "Body": text,
            "NumMedia": str(len(media)),
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
        }
        await self.post(form | kinds | urls | more)
        return sid

    async def post(self, form: Json, signature: str | None = None, url: str | None = None, **headers: str) -> int:
        """A webhook request as Twilio makes it; the status that the bot gave."""
        made = RequestValidator(TOKEN).compute_signature(url or self.public or self.hook, form)
        sent = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"} | headers
        sent["X-Twilio-Signature"] = made if signature is None else signature
        assert self._session is not None
        self.posted.append(form)
        async with self._session.post(self.hook, data=urlencode(form), headers=sent) as answer:
            self.answers.append((answer.status, await answer.text()))
            return answer.status

    async def status(self, record: Record, state: str, code: str = "") -> None:
        record.status = state
        form = {"MessageSid": record.sid, "SmsSid": record.sid, "AccountSid": ACCOUNT, "MessageStatus": state}
        form |= {"SmsStatus": state, "To": record.to, "From": NUMBER} | ({"ErrorCode": code} if code else {})
        await self.post(form)

    # --- what the bot does ------------------------------------------------------------------------------------------

    async def _account(self, request: web.Request) -> web.Response:
        return self._refused(request) or web.json_response({"sid": ACCOUNT, "status": "active", "friendly_name": "x"})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request) or self._fault(request, "create")) is not None:
            return no
        form = await request.post()
        to, body = str(form.get("To", "")), str(form.get("Body", ""))
        if request.content_type != "application/x-www-form-urlencoded" or form.get("From") != NUMBER:
            return self._error(21603, "From")
        if not re.fullmatch(r"\+[1-9]\d{6,14}", to):
            return self._error(21211, "To")
        if not body.strip() or len(body) > 1600:
            return self._error(21602 if not body.strip() else 21617, "Body")
        who = self.telephone(to)
        if who.stopped:
            return self._error(21610, "STOP", violation=False)
        sid = "SM" + secrets.token_hex(16)
        record = Record(sid, NUMBER, to, body, "outbound-api", "queued", str(form.get("StatusCallback", "")))
        self.records[sid] = record
        if not who.off:
            who.received.append(body)
            if who.hasty and body.endswith("write MORE)"):
                await self.says(who, "MORE")
        if self.delivers:
            self._later(self.status(record, "undelivered" if who.off else "delivered", "30003" if who.off else ""))
        return web.json_response(_shown(record), status=201)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request) or self._fault(request, "list")) is not None:
            return no
        self.lists += 1
        wanted = request.query.get("To")
        found = [_shown(one) for one in reversed(self.records.values()) if wanted in (None, one.to)]
        return web.json_response({"messages": found, "page": 0, "page_size": 50, "next_page_uri": None, "uri": "/"})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request) or self._fault(request, "delete")) is not None:
            return no
        record = self.records.get(request.match_info["sid"])
        if record is None:
            return self._error(20404, "not found", 404, violation=False)
        if record.status not in _DELETABLE:
            return self._error(20009, "not finished", 409, violation=False)
        del self.records[record.sid]
        self.deleted.append(record.sid)
        return web.Response(status=204)

    def _refused(self, request: web.Request) -> web.Response | None:
        given = request.headers.get("Authorization", "")
        good = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return None if given == good else self._error(20003, "Authenticate", 401, violation=False)

    def _fault(self, request: web.Request, method: str) -> web.StreamResponse | None:
        at = next((at for at, (name, _) in enumerate(self.faults) if name == method), None)
        if at is None:
            return None
        _, kind = self.faults.pop(at)
        if kind == "drop":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if len(kind) == 3:
            return web.Response(status=int(kind), text="<html>oops</html>")
        return self._error(int(kind), "as the test wants", violation=False)

    def _error(self, code: int, said: str, status: int = 400, *, violation: bool = True) -> web.Response:
        if violation:
            self.violations.append(f"{code} {said}")
        return web.json_response({"code": code, "message": said, "status": status, "more_info": ""}, status=status)

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _shown(record: Record) -> Json:
    return {
        "sid": record.sid,
        "account_sid": ACCOUNT,
        "from": record.sender,
        "to": record.to,
        "body": record.body,
        "direction": record.direction,
        "status": record.status,
        "num_media": str(record.media),
        "num_segments": "1",
        "api_version": "2010-04-01",
        "date_created": None,
        "date_updated": None,
        "date_sent": None,
        "error_code": None,
        "error_message": None,
        "messaging_service_sid": None,
        "price": None,
        "price_unit": "EUR",
        "uri": "/",
        "subresource_uris": {},
    }
