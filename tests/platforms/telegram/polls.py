"""A poll as the Bot API tells of it, and what `sendPoll` refuses (https://core.telegram.org/bots/api#sendpoll)."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram.model import ApiError, Json, units

_LONGEST = {"question": 300, "explanation": 200, "description": 1024}
_LINES = 2


def a_poll(question: str, *options: str, **more: Any) -> Json:
    """A poll as a bot is told of it. `more`: further fields of `Poll`."""
    shown = [{"persistent_id": str(n), "text": option, "voter_count": 0} for n, option in enumerate(options)]
    kind = {"is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    told = {"allows_revoting": True, "members_only": False, "total_voter_count": 0}
    return {"id": "51", "question": question, "options": shown, **kind, **told, **more}


def poll_of(args: Json, now: float) -> Json:
    """What a bot's own poll is. Raises `ApiError`."""
    for name, longest in _LONGEST.items():
        if units(args.get(name, "")) > longest:
            raise ApiError(400, f"Bad Request: poll {name} length must not exceed {longest}")
    options = [option["text"] for option in args["options"]]
    if not 1 <= len(options) <= 12:
        raise ApiError(400, "Bad Request: poll must have at most 12 options")
    if any(units(option) > 100 or not option.strip() for option in options):
        raise ApiError(400, "Bad Request: poll options length must not exceed 100")
    if args.get("explanation", "").count("\n") > _LINES:
        raise ApiError(400, "Bad Request: poll explanation has too many line feeds")
    if args.get("type") == "quiz" and not args.get("correct_option_ids"):
        raise ApiError(400, "Bad Request: wrong correct option ID specified")
    if (closes := args.get("close_date")) and not now + 5 <= closes <= now + 2_628_000:
        raise ApiError(400, "Bad Request: wrong close date specified")
    told = ("is_anonymous", "type", "allows_multiple_answers", "allows_revoting", "correct_option_ids", "close_date")
    said = ("explanation", "explanation_entities", "description", "description_entities")
    return a_poll(args["question"], *options, **{name: args[name] for name in (*told, *said) if name in args})
