"""What the core needs from a channel, and what a channel needs from the core."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol, runtime_checkable

from bot.domain.capabilities import Capabilities as Capabilities
from bot.domain.capabilities import Removal as Removal
from bot.domain.drafts import Change, Offers, Report, Writing
from bot.domain.home import Home
from bot.domain.messages import Attachment, Composed, ConversationRef, Inbound, MessageRef, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, Effect, GiveBack, Note, Notice, Post, Press
from redaction import Lang, RawBytes, RawText

_Event = MutableMapping[str, Any]
Hook = Callable[[_Event, Callable[[], Awaitable[_Event]], Callable[[_Event], Awaitable[None]]], Awaitable[None]]
"""An ASGI application (https://asgi.readthedocs.io)."""


MOST_FETCHED = 20_000_000
"""Bytes of a file that is fetched; Telegram hands out no larger one (https://core.telegram.org/bots/api#getfile)."""


class Intake(Protocol):
    """The core, as a channel sees it."""

    async def receive(self, inbound: Inbound) -> None:
        """Store the event, sealed, and start its work. Acknowledge to the platform only after this has returned."""

    async def press(self, press: Press) -> Answer:
        """Somebody pressed a button of ours; the answer is for them alone."""

    async def arrived(self, person: PersonRef, lang: Lang | None) -> None:
        """Somebody came into a guarded conversation: they are greeted in private, never there."""

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        """Somebody opened the private chat (Telegram /start). Waiting notes are delivered to them."""

    async def write(self, writing: Writing) -> Answer:
        """Somebody wrote privately: what they want to ask colleagues, or the words that were just asked for."""

    async def compose(self, writing: Writing) -> Answer:
        """Somebody filled in a form for it: a new draft, whatever their next private word was awaited for."""

    async def offers(self, person: PersonRef) -> Offers:
        """What such a form lets them choose from."""

    async def chosen(self, by: PersonRef, wish: Change) -> Composed | None:
        """What they chose in such a form that posts at once, for `Inbound.composed`; None where they may not use that case."""

    async def hide_more(self, by: PersonRef, entry_id: str, words: RawText, lang: Lang) -> Answer:
        """The author of a post filled in a form with the words that are to be hidden in it too."""

    async def change(self, by: PersonRef, change: Change) -> Answer:
        """The author of a draft wants it otherwise; the answer holds its new preview."""

    async def report(self, report: Report) -> Answer:
        """Somebody saw a detail that was missed."""

    async def join(self, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
        """The same, with a one-time code. `code` has passed `bot.domain.roster.typed_code`: "" where it can be none."""

    async def order(self, person: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
        """Somebody asked something about cases there (`bot.domain.orders`)."""

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        """Somebody did all `count` exercises that there are in `lang`."""

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> Home:
        """Somebody opened the bot's own page on their platform: what it shows."""

    async def whose(self, person: PersonRef, name: RawText, message: MessageRef, lang: Lang) -> Answer:
        """Somebody points at a message that has no buttons of ours: of which case it is, and what they can do."""

    async def revoked(self, channel: str, accounts: tuple[str, ...] | None) -> None:
        """The platform says that authors' own tokens are good for nothing; None: everybody's."""

    async def spoken(self, person: PersonRef) -> Lang | None:
        """The language that the bot speaks with somebody; None: the one that their platform tells."""

    async def refused(self, channel: str, code: str) -> None:
        """A forged or malformed request was refused; journalled. `code` is a slug, never content."""

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        """What the platform had taken did not arrive after all; journalled. `message`: ours, where it is known which."""

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        """The provider's copies of so many messages are gone; `left`: those that it did not let us delete yet."""

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        """Id of the latest message stored for this conversation, to read back from after an outage."""


class Channel(Protocol):
    """One platform. Translates and never decides."""

    name: str

    @property
    def capabilities(self) -> Capabilities:
        """Known once `start` has returned (rights are asked of the platform)."""

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        """The guarded ones, from the settings."""

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        """The guarded conversations that somebody belongs to; none where the platform cannot be asked."""

    def title_of(self, place: ConversationRef) -> str:
        """What people call a guarded conversation, as far as the platform told; "" where it did not."""

    @property
    def supervisors(self) -> tuple[PersonRef, ...]:
        """Those of the settings; the roster may name more, and take some away (`bot/handlers/supervisors.py`)."""

    async def start(self, intake: Intake) -> None:
        """Connect, check the token and the rights, read back what was missed, begin to listen.

        A platform that cannot be reached is retried in the background, never a crash; a refused token raises `ChannelRefused`.
        """

    async def stop(self) -> None:
        """Stop listening; events that were stored are not lost, events that were not are not acknowledged."""

    async def remove(self, message: MessageRef) -> Effect: ...

    async def post(self, post: Post) -> Effect: ...

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        """Put `post` in the place of an earlier version of ours, which consists of `standing`.

        DONE with the messages that it consists of now; UNSUPPORTED, and nothing happened, where it does not fit or the
        platform does not change it any more; GONE where somebody took it away.
        """

    async def notice(self, notice: Notice) -> Effect: ...

    async def find(self, post: Post) -> Effect:
        """Whether `post` got through before a crash: DONE with its ref, GONE if it is not there, UNSUPPORTED."""

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """What is in a file that came with a message, as far as `MOST_FETCHED` goes. Raises `NotFetched`."""

    async def tell(self, note: Note) -> Effect: ...

    async def give_back(self, back: GiveBack) -> Effect: ...


@runtime_checkable
class Hooked(Protocol):
    """A channel to which its platform speaks over HTTP: our own pages' address leads to it (`/hooks/<name>`)."""

    @property
    def hook(self) -> Hook:
        """Answers the platform's requests: a forged one is refused and journalled, a genuine one stored before it is answered."""


class NotFetched(Exception):
    """A file cannot be had from the platform. `code`: a slug, the platform's own or ours, never its free text.

    `passing`: asked again, it may come.
    """

    def __init__(self, code: str, *, passing: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.passing = passing


class ChannelRefused(Exception):
    """The platform refused the credentials. `code` is the platform's error code; the text says what to do, without secrets."""

    def __init__(self, channel: str, code: str) -> None:
        super().__init__(f"{channel} refused the bot's credentials ({code}); check them with `entrenous check`")
        self.channel = channel
        self.code = code


class NoPages(ChannelRefused):
    """The channel's platform speaks to us over HTTP, and we have no pages that it could call. The text says what to set."""

    def __init__(self, channel: str) -> None:
        super().__init__(channel, "no_pages")
        self.args = (f"{channel} needs pages of the bot's own that it can call: set ENTRENOUS_PAGES__URL",)
