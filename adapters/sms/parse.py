"""A request of Twilio's as values of ours; what somebody typed as what they want. Pure. Never raises.

(twilio.com/docs/messaging/guides/webhook-request, …/outbound-message-status-in-status-callbacks)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.sms.meanings import Answered, Meaning, Replied, Said, Status, Unknown, Word
from bot.domain.foreign import slug
from bot.domain.phones import number_in
from redaction import RawText

FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "read"})
"""After these Twilio lets its record be deleted."""

_SID = re.compile(r"[SM]M[0-9a-f]{32}", re.ASCII)
_STATES = frozenset({"accepted", "scheduled", "queued", "sending", "sent", *FINAL})
_MOST_MEDIA = 10
_NUMBER = re.compile(r"\s*(?P<number>\d{1,2})\s*[.)!]*\s*(?::\s*(?P<words>\S.*))?", re.DOTALL)
_REPLY = re.compile(r"\s*#\s*(?P<number>\d{1,3})\b[\s:,.]*(?P<words>.*)", re.DOTALL)
_WORDS = {
    Word.STOP: "stop stopall stop all unsubscribe cancel end quit revoke optout arret arrêt arrêter arreter",
    Word.START: "start unstop yes démarrer demarrer commencer reprendre",
    Word.HELP: "help info aide",
    Word.MORE: "more suite plus",
}
_MEANS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()} | {"stop all": Word.STOP}


def parse(form: Mapping[str, str], account_sid: str, number: str) -> Meaning:
    """What a genuine request means for our `number`."""
    if form.get("AccountSid") != account_sid:
        return Unknown("another_account")
    sid = form.get("MessageSid") or form.get("SmsSid", "")
    if not _SID.fullmatch(sid):
        return Unknown("no_sid")
    state = form.get("MessageStatus") or form.get("SmsStatus", "")
    if state in _STATES:
        return Status(sid, state, slug(form["ErrorCode"]) if form.get("ErrorCode") else "")
    if state not in ("", "received", "receiving"):
        return Unknown(slug(f"status_{state}"))
    return _said(form, sid, number)


def _said(form: Mapping[str, str], sid: str, number: str) -> Meaning:
    sender = number_in(form.get("From", ""))
    if sender is None or form.get("To") != number:
        return Unknown("another_number" if sender else "no_number")
    count = form.get("NumMedia", "0")
    media = tuple(
        slug(form.get(f"MediaContentType{at}", "").partition("/")[0] or "file")
        for at in range(min(int(count) if count.isascii() and count.isdigit() else 0, _MOST_MEDIA))
    )
    stopped = {"STOP": Word.STOP, "START": Word.START, "HELP": Word.HELP}.get(form.get("OptOutType", ""))
    return Said(sid, RawText(sender), RawText(form.get("Body", "")), media, stopped)


def word_in(text: str) -> Word | None:
    """The word, where it is all that somebody wrote."""
    return _MEANS.get(re.sub(r"[\s.!?]+", " ", text[:20]).strip().lower()) if len(text) <= 20 else None


def answered_in(text: str) -> Answered | None:
    """A number of a list, with words behind a colon or without. "2 days ago…" is none."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    return Answered(str(int(found["number"])), RawText(found["words"].strip()) if found["words"] else None)


def replied_in(text: str) -> Replied | None:
    found = _REPLY.fullmatch(text)
    return Replied(str(int(found["number"])), RawText(found["words"].strip())) if found else None
