"""`/control/…` and a page, so that a person can play with the bot without a Slack account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

VERBS = (
    "add_user", "add_channel", "join", "say", "me_message", "app_says", "share", "edit", "unfurl", "delete", "upload",
    "set_topic", "write_to_bot", "press", "slash", "shortcut", "point_at", "fill", "press_in_form", "submit", "close_form", "happen",
)  # fmt: skip
"""Methods of `Workspace` that `POST /control/<verb>` calls with `{"args": [...], "more": {...}}`."""


def add_routes(application: web.Application, slack: SlackServer) -> None:
    async def do(request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        if verb not in VERBS:
            return web.json_response({"error": "unknown verb", "verbs": VERBS}, status=404)
        body = await request.json()
        try:
            result: Any = getattr(slack, verb)(*body.get("args", ()), **body.get("more", {}))
        except (KeyError, LookupError, TypeError, AssertionError) as error:
            return web.json_response({"error": repr(error)}, status=400)
        return web.json_response({"result": result if isinstance(result, str) else None})

    async def state(request: web.Request) -> web.Response:
        return web.json_response(_state(slack))

    async def exposures(request: web.Request) -> web.Response:
        found = {ts: [e.handed_out, e.deleted] for ts, e in slack.exposures.items()}
        return web.json_response({"exposures": found, "idle": slack.sockets.idle, "violations": slack.violations})

    async def sockets(request: web.Request) -> web.Response:
        await (slack.sockets.refresh() if request.match_info["what"] == "refresh" else slack.sockets.drop())
        return web.json_response({"connections": slack.sockets.connections})

    async def page(request: web.Request) -> web.Response:
        text = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
        return web.Response(text=text, content_type="text/html")

    application.router.add_get("/", page)
    application.router.add_get("/control/state", state)
    application.router.add_get("/control/exposures", exposures)
    application.router.add_post("/control/sockets/{what}", sockets)
    application.router.add_post("/control/{verb}", do)


def _state(slack: SlackServer) -> dict[str, Any]:
    """Everything that everybody sees, for the page."""
    people = {u.id: u.display for u in slack.world.users.values()}
    channels = []
    for channel in slack.world.channels.values():
        lines = [
            {"ts": s.ts, "who": s.who, "shown": s.shown, "thread": s.thread, "buttons": s.buttons}
            for s in (slack.view(channel.id, next(iter(channel.members))) if channel.members else [])
            if not s.ephemeral
        ]
        only = [{"user": people.get(e.user, e.user), "text": e.text} for e in channel.ephemerals]
        name = channel.name or "direct: " + ", ".join(people.get(m, m) for m in channel.members)
        channels.append({"id": channel.id, "name": name, "kind": channel.kind, "lines": lines, "ephemerals": only,
                         "members": list(channel.members)})  # fmt: skip
    return {
        "people": people,
        "channels": channels,
        "connections": slack.sockets.connections,
        "violations": slack.violations,
    }
