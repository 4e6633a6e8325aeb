"""What people press, pick from a menu or fill in, as our values. Pure, like `parse.py`, of which it is the other half.

Shapes: docs.slack.dev/reference/interaction-payloads (block_actions, shortcut, message_action, view_submission, view_closed).
Whatever is not shaped so is None, or raises `KeyError`, `TypeError` or `ValueError`: it is journalled by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.markup import unescape
from adapters.slack.parse import NAME, Payload, Scope, message, slug
from bot.domain.cases import Purpose, reference_in
from bot.domain.messages import ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Press
from bot.domain.rounds import place_of_word
from redaction import Lang, RawText

CALL = "call"
"""Not a shortcut of its own: `/entrenous call`."""
COMPOSE, HIDE, CASE = "compose", "hide", "case"
"""Callback ids of our three shortcuts, as `config/slack-manifest.yaml` has them; COMPOSE is the first form's too."""
DRAFT, WORDS, ASK, OPEN = "draft", "words", "ask", "details"
"""Callback ids of our other forms: both versions of a draft; the words of a report; what a button asks for; how a request begins."""

OWN_CASE = "own"
"""What stands for "a case of its own" in a form: Slack takes no empty value."""


@dataclass(frozen=True, slots=True, repr=False)
class Pressed:
    """A press, and where its answer goes.

    `trigger`: opens a form within three seconds. `private`: the button stands in direct messages with the bot, or in words
    that one person sees. `message`: where it stands, if that is a message that can be changed. `blocks`: what it consists of.
    `block`: id of the one in which the button is.
    """

    action: str
    subject: str
    by: PersonRef
    response_url: str
    trigger: str = ""
    private: bool = False
    message: MessageRef | None = None
    block: str = ""
    blocks: tuple[Mapping[str, Any], ...] = ()

    def press(self, name: RawText, lang: Lang) -> Press:
        return Press(self.action, self.subject, self.by, name, lang)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Somebody picked one of our shortcuts."""

    callback: str
    person: PersonRef
    trigger: str


@dataclass(frozen=True, slots=True, repr=False)
class Pointed:
    """Somebody picked our shortcut at a message. `raw`: the message, where it is none of ours."""

    shortcut: Shortcut
    message: MessageRef
    raw: Inbound | None
    response_url: str
    guarded: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A form of ours as it stands, with what was filled in. `about`: its private metadata, ids alone.

    `show`: numbers of hidden details that were ticked as none. `picked`: values of the ticked words of a report.
    `reference`: of a case, typed; nothing else of that field is read. `ground`: the value of the one that was chosen.
    `nameless` is None where the form does not ask. `blocks`: name of a field -> id of its block, where errors are shown.
    """

    callback: str
    view: str
    person: PersonRef
    about: Mapping[str, Any]
    text: RawText | None = None
    hide: RawText | None = None
    show: tuple[int, ...] = ()
    picked: frozenset[str] = frozenset()
    purpose: Purpose | None = None
    case: str | None = None
    place: ConversationRef | None = None
    nameless: bool | None = None
    reference: str | None = None
    ground: str | None = None
    hash: str = ""
    blocks: Mapping[str, str] = field(default_factory=dict)
    action: str = ""
    """The button that was pressed in it, "" where it was handed in or closed."""


def press(body: Payload) -> Pressed | None:
    """A press of one of our buttons in a message; None if the payload holds none."""
    actions: Sequence[Payload] = body.get("actions") or ()
    if body.get("type") != "block_actions" or not actions or "value" not in actions[0]:
        return None
    said, channel = body.get("message") or {}, str((body.get("channel") or {}).get("id") or "")
    ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
    return Pressed(
        str(actions[0]["action_id"]).partition(":")[0],
        str(actions[0]["value"]),
        _person(body),
        str(body.get("response_url") or ""),
        str(body.get("trigger_id") or ""),
        private=ephemeral or channel.startswith("D") or (body.get("container") or {}).get("type") == "view",
        message=MessageRef(NAME, channel, str(said["ts"])) if said.get("ts") and channel and not ephemeral else None,
        block=str(actions[0].get("block_id") or ""),
        blocks=() if ephemeral else tuple(said.get("blocks") or ()),
    )


def shortcut(body: Payload) -> Shortcut:
    """A global shortcut, or the head of one at a message."""
    return Shortcut(str(body["callback_id"]), _person(body), str(body["trigger_id"]))


def pointed(body: Payload, scope: Scope) -> Pointed:
    """A shortcut at a message. Of a channel that is not guarded, nothing is read."""
    channel, shown = str(body["channel"]["id"]), body["message"]
    guarded = channel in scope.channels
    read = message(shown, channel, scope) if guarded and not scope.me.wrote(shown) else ()
    raw = next((one for one in read if isinstance(one, Inbound) and one.kind is not Kind.UNKNOWN), None)
    ref = MessageRef(NAME, channel, str(shown["ts"]))
    return Pointed(shortcut(body), ref, raw, str(body.get("response_url") or ""), guarded)


def form(body: Payload) -> Form:
    """A form that was handed in (`view_submission`), closed (`view_closed`), or in which a button was pressed."""
    view, found = body["view"], _state(body["view"])
    pressed: Payload = next(iter(body.get("actions") or ()), {})
    return Form(
        callback=str(view["callback_id"]),
        view=str(view["id"]),
        person=_person(body),
        about=json.loads(view.get("private_metadata") or "{}"),
        text=_raw(found, "text"),
        hide=_raw(found, "hide"),
        show=tuple(int(value) for value in _ticked(found, "show")),
        picked=frozenset(_ticked(found, "word")),
        purpose=Purpose(chosen) if (chosen := _chosen(found, "purpose")) else None,
        case=None if (case := _chosen(found, "case")) is None else "" if case == OWN_CASE else case,
        place=place_of_word(NAME, place) if (place := _chosen(found, "place")) else None,
        nameless=bool(_ticked(found, "nameless")) if "nameless" in found else None,
        reference=reference_in(_typed(found, "reference")),
        ground=_chosen(found, "ground"),
        hash=str(view.get("hash") or ""),
        blocks=_blocks(view),
        action=str(pressed.get("action_id") or ""),
    )


def interaction_code(body: Payload) -> str:
    """The name of an interaction that we offer nowhere, for the journal."""
    return f"interaction_{slug(str(body.get('type') or ('command' if 'command' in body else 'none')))}"


def _person(body: Payload) -> PersonRef:
    return PersonRef(NAME, str(body["user"]["id"]))


def _state(view: Payload) -> dict[str, list[Mapping[str, Any]]]:
    """What was filled in, under the names of our fields: "show:2" is a field "show" that goes on."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for block in ((view.get("state") or {}).get("values") or {}).values():
        for action, value in block.items():
            found.setdefault(str(action).partition(":")[0], []).append(value)
    return found


def _blocks(view: Payload) -> dict[str, str]:
    values = (view.get("state") or {}).get("values") or {}
    return {str(action).partition(":")[0]: str(block) for block, fields in values.items() for action in fields}


def _raw(found: Mapping[str, list[Mapping[str, Any]]], name: str) -> RawText | None:
    """What was typed, unescaped: whether Slack escapes it, as it does other texts (bolt-python#513), is written nowhere."""
    typed = _typed(found, name)
    return RawText(typed) if typed else None


def _typed(found: Mapping[str, list[Mapping[str, Any]]], name: str) -> str:
    typed = [unescape(str(value["value"])) for value in found.get(name, ()) if (value.get("value") or "").strip()]
    return typed[0] if typed else ""


def _chosen(found: Mapping[str, list[Mapping[str, Any]]], name: str) -> str | None:
    chosen = [value["selected_option"] for value in found.get(name, ()) if value.get("selected_option")]
    return str(chosen[0]["value"]) if chosen else None


def _ticked(found: Mapping[str, list[Mapping[str, Any]]], name: str) -> list[str]:
    return [str(option["value"]) for value in found.get(name, ()) for option in value.get("selected_options") or ()]
