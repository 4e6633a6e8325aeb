"""How fresh the proof of the second factor must be for what somebody wants to do: a table, and a function that reads it.

A session that somebody left open is not them. So an agreement takes a code that was typed for that very request, and a glass is
broken by whoever came in minutes ago or types a code for it; all else that decides or opens takes a sign-in within the hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Deed(StrEnum):
    """What a code can be typed for. The same words as in `bot/handlers/access.py`."""

    APPROVE = "approve_disclosure"
    BREAK_GLASS = "break_glass"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who proved both factors on the console, and when. Made by its sign-in alone (`tests/house`): a chat proves one."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """A good code of somebody's telephone, typed for one thing alone: a deed about one request or case, and used up by it.

    Made by the sign-in alone, as `SignedIn` is. `about`: the request, or the case whose glass is broken.
    """

    who: str
    at: datetime
    deed: Deed
    about: str


Proof = SignedIn | Typed

SIGNED_IN_FOR = timedelta(hours=1)
"""As long as a session of the console lasts."""
CAME_IN_FOR = timedelta(minutes=15)
"""How long ago somebody may have come in who breaks the glass: time to read the page and to ring, none to leave the desk."""
TYPED_FOR = timedelta(minutes=2)
"""A typed code is used at once; more is a fault."""

SIGN_IN_WITHIN: Mapping[str, timedelta | None] = {
    Deed.APPROVE.value: None,
    Deed.BREAK_GLASS.value: CAME_IN_FOR,
    "refuse_disclosure": SIGNED_IN_FOR,
    "open_disclosure": SIGNED_IN_FOR,
    "look_disclosure": SIGNED_IN_FOR,
    "answer_contest": SIGNED_IN_FOR,
    "review_disclosure": SIGNED_IN_FOR,
    "notify_breach": SIGNED_IN_FOR,
    "close_breach": SIGNED_IN_FOR,
}
"""How old a sign-in may be for each deed; None: no sign-in will do, a code typed for it is wanted. What is not here takes neither."""


def proof_problem(deed: str, about: str, proof: Proof, now: datetime) -> str | None:
    """Why the proof will not do, as a slug; None where it does. A deed that the table does not have is nobody's."""
    if deed not in SIGN_IN_WITHIN:
        return "no_such_deed"
    age = now - proof.at
    if isinstance(proof, Typed):
        if (proof.deed, proof.about) != (deed, about):
            return "code_of_another"
        return None if timedelta(0) <= age <= TYPED_FOR else "stale_code"
    within = SIGN_IN_WITHIN[deed]
    if within is None:
        return "code_wanted"
    if timedelta(0) <= age <= within:
        return None
    return "code_wanted" if deed in set(Deed) else "stale_sign_in"
