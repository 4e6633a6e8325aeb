"""What a person does by hand on the stand-in: the page's calls, as HTTP under `/control/`.

`GET /control/state` tells all that people see. `POST /control/<action>` takes JSON; people, chats and messages are
named by their ids. Tests in the same process use `World` itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.telegram.model import Chat, Json, Message, Person, admin_rights
from tests.platforms.telegram.polls import a_poll

if TYPE_CHECKING:
    from tests.platforms.telegram.server import StandIn


class Control:
    """The actions, by name."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in, self._world = stand_in, stand_in.world
        self.actions: dict[str, Callable[[Json], Any]] = {
            "person": self._person,
            "group": self._group,
            "says": lambda a: self._sends(a, text=a["text"]),
            "voice": lambda a: self._sends(a, voice=self._world.voice()),
            "photo": lambda a: self._sends(a, photo=self._world.photo(), caption=a.get("text", "")),
            "document": lambda a: self._sends(a, document=self._world.document(a["text"])),
            "contact": lambda a: self._sends(a, contact={"first_name": a["text"], "phone_number": a["phone_number"]}),
            "location": lambda a: self._sends(a, location={"latitude": 44.84, "longitude": 0.48}),
            "poll": lambda a: self._sends(a, poll=a_poll(*a["text"].splitlines())),
            "forward": self._forward,
            "album": lambda a: [m.id for m in self._world.album(self._who(a), self._chat(a), 3, a.get("text", ""))],
            "edits": lambda a: self._world.edits(self._message(a), text=a["text"]),
            "deletes": lambda a: self._world.deletes(self._message(a)),
            "starts": lambda a: self._world.starts(self._who(a)).id,
            "blocks": lambda a: self._world.blocks(self._who(a)),
            "presses": lambda a: self._world.presses(self._who(a), self._message(a), a["label"]),
            "rights": self._rights,
            "limits": self._limits,
            "clock": lambda a: self._world.clock.advance(timedelta(hours=float(a["hours"]))),
            "fault": lambda a: stand_in.fails(a["kind"], a.get("method", ""), a.get("times", 1), a.get("seconds", 1)),
        }

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/control/state", self._state)
        app.router.add_post("/control/{action}", self._act)

    async def _act(self, request: web.Request) -> web.Response:
        action = self.actions.get(request.match_info["action"])
        if action is None:
            return web.json_response({"error": f"actions: {', '.join(sorted(self.actions))}"}, status=404)
        try:
            return web.json_response({"result": action(await request.json())})
        except (KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    async def _state(self, request: web.Request) -> web.Response:
        exposures = sorted(trace.exposed for trace in self._world.exposures if trace.exposed is not None)
        state = {
            "people": [self._show_person(person) for person in self._world.people.values()],
            "chats": [self._show_chat(chat) for chat in self._world.chats.values()],
            "violations": self._stand_in.violations,
            "pending": len(self._world.updates),
            "calls": dict(self._stand_in.counts),
            "exposures": exposures,
        }
        return web.json_response(state)

    def _show_person(self, person: Person) -> Json:
        return {"id": person.id, "name": person.name, "started": person.started, "alerts": person.alerts}

    def _show_chat(self, chat: Chat) -> Json:
        messages = [
            {
                "id": m.id,
                "author": m.author,
                "text": m.text,
                "buttons": m.buttons,
                "reply_to": m.reply_to,
                "kind": m.kind,
            }
            for m in self._world.view(chat)
        ]
        title = chat.title or next(iter(chat.people.values())).name
        people = list(chat.people)
        return {"id": chat.id, "type": chat.type, "title": title, "people": people, "messages": messages}

    def _who(self, args: Json) -> Person:
        return self._world.people[int(args["who"])]

    def _chat(self, args: Json) -> Chat:
        return self._world.chats[int(args["chat"])]

    def _message(self, args: Json) -> Message:
        return self._chat(args).messages[int(args["message"])]

    def _sends(self, args: Json, **content: Any) -> int:
        chat = self._chat(args)
        reply = chat.messages[int(args["reply_to"])] if args.get("reply_to") else None
        anonymous = bool(args.get("anonymous"))
        return self._world.sends(self._who(args), chat, reply_to=reply, anonymous=anonymous, **content).id

    def _forward(self, args: Json) -> int:
        origin = {"type": "hidden_user", "date": 0, "sender_user_name": args["origin"]}
        return self._sends(args, text=args["text"], forward_origin=origin)

    def _person(self, args: Json) -> int:
        return self._world.person(args["first_name"], args.get("last_name", ""), args.get("username", "")).id

    def _group(self, args: Json) -> int:
        people = [self._world.people[int(each)] for each in args["people"]]
        return self._world.group(args["title"], people).id

    def _rights(self, args: Json) -> None:
        self._world.rights(self._chat(args), self._who(args), admin_rights(deletes=bool(args["deletes"])))

    def _limits(self, args: Json) -> None:
        self._stand_in.limits.on = bool(args["on"])
