"""views.*: forms are opened, changed, put on top of each other."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.calls import Call, SlackError
from tests.platforms.slack.forms import Form


async def views_open(call: Call) -> dict[str, Any]:
    return _shown(call, push=False)


async def views_push(call: Call) -> dict[str, Any]:
    return _shown(call, push=True)


async def views_update(call: Call) -> dict[str, Any]:
    form = call.server.screens.find(call.text("view_id"))
    if (known := call.text("hash")) and known != form.hash:
        raise SlackError("hash_conflict")
    form.show(call.structure("view"))
    return {"view": form.payload()}


async def views_publish(call: Call) -> dict[str, Any]:
    """The Home tab of one person."""
    user, view = call.text("user_id"), call.structure("view")
    if view.get("type") != "home":
        raise SlackError("invalid_arguments")
    call.server.homes[user] = view
    return {"view": view}


def _shown(call: Call, *, push: bool) -> dict[str, Any]:
    screens = call.server.screens
    form = Form(call.server.world.new_id("V"), screens.exchange(call.text("trigger_id")), {})
    form.show(call.structure("view"))
    screens.add(form, push=push)
    return {"view": form.payload()}
