"""What a request of Twilio's can mean, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from redaction import RawText

NAME = "sms"


class Word(StrEnum):
    """Words that the law or custom give a meaning of their own (twilio.com/docs/messaging/tutorials/advanced-opt-out)."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    MORE = "more"


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """Somebody wrote. `sid`: Twilio's id, which names nobody. `media`: how many pictures or files came along, and of which kind.

    `stopped`: Twilio itself took it as "stop", "start" or "help", and answered.
    """

    sid: str
    number: RawText
    text: RawText
    media: tuple[str, ...] = ()
    stopped: Word | None = None

    def __repr__(self) -> str:
        return f"<Said {self.sid}>"


@dataclass(frozen=True, slots=True)
class Status:
    """How far a message of ours came: "sent", "delivered", "undelivered", "failed". `code`: why it failed."""

    sid: str
    state: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not understood."""

    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """A number of the list that we sent: "2", or with words that it asks for: "2: parrot, cat"."""

    number: str
    words: RawText | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Replied:
    """An answer to the colleague's message with that number: "#12 try the other pump"."""

    number: str
    words: RawText


Meaning = Said | Status | Unknown
