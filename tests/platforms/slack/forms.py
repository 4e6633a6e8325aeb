"""Forms (modals) on people's screens: what Slack takes for one, what it keeps of it, what it sends when it is handed in.

docs.slack.dev/surfaces/modals, …/reference/views/modal-views, …/reference/block-kit. Slack keeps what was filled in where
a block keeps its id and its element its action id.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.slack.calls import SlackError
from tests.platforms.slack.clock import Clock
from tests.platforms.slack.world import APP, TEAM

TRIGGER_GOOD_FOR = 3.0
MOST_PUSHED = 3
_MENUS = {"static_select", "radio_buttons"}


@dataclass(slots=True)
class Trigger:
    """What lets an app open a form: once, and for three seconds."""

    user: str
    until: float
    used: bool = False


@dataclass(slots=True)
class Form:
    """One form of a stack on somebody's screen."""

    id: str
    user: str
    view: dict[str, Any]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    hash: str = ""

    def show(self, view: dict[str, Any]) -> None:
        """Put `view` on the screen, with what was filled in before where its place is still there."""
        before, self.view = self.values, _checked(view)
        self.hash, self.errors, self.values = secrets.token_hex(6), {}, {}
        for block, element in self._elements():
            kept = before.get(block["block_id"], {}).get(element["action_id"])
            self.values.setdefault(block["block_id"], {})[element["action_id"]] = kept or _initial(element)

    @property
    def title(self) -> str:
        return str(self.view["title"]["text"])

    @property
    def shown(self) -> str:
        """Everything that can be read in it."""
        return "\n".join(_words(self.view["blocks"]))

    @property
    def fields(self) -> dict[str, Any]:
        """Action id -> what is filled in: a text, a value, or a list of values."""
        return {action: _filled(value) for block in self.values.values() for action, value in block.items()}

    @property
    def options(self) -> dict[str, list[str]]:
        """Action id -> the labels to choose from."""
        return {e["action_id"]: [o["text"]["text"] for o in e.get("options", ())] for _, e in self._elements()}

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> action id."""
        rows = [block for block in self.view["blocks"] if block["type"] == "actions"]
        return {e["text"]["text"]: e["action_id"] for row in rows for e in row["elements"]}

    def fill(self, action: str, *given: str) -> None:
        """Type a text, or choose options by label (or a beginning of it), in the field `action`."""
        for block, element in self._elements():
            if element["action_id"] == action:
                self.values[block["block_id"]][action] = _given(element, given)
                return
        raise LookupError(f"no field {action!r} in {self.title!r}")

    def button(self, action: str) -> tuple[dict[str, Any], str]:
        """The button whose label or action is `action`, and its block's id."""
        for block in self.view["blocks"]:
            for element in block["elements"] if block["type"] == "actions" else ():
                if action in {element["action_id"], element["text"]["text"]}:
                    return element, block["block_id"]
        raise LookupError(f"no button {action!r} in {self.title!r}")

    def payload(self) -> dict[str, Any]:
        """As answers and interactions carry it."""
        return {
            "id": self.id, "team_id": TEAM, "app_id": APP, "root_view_id": self.id, "previous_view_id": None,
            "bot_id": "B0BOT", "external_id": "", "clear_on_close": False, "notify_on_close": False, "hash": self.hash,
            **copy.deepcopy(self.view), "state": {"values": copy.deepcopy(self.values)},
        }  # fmt: skip

    def _elements(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for block in self.view["blocks"]:
            if block["type"] == "input":
                yield block, block["element"]


class Screens:
    """Triggers, and the stack of forms that each person has open."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self.open: dict[str, list[Form]] = {}

    def trigger(self, user: str) -> str:
        name = f"{len(self._triggers) + 1}.{secrets.randbelow(10**6)}.{secrets.token_hex(8)}"
        self._triggers[name] = Trigger(user, self._clock.now() + TRIGGER_GOOD_FOR)
        return name

    def exchange(self, name: str) -> str:
        """Whose screen a trigger is good for. Raises `SlackError`."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def top(self, user: str) -> Form | None:
        return next(iter(reversed(self.open.get(user) or ())), None)

    def add(self, form: Form, *, push: bool) -> None:
        stack = self.open.setdefault(form.user, [])
        if not push:
            stack.clear()
        elif not stack:
            raise SlackError("not_found")
        elif len(stack) >= MOST_PUSHED:
            raise SlackError("push_limit_reached")
        stack.append(form)

    def find(self, view_id: str) -> Form:
        for stack in self.open.values():
            for form in stack:
                if form.id == view_id:
                    return form
        raise SlackError("not_found")

    def close(self, form: Form) -> None:
        self.open[form.user].remove(form)


def _checked(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack keeps it. Raises `SlackError` for what Slack does not take."""
    view = copy.deepcopy(view)
    blocks = view.get("blocks")
    if view.get("type") != "modal" or not isinstance(blocks, list) or not 0 < len(blocks) <= 100:
        raise SlackError("invalid_arguments")
    labels = [view.get("title"), *(view[name] for name in ("submit", "close") if name in view)]
    if not all(_plain(label, 24) for label in labels) or len(view.get("private_metadata") or "") > 3000:
        raise SlackError("invalid_arguments")
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"b{number}")
    ids = [block["block_id"] for block in blocks]
    if len(set(ids)) < len(ids) or not all(map(_block_is_valid, blocks)):
        raise SlackError("invalid_arguments")
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        raise SlackError("invalid_arguments")
    return view


def _block_is_valid(block: dict[str, Any]) -> bool:
    match block:
        case {"type": "section", "text": {"type": "mrkdwn" | "plain_text", "text": str(text)}}:
            return 0 < len(text) <= 3000
        case {"type": "section", "fields": [*fields]}:
            return 0 < len(fields) <= 10 and all(0 < len(one["text"]) <= 2000 for one in fields)
        case {"type": "context", "elements": [_, *_] as elements}:
            return len(elements) <= 10
        case {"type": "actions", "elements": [_, *_] as elements}:
            return len(elements) <= 25 and all(_plain(e["text"], 75) and len(e["value"]) <= 2000 for e in elements)
        case {"type": "input", "label": label, "element": {"action_id": str()} as element}:
            return _plain(label, 2000) and _plain(block.get("hint", label), 2000) and _element_is_valid(element)
    return block["type"] == "divider"


def _element_is_valid(element: dict[str, Any]) -> bool:
    options = element.get("options", [])
    chosen = [
        *element.get("initial_options", ()),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if "initial_options" in element and not element["initial_options"]:
        return False
    if not all(_option_is_valid(option) for option in options) or any(one not in options for one in chosen):
        return False
    match element["type"]:
        case "plain_text_input":
            most = element.get("max_length", 3000)
            return 0 < most <= 3000 and len(element.get("initial_value", "")) <= most
        case "checkboxes" | "radio_buttons":
            return 0 < len(options) <= 10
        case "static_select":
            return 0 < len(options) <= 100
    return False


def _option_is_valid(option: dict[str, Any]) -> bool:
    about = option.get("description")
    return _plain(option["text"], 75) and 0 < len(option["value"]) <= 150 and (about is None or _plain(about, 75))


def _plain(text: Any, most: int) -> bool:
    match text:
        case {"type": "plain_text", "text": str(words)}:
            return 0 < len(words) <= most
    return False


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value")}
    if kind in _MENUS:
        return {"type": kind, "selected_option": element.get("initial_option")}
    return {"type": kind, "selected_options": element.get("initial_options", [])}


def _given(element: dict[str, Any], given: tuple[str, ...]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        (text,) = given
        assert len(text) <= element.get("max_length", 3000), "Slack's client lets nobody type more"
        return {"type": kind, "value": text or None}
    chosen = [next(o for o in element["options"] if o["text"]["text"].startswith(label)) for label in given]
    return (
        {"type": kind, "selected_option": chosen[0]} if kind in _MENUS else {"type": kind, "selected_options": chosen}
    )


def _filled(value: dict[str, Any]) -> Any:
    if "selected_options" in value:
        return [option["value"] for option in value["selected_options"]]
    option = value.get("selected_option")
    return option["value"] if option else value.get("value")


def _words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        for part in (block.get("text"), block.get("label"), block.get("hint"), *block.get("fields", ())):
            if part:
                yield part["text"]
        for element in (*block.get("elements", ()), *([block["element"]] if "element" in block else [])):
            yield from _words_of(element)


def _words_of(element: dict[str, Any]) -> Iterator[str]:
    text = element.get("text")
    if text:
        yield text if isinstance(text, str) else text["text"]
    if element.get("initial_value"):
        yield element["initial_value"]
    for option in element.get("options", ()):
        yield option["text"]["text"]
        yield option.get("description", {}).get("text", "")
