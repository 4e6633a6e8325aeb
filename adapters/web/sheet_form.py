"""The form of a sheet -> what its author wants. Pure. Raises `BadForm` for what our page does not send."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from adapters.web.parse import MAX_CHARACTERS, BadForm, BadId, EmptyMessage, TooLong
from bot.domain.calls import PARTS, as_one_text
from bot.domain.cases import Purpose, reference_in
from bot.domain.drafts import Change
from bot.domain.messages import ConversationRef
from redaction import RawText

_TICKED = re.compile(r"(show|apart)_(\d{1,4})")
_PLACE = re.compile(r"([a-z]{1,16})/([A-Za-z0-9_:-]{1,64})")
_NUMBER = re.compile(r"\d{1,6}")
_LONGEST_WORDS = 2_000


def wish(fields: Mapping[str, str], draft_id: str = "") -> Change:
    """`hide` holds the one field with words, as it was typed. Only who writes about themselves leaves their name out."""
    purpose = _purpose(fields.get("purpose", ""))
    return Change(
        draft_id,
        version=_version(fields.get("version", "")),
        text=_text(fields),
        hide=_words(fields.get("hide", "")),
        show=_ticked(fields, "show"),
        apart=_ticked(fields, "apart"),
        purpose=purpose,
        case=_case(fields.get("case")),
        place=_place(fields.get("place", "")),
        nameless=purpose is Purpose.OWN_SUPPORT and "nameless" in fields if purpose else None,
    )


def called(fields: Mapping[str, str], say: Callable[[str], str]) -> Mapping[str, str]:
    """The form of a note of a call as the form of any message. `say`: sentences of `call.…` in the page's language."""
    parts = {part: fields.get(f"call_{part}", "") for part in PARTS}
    if not any(f"call_{part}" in fields for part in PARTS):
        return fields
    return {**fields, "text": as_one_text(parts, say, say("note"))}


def _ticked(fields: Mapping[str, str], what: str) -> tuple[int, ...]:
    """Which of the hidden details, counted from 0."""
    found = (_TICKED.fullmatch(name) for name in fields)
    return tuple(sorted(int(one[2]) for one in found if one and one[1] == what))


def _text(fields: Mapping[str, str]) -> RawText | None:
    """With the line ends that a person counts in; None where the form has no such field."""
    if "text" not in fields:
        return None
    text = fields["text"].replace("\r\n", "\n")
    if len(text) > MAX_CHARACTERS:
        raise TooLong
    if not text.strip():
        raise EmptyMessage
    return RawText(text)


def _words(typed: str) -> tuple[RawText, ...]:
    if len(typed) > _LONGEST_WORDS:
        raise BadForm
    return (RawText(typed),) if typed.strip() else ()


def _version(given: str) -> int | None:
    return int(given) if _NUMBER.fullmatch(given) else None


def _purpose(given: str) -> Purpose | None:
    try:
        return Purpose(given) if given else None
    except ValueError:
        raise BadId from None


def _case(given: str | None) -> str | None:
    """A reference; "" for a case of its own."""
    if not given:
        return given
    reference = reference_in(given)
    if reference is None:
        raise BadId
    return reference


def _place(given: str) -> ConversationRef | None:
    if not given:
        return None
    found = _PLACE.fullmatch(given)
    if found is None:
        raise BadId
    return ConversationRef(found[1], found[2])
