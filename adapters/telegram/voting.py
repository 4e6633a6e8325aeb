"""A poll (https://core.telegram.org/bots/api#poll) as a text whose marks tell its parts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from adapters.telegram.entities import Json, Members, open_links
from bot.domain.marks import Mark, Style
from bot.domain.polls import Poll, PollLimits

LIMITS = PollLimits(question=300, option=100, explanation=200, description=700)
"""What `sendPoll` takes (https://core.telegram.org/bots/api#sendpoll). Of the 1024 of a description the byline takes its part."""


def read_poll(poll: Json, members: Members) -> tuple[str, list[tuple[int, int]], list[Mark], Poll | None]:
    """All that it says, the ranges in it that mention colleagues, its marks, and of which kind it is.

    No kind where it carries pictures or places, which cannot be read. Raises KeyError or TypeError if malformed.
    """
    text, mentions, marks = "", [], []
    for style, prefix, said, entities in _said(poll):
        body, named, set_as = open_links(said, entities, members)
        start = len(text) + (1 if text else 0) + len(prefix)
        text += ("\n" if text else "") + prefix + body
        mentions += [(one + start, end + start) for one, end in named]
        marks += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in set_as]
        marks.append(Mark(start, len(text), style))
    return text, mentions, marks, _kind(poll) if _readable(poll) else None


def _said(poll: Json) -> Iterable[tuple[Style, str, str, Iterable[Json]]]:
    """Each part with what stands before it, its words and its entities; an empty one is left out."""
    options = [(Style.OPTION, "- ", each["text"], each.get("text_entities", ())) for each in poll["options"]]
    said = [
        (Style.DESCRIPTION, "", poll.get("description"), poll.get("description_entities", ())),
        (Style.QUESTION, "", poll["question"], poll.get("question_entities", ())),
        *options,
        (Style.EXPLANATION, "", poll.get("explanation"), poll.get("explanation_entities", ())),
    ]
    return [(style, prefix, str(words), entities) for style, prefix, words, entities in said if words]


def _readable(poll: Json) -> bool:
    shown = [poll.get("media"), poll.get("explanation_media"), *(each.get("media") for each in poll["options"])]
    only_in_channels = poll.get("members_only") or poll.get("country_codes")
    return not any(shown) and not only_in_channels


def _kind(poll: Json) -> Poll:
    closes = poll.get("close_date")
    return Poll(
        anonymous=bool(poll.get("is_anonymous", True)),
        several=bool(poll.get("allows_multiple_answers")),
        quiz=poll.get("type") == "quiz",
        correct=tuple(int(number) for number in poll.get("correct_option_ids") or ()),
        revoting=poll.get("allows_revoting"),
        closes_at=datetime.fromtimestamp(closes, UTC) if closes else None,
        closed=bool(poll.get("is_closed")),
    )
