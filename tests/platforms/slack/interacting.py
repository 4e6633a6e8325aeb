"""What people do with what the bot offers: press, pick a shortcut, type a command, fill in a form and hand it in."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from tests.platforms.slack import events
from tests.platforms.slack.forms import Form, Screens
from tests.platforms.slack.sockets import Envelope
from tests.platforms.slack.workspace import Workspace
from tests.platforms.slack.world import Channel, Ephemeral


class Interacting(Workspace):
    """A workspace with an app in it. A form is known by the person who has it on the screen: the topmost of theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.screens = Screens(self.clock)
        self.homes: dict[str, dict[str, Any]] = {}
        self.response_urls: dict[str, tuple[Channel, str, str | None, str | None]] = {}

    # buttons, commands, shortcuts

    def press(self, user: str, channel: str, ts: str, action: str) -> Envelope:
        """`user` presses the button whose label or action is `action`."""
        place = self.world.channels[channel]
        message = place.messages[ts]
        for block in message.get("blocks", []):
            for element in block.get("elements", []) if block["type"] == "actions" else []:
                if action in {element["action_id"], element["text"]["text"]}:
                    url = self.response_url(place, user, message.get("thread_ts"), message["ts"])
                    who = self.world.users[user]
                    payload = events.pressed(place, message, who, element, block["block_id"], url)
                    return self._interact(user, payload)
        raise LookupError(f"message {ts} has no button {action!r}")

    def slash(self, user: str, channel: str, command: str, text: str = "") -> Envelope:
        place = self.world.channels[channel]
        url = self.response_url(place, user, None)
        payload = events.slash(place, self.world.users[user], command, text, url)
        payload["trigger_id"] = self.screens.trigger(user)
        return self.sockets.hand_out("slash_commands", payload, retries=False)

    def shortcut(self, user: str, callback: str) -> Envelope:
        """`user` picks a global shortcut."""
        return self._interact(user, events.shortcut(self.world.users[user], callback))

    def point_at(self, user: str, channel: str, ts: str, callback: str) -> Envelope:
        """`user` picks a shortcut in the menu of a message."""
        place = self.world.channels[channel]
        message = place.messages[ts]
        url = self.response_url(place, user, message.get("thread_ts"))
        return self._interact(user, events.pointed(place, message, self.world.users[user], callback, url))

    # the Home tab

    def opens_home(self, user: str) -> None:
        self.happen({"type": "app_home_opened", "user": user, "channel": "D0HOME", "tab": "home", "event_ts": "1.2"})

    def press_at_home(self, user: str, label: str) -> Envelope:
        """A button of the Home tab. Raises `LookupError`."""
        view = self.homes[user]
        for block in view["blocks"]:
            for element in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())):
                if element["text"]["text"] == label:
                    shown = {**view, "id": "V0HOME"}
                    return self._interact(user, events.pressed_in_form(shown, self.world.users[user], element, "b"))
        raise LookupError(f"no button {label!r}")

    # forms

    def form(self, user: str) -> Form | None:
        """What `user` has on the screen."""
        return self.screens.top(user)

    def fill(self, user: str, action: str, *given: str) -> None:
        self._on_screen(user).fill(action, *given)

    def press_in_form(self, user: str, action: str) -> Envelope:
        form = self._on_screen(user)
        element, block = form.button(action)
        return self._interact(user, events.pressed_in_form(form.payload(), self.world.users[user], element, block))

    def submit(self, user: str) -> Envelope:
        """`user` hands the form in; what the bot answers is done to it."""
        form = self._on_screen(user)
        assert "submit" in form.view, "nothing to hand in"
        missing = [
            block["block_id"]
            for block in form.view["blocks"]
            if block["type"] == "input" and not block.get("optional")
            and not form.fields[block["element"]["action_id"]]
        ]  # fmt: skip
        assert not missing, f"Slack's client asks for {missing} first"
        payload = events.form_event("view_submission", form.payload(), self.world.users[user])
        payload["trigger_id"] = self.screens.trigger(user)
        return self.sockets.hand_out(
            "interactive", payload, retries=False, answered=lambda answer: self._answer_form(form, answer)
        )

    def close_form(self, user: str) -> Envelope | None:
        """`user` closes the form; the bot hears of it if it asked to."""
        form = self._on_screen(user)
        self.screens.close(form)
        if not form.view.get("notify_on_close"):
            return None
        payload = events.form_event("view_closed", form.payload(), self.world.users[user]) | {"is_cleared": False}
        return self.sockets.hand_out("interactive", payload, retries=False)

    def _answer_form(self, form: Form, answer: Any) -> None:
        match answer:
            case {"response_action": "errors", "errors": dict(errors)}:
                unknown = errors.keys() - {
                    block["block_id"] for block in form.view["blocks"] if block["type"] == "input"
                }
                assert not unknown, f"errors for no field: {unknown}"
                form.errors = errors
            case {"response_action": "update", "view": dict(view)}:
                form.show(view)
            case {"response_action": "push", "view": dict(view)}:
                pushed = Form(self.world.new_id("V"), form.user, {})
                pushed.show(view)
                self.screens.add(pushed, push=True)
            case {"response_action": "clear"}:
                self.screens.open[form.user].clear()
            case _:
                self.screens.close(form)

    def _on_screen(self, user: str) -> Form:
        form = self.screens.top(user)
        if form is None:
            raise LookupError("no form on the screen")
        return form

    def _interact(self, user: str, payload: dict[str, Any]) -> Envelope:
        payload["trigger_id"] = self.screens.trigger(user)
        return self.sockets.hand_out("interactive", payload, retries=False)

    # answers to a response_url

    def response_url(self, channel: Channel, user: str, thread: str | None, message: str | None = None) -> str:
        token = secrets.token_hex(12)
        self.response_urls[token] = (channel, user, thread, message)
        return f"{self.root}/response/{token}"

    def respond(self, token: str, body: dict[str, Any]) -> bool:
        """A post to a `response_url`; False if there is no such (docs.slack.dev/interactivity/handling-user-interaction)."""
        found = self.response_urls.get(token)
        if found is None:
            return False
        channel, user, thread, message = found
        if message in channel.messages and body.get("delete_original"):
            self.take_out(channel, str(message))
        elif message in channel.messages and body.get("replace_original"):
            blocks = [block | {"block_id": block.get("block_id") or f"b{n}"} for n, block in enumerate(body["blocks"])]
            self.change(channel, str(message), copy.deepcopy({"text": body["text"], "blocks": blocks}))
        elif body.get("response_type", "ephemeral") == "ephemeral":
            channel.ephemerals.append(Ephemeral(user, body.get("text", ""), body.get("blocks", []), thread))
        else:
            self._say(channel.id, {"user": self.bot.id, "bot_id": self.bot_id, "text": body.get("text", "")})
        return True
