"""A stand-in for Telegram's Bot API server, for tests and to play with by hand."""

from tests.platforms.telegram.model import Chat, Message, Person, Seen, Trace, admin_rights
from tests.platforms.telegram.server import TOKEN, Call, Fault, StandIn
from tests.platforms.telegram.world import World

__all__ = ["TOKEN", "Call", "Chat", "Fault", "Message", "Person", "Seen", "StandIn", "Trace", "World", "admin_rights"]
