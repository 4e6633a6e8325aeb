"""The stage on the stand-in Telegram."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from tests.platforms.telegram.model import Chat, Json, Message, Person, units
from tests.platforms.telegram.polls import a_poll
from tests.platforms.telegram.server import TOKEN, StandIn
from tests.scenarios.stage import ARCHIVE

BOT = "Entre Nous"
_SET = re.compile(r"@(?P<name>\w+)|\[(?P<words>[^]]+)\]\((?P<url>[^)]+)\)")


class TelegramPlatform:
    """`tests.scenarios.stage.Platform`."""

    name = "telegram"
    context: Context

    def __init__(self, server: StandIn, scenarios: int) -> None:
        self.world = server.world
        self._server = server
        self._boss = self.world.person("Margaret")
        self.world.starts(self._boss)
        self._groups = [self.world.group("Listeners", [self._boss]) for _ in range(scenarios)]

    def settings(self) -> Mapping[str, str]:
        return {
            "ENTRENOUS_TELEGRAM__TOKEN": TOKEN,
            "ENTRENOUS_TELEGRAM__BASE_URL": self._server.url,
            "ENTRENOUS_TELEGRAM__GROUPS": json.dumps([group.id for group in self._groups]),
            "ENTRENOUS_TELEGRAM__SUPERVISORS": json.dumps([self._boss.id]),
            "ENTRENOUS_TELEGRAM__PACED": "false",
        }

    def stage(self, number: int, people: Mapping[str, str]) -> TelegramStage:
        group = self._groups[number]
        known = {name: self._enters(group, name, note) for name, note in people.items()}
        return TelegramStage(self, group, known | {"Margaret": self._boss})

    def _enters(self, group: Chat, name: str, note: str) -> Person:
        person = self.world.person(name, username=f"{name.lower()}_writes", lang="fr" if note == "fr" else "en")
        if note != "stranger":
            group.people[person.id] = person
        if note != "no start":
            self.world.starts(person)
        return person


class TelegramStage:
    """`tests.scenarios.stage.Stage`."""

    def __init__(self, platform: TelegramPlatform, chat: Chat, people: Mapping[str, Person]) -> None:
        self._world, self._chat, self._people = platform.world, chat, people

    def says(self, who: str, text: str) -> None:
        said, entities = self._written(text)
        self._world.says(self._people[who], self._chat, said, **({"entities": entities} if entities else {}))

    def _written(self, text: str) -> tuple[str, list[Json]]:
        """`@Bob` is a mention of Bob by his account, `[words](address)` a link under words; everything else is as it stands."""
        said, entities, at = "", [], 0
        for found in _SET.finditer(text):
            said += text[at : found.start()]
            words = found["words"] or found["name"]
            person = self._people.get(words)
            if found["name"] and person is None:
                said, at = said + found[0], found.end()
                continue
            target = {"type": "text_link", "url": found["url"]} if found["words"] else {"type": "text_mention"}
            entities.append({**target, **({"user": person.json()} if found["name"] and person else {}),
                             "offset": units(said), "length": units(words)})  # fmt: skip
            said, at = said + words, found.end()
        return said + text[at:], entities

    def tells_bot(self, who: str, text: str) -> None:
        self._world.says(self._people[who], self._private(who), text)

    def answers(self, who: str, quote: str, text: str) -> None:
        self._world.says(self._people[who], self._chat, text, reply_to=self._find(quote))

    def edits(self, who: str, quote: str, text: str) -> None:
        self._world.edits(self._find(quote), text=text)

    def deletes(self, who: str, quote: str) -> None:
        self._world.deletes(self._find(quote))

    def sends(self, who: str, what: str) -> None:
        world = self._world
        made: dict[str, dict[str, Any]] = {
            "picture": {"photo": world.photo()},
            "voice note": {"voice": world.voice()},
            "file": {"document": world.document("lettre.pdf")},
            "archive": {"document": world.document("lettres.zip", "application/zip", ARCHIVE)},
        }
        world.sends(self._people[who], self._chat, **made[what])

    def polls(self, who: str, question: str, options: Sequence[str]) -> None:
        self._world.sends(self._people[who], self._chat, poll=a_poll(question, *options))

    def reacts(self, who: str, quote: str, emoji: str) -> None:
        self._world.reacts(self._people[who], self._find(quote), emoji)

    def rewrites(self, who: str, quote: str, text: str) -> None:
        chat = self._private(who)
        for message in reversed(chat.messages.values()):
            if quote in message.text and not (message.by_bot or message.deleted):
                self._world.edits(message, text=text)
                return
        raise LookupError(f"nothing says {quote!r}")

    def presses(self, who: str, label: str) -> None:
        self._press(who, self._private(who), label, "")

    def presses_under(self, who: str, label: str, quote: str) -> None:
        self._press(who, self._chat, label, quote)

    def _press(self, who: str, chat: Chat, label: str, quote: str) -> None:
        for seen in reversed(self._world.view(chat)):
            for button in seen.buttons if quote in seen.text else ():
                if any(part.strip().startswith(label) for part in button.split(" / ")):
                    self._world.presses(self._people[who], chat.messages[seen.id], button)
                    return
        raise LookupError(f"no button {label!r}")

    def hides(self, who: str, quote: str) -> None:
        self._world.says(self._people[who], self._chat, "/hide", reply_to=self._find(quote))

    def agrees(self, who: str) -> None:
        raise AssertionError("Telegram has no such page")

    def asks_case(self, who: str, quote: str) -> None:
        raise AssertionError("our posts say it themselves on Telegram")

    def ticks(self, who: str, word: str) -> None:
        self.presses(who, f"☐ {word}")

    def account(self, who: str) -> PersonRef:
        return PersonRef("telegram", str(self._people[who].id))

    def group(self) -> list[str]:
        seen = self._world.view(self._chat)
        return [one.text if one.author == BOT else f"{one.author}: {one.text}" for one in seen]

    def private(self, who: str) -> list[str]:
        said = [one.text for one in self._world.view(self._private(who)) if one.author == BOT]
        said += [text for text, _ in self._people[who].alerts]
        called = [message for message in self._chat.messages.values() if self._calls(message, self._people[who])]
        return said + [f"called by: {message.text}" for message in called]

    def _calls(self, message: Message, person: Person) -> bool:
        """Whether a standing post of the bot's notifies somebody, by their account or by their user name."""
        named = any(each.get("user", {}).get("id") == person.id for each in message.entities)
        mentioned = bool(person.username) and f"@{person.username}" in message.text
        return message.by_bot and not message.deleted and (named or mentioned)

    def _private(self, who: str) -> Chat:
        return self._world.chats[self._people[who].id]

    def _find(self, quote: str) -> Message:
        for seen in reversed(self._world.view(self._chat)):
            if quote in seen.text:
                return self._chat.messages[seen.id]
        raise LookupError(f"nothing says {quote!r}")
