"""A stand-in for Meta's Graph API on a loopback port, and for the telephones of those who write to the number.

Strict about what the reference pages limit (`rules.py`); each violation is refused as Meta refuses it, and kept. A message outside
of the 24 hours is taken, and fails a moment later by webhook with 131047, as Meta does it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any

from aiohttp import web

from tests.platforms.loopback import Loopback
from tests.platforms.whatsapp.payloads import Json, Seen, Telephone, envelope, wamid
from tests.platforms.whatsapp.rules import LARGEST_DOCUMENT, LARGEST_PICTURE, PICTURES, GraphError, check

PHONE_ID, TOKEN, APP_SECRET, VERIFY_TOKEN = (
    "106540352242922",
    "EAAinvented0token",
    "invented0app0secret",
    "invented-word",
)
TEMPLATE = "colleagues_wrote"
_DAY = 24 * 3600.0


class StandIn(Loopback):
    """`hook`: where the bot listens; may be set later. `violations`: what a correct bot never sends."""

    def __init__(self, port: int = 0, hook: str = "") -> None:
        super().__init__(port)
        self.hook = hook
        self.telephones: dict[str, Telephone] = {}
        self.templates = {TEMPLATE: {"en", "fr"}}
        self.violations: list[str] = []
        self.sent: list[Json] = []
        self.answers: list[int] = []
        """Status of each webhook request, as the bot answered it."""
        self.posted: list[Any] = []
        """What was sent by webhook, to be sent again."""
        self.faults: list[tuple[str, int]] = []
        self.passed = 0.0
        self.statuses = True
        self.refuses_at_once = False
        self._media: dict[str, Json] = {}
        self._ids = count(1000)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=120_000_000)
        app.router.add_post("/v{version}/{phone}/messages", self._messages)
        app.router.add_post("/v{version}/{phone}/media", self._upload)
        app.router.add_get("/v{version}/{id}", self._look)
        app.router.add_get("/files/{id}", self._download)
        return app

    def telephone(self, phone: str, name: str, user_id: str | None = None, **how: Any) -> Telephone:
        found = Telephone(phone, name, user_id, **how)
        self.telephones[phone] = found
        return found

    def settings(self) -> dict[str, str]:
        prefix = "ENTRENOUS_WHATSAPP__"
        return {
            f"{prefix}PHONE_ID": PHONE_ID,
            f"{prefix}TOKEN": TOKEN,
            f"{prefix}APP_SECRET": APP_SECRET,
            f"{prefix}VERIFY_TOKEN": VERIFY_TOKEN,
            f"{prefix}TEMPLATE": TEMPLATE,
            f"{prefix}BASE_URL": self.url,
        }

    def fails(self, kind: str, times: int = 1) -> None:
        """The next sends: "drop", "garbage", or a code of Meta's such as "131056", or "500"."""
        self.faults.append((kind, times))

    def hours_pass(self, hours: float) -> None:
        self.passed += hours * 3600

    def now(self) -> float:
        return time.time() + self.passed

    # --- what people do ---------------------------------------------------------------------------------------------

    async def says(self, who: Telephone, text: str, answers: Seen | None = None) -> Seen:
        more = {"context": {"from": "33199000001", "id": answers.wamid}} if answers else {}
        return await self._from(who, {"type": "text", "text": {"body": text}, **more}, text)

    async def taps(self, who: Telephone, label: str) -> None:
        """The newest button or line whose label begins so."""
        for seen in reversed(who.received):
            for title, data in seen.choices.items():
                if title.startswith(label):
                    kind = "list_reply" if seen.listed else "button_reply"
                    chosen = {"type": kind, kind: {"id": data, "title": title}}
                    more = {"context": {"from": "33199000001", "id": seen.wamid}}
                    await self._from(who, {"type": "interactive", "interactive": chosen, **more}, title)
                    return
        raise AssertionError(f"nothing to tap that begins with {label!r}: {[seen.choices for seen in who.received]}")

    async def reacts(self, who: Telephone, to: Seen, sign: str) -> None:
        reaction = {"message_id": to.wamid, **({"emoji": sign} if sign else {})}
        await self._from(who, {"type": "reaction", "reaction": reaction})

    async def edits(self, who: Telephone, message: Seen, text: str) -> None:
        inner = {"type": "text", "text": {"body": text}}
        edit = {"original_message_id": message.wamid, "message": inner}
        await self._from(who, {"type": "edit", "edit": edit})

    async def sends(self, who: Telephone, kind: str, content: Any, data: bytes = b"", **more: Any) -> Seen:
        """A message of any other type; `data`: of a file, which Meta keeps."""
        if data:
            media = str(next(self._ids))
            self._media[media] = {"type": content["mime_type"], "data": data}
            content = {**content, "id": media}
        return await self._from(who, {"type": kind, kind: content, **more})

    async def changes_number(self, who: Telephone, phone: str, user_id: str | None) -> None:
        system = {"body": f"{who.name} changed", "type": "user_changed_number", "wa_id": phone}
        message = {
            **who.sender(),
            **self._stamp(who),
            "type": "system",
            "system": system | ({"user_id": user_id} if user_id else {}),
        }
        await self.post(envelope(PHONE_ID, {"messages": [message]}))
        del self.telephones[who.phone]
        who.phone, who.user_id = phone, user_id
        self.telephones[phone] = who

    async def _from(self, who: Telephone, message: Json, text: str = "") -> Seen:
        message = {**who.sender(), **self._stamp(who), **message}
        seen = Seen(message["id"], text, mine=True, kind=message["type"])
        who.screen.append(seen)
        who.wrote_at = self.now()
        await self.post(envelope(PHONE_ID, {"contacts": [who.contact()], "messages": [message]}))
        return seen

    def _stamp(self, who: Telephone) -> Json:
        return {"id": wamid(who.phone), "timestamp": str(int(self.now()))}

    async def post(self, payload: Any, signature: str | None = None, secret: str = APP_SECRET) -> int:
        """A webhook request as Meta makes it; the status that the bot gave."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        made = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": made if signature is None else signature}
        assert self._session is not None
        self.posted.append(payload)
        async with self._session.post(self.hook, data=body, headers=headers) as answer:
            self.answers.append(answer.status)
            return answer.status

    async def verifies(self, word: str = VERIFY_TOKEN) -> tuple[int, str]:
        """Meta asks whether the address is ours."""
        query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "1158201444"}
        assert self._session is not None
        async with self._session.get(self.hook, params=query) as answer:
            return answer.status, await answer.text()

    # --- what the bot does ------------------------------------------------------------------------------------------

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        fault = self._next_fault()
        if fault == "drop":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        try:
            message = await self._checked(request)
            if fault == "500":
                return web.Response(status=500, text="<html>oops</html>")
            if fault is not None and fault.isdigit():
                raise GraphError(int(fault), "as the test wants")
            found = self._take(message)
        except GraphError as error:
            if fault is None and error.code not in (131047, 131026):
                self.violations.append(f"{error.code} {error}")
            return web.json_response(error.body(), status=error.status)
        if fault == "garbage":
            return web.Response(text='{"messaging_product": ', content_type="application/json")
        return web.json_response(found)

    async def _checked(self, request: web.Request) -> Json:
        self._authorized(request)
        if request.content_type != "application/json":
            raise GraphError(100, "content type")
        message: Json = await request.json()
        self.sent.append(message)
        check(message, self.templates, self._media)
        return message

    def _authorized(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise GraphError(190, "Invalid OAuth access token", 401)
        if request.match_info.get("phone", PHONE_ID) != PHONE_ID:
            raise GraphError(100, "Unsupported post request", 400)

    def _take(self, message: Json) -> Json:
        who = self._recipient(message)
        shut = who.wrote_at is None or self.now() - who.wrote_at > _DAY
        fails = 131026 if who.blocked else 131047 if shut and message["type"] != "template" else 0
        if fails and self.refuses_at_once:
            raise GraphError(fails, "as the pages say")
        seen = self._shown(message, wamid(who.phone))
        if not fails:
            who.screen.append(seen)
        if self.statuses:
            self._later(self.status(who, seen.wamid, "failed" if fails else "sent", fails))
        contact = {"input": message.get("to") or message.get("recipient"), "wa_id": who.phone}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": seen.wamid}]}

    def _recipient(self, message: Json) -> Telephone:
        if "recipient" in message:
            found = next((one for one in self.telephones.values() if one.user_id == message["recipient"]), None)
        else:
            found = self.telephones.get(str(message["to"]).lstrip("+"))
        if found is None:
            raise GraphError(131026, "Message undeliverable")
        return found

    async def status(self, who: Telephone, message: str, state: str, code: int = 0) -> None:
        status = {"id": message, "status": state, "timestamp": str(int(self.now())), "recipient_id": who.phone}
        if code:
            status["errors"] = [{"code": code, "title": "as the pages say"}]  # type: ignore[assignment]
        await self.post(envelope(PHONE_ID, {"contacts": [who.contact()], "statuses": [status]}))

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _shown(self, message: Json, ident: str) -> Seen:
        kind = message["type"]
        quotes = message.get("context", {}).get("message_id")
        if kind == "text":
            return Seen(ident, message["text"]["body"], quotes=quotes)
        if kind == "template":
            name, lang = message["template"]["name"], message["template"]["language"]["code"]
            return Seen(ident, f"<{name} in {lang}>", kind=kind)
        if kind in ("image", "document"):
            content = message[kind]
            return Seen(ident, content.get("filename", ""), kind=kind, content=self._media[content["id"]]["data"])
        inner = message["interactive"]
        listed = inner["type"] == "list"
        action = inner["action"]
        rows = [row for section in action.get("sections", ()) for row in section["rows"]]
        choices = {(row.get("description") or row["title"]): row["id"] for row in rows}
        choices |= {one["reply"]["title"]: one["reply"]["id"] for one in action.get("buttons", ())}
        return Seen(ident, inner["body"]["text"], choices=choices, listed=listed, quotes=quotes, kind=kind)

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            self._authorized(request)
            form = await request.post()
            file = form["file"]
            assert isinstance(file, web.FileField)
            data = file.file.read()
            largest = LARGEST_PICTURE if file.content_type in PICTURES else LARGEST_DOCUMENT
            if (
                form.get("messaging_product") != "whatsapp"
                or form.get("type") != file.content_type
                or len(data) > largest
            ):
                raise GraphError(131053, "media upload")
        except GraphError as error:
            self.violations.append(f"{error.code} {error}")
            return web.json_response(error.body(), status=error.status)
        media = str(next(self._ids))
        self._media[media] = {"type": file.content_type, "data": data}
        return web.json_response({"id": media})

    async def _look(self, request: web.Request) -> web.Response:
        try:
            self._authorized(request)
        except GraphError as error:
            return web.json_response(error.body(), status=error.status)
        ident = request.match_info["id"]
        if ident == PHONE_ID:
            return web.json_response({"id": PHONE_ID})
        if ident not in self._media:
            return web.json_response(GraphError(100, "Unsupported get request").body(), status=400)
        kept = self._media[ident]
        told = {"messaging_product": "whatsapp", "url": f"{self.url}/files/{ident}", "mime_type": kept["type"]}
        told |= {"sha256": hashlib.sha256(kept["data"]).hexdigest(), "file_size": len(kept["data"]), "id": ident}
        return web.json_response(told)

    async def _download(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=401)
        kept = self._media.get(request.match_info["id"])
        return web.Response(body=kept["data"], content_type=kept["type"]) if kept else web.Response(status=404)

    def _next_fault(self) -> str | None:
        if not self.faults:
            return None
        kind, times = self.faults.pop(0)
        if times > 1:
            self.faults.insert(0, (kind, times - 1))
        return kind


__all__ = ["APP_SECRET", "PHONE_ID", "TEMPLATE", "TOKEN", "VERIFY_TOKEN", "StandIn"]
