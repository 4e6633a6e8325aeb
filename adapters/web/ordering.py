"""The forms about cases -> what is asked of the core. Pure. Raises `BadForm` for what our page does not send.

What is typed freely (a code, a pseudonym) and is none goes on as "", and the core answers as it does on every channel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.web.parse import BadId, EmptyMessage, MissingField
from adapters.web.render import LANGUAGES
from adapters.web.sheet_form import wish
from bot.domain.cases import Purpose, reference_in
from bot.domain.drafts import Change
from bot.domain.orders import Order, Verb
from bot.domain.roster import typed_code
from redaction import RawText
from redaction.wording import pseudonym_in

LIST = "cases"
OWN = "own"
"""What is chosen in place of a case: one of its own."""
_LONGEST = 500


def order(fields: Mapping[str, str]) -> Order:
    """What somebody asks for with more than a button."""
    understood = _ORDERS.get(fields.get("verb", ""))
    if understood is None:
        raise BadId
    return understood(fields)


def desk_in(given: str) -> str:
    """The page about cases on which a form stood, or that is asked for: `LIST` or a reference; "" for none."""
    return given if given in ("", LIST) else _case(given)


def chosen(fields: Mapping[str, str]) -> Change | None:
    """What a message is for, and its case; None where its author chose nothing."""
    own = fields.get("case") == OWN
    wanted = wish(
        {
            name: fields[name]
            for name in ("purpose", "nameless", "case")
            if name in fields and not (own and name == "case")
        }
    )
    plain = wanted.purpose in (None, Purpose.GUIDANCE) and not wanted.case
    return None if plain and not own else wanted


def _join(fields: Mapping[str, str]) -> Order:
    return Order(Verb.JOIN, code=typed_code(_typed(fields, "code")))


def _merge(fields: Mapping[str, str]) -> Order:
    return Order(Verb.MERGE, (_case(fields.get("case", "")), _case(fields.get("other", ""))))


def _who_is(fields: Mapping[str, str]) -> Order:
    return Order(Verb.WHO_IS, pseudonym=pseudonym_in(_typed(fields, "what")))


def _ask(fields: Mapping[str, str]) -> Order:
    reason = RawText(_typed(fields, "reason"))
    return Order(
        Verb.ASK, (_case(fields.get("case", "")),), pseudonym=pseudonym_in(_typed(fields, "what")), reason=reason
    )


def _code(fields: Mapping[str, str]) -> Order:
    """In the language of the page, whichever its reader speaks elsewhere."""
    found = next((lang for lang in LANGUAGES if lang == fields.get("lang")), None)
    return Order(Verb.CODE, lang=found)


def _case(given: str) -> str:
    if not given:
        raise MissingField
    reference = reference_in(given)
    if reference is None:
        raise BadId
    return reference


def _typed(fields: Mapping[str, str], name: str) -> str:
    words = fields.get(name, "").strip()
    if not words:
        raise EmptyMessage
    if len(words) > _LONGEST:
        raise BadId
    return words


_ORDERS: dict[str, Callable[[Mapping[str, str]], Order]] = {
    Verb.JOIN: _join,
    Verb.MERGE: _merge,
    Verb.WHO_IS: _who_is,
    Verb.ASK: _ask,
    Verb.CODE: _code,
}
