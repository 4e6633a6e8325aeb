"""A consult from WhatsApp to a colleague who reads by text message, and back: the whole bot, both stand-in platforms, real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.storage.addresses import SealedAddresses
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import RoundMember
from bot.handlers.context import Context
from redaction import Lang, RawText
from tests.e2e.conftest import Bot, journalled, until
from tests.places import free_port
from tests.platforms.twilio.server import StandIn as Twilio
from tests.platforms.twilio.server import Telephone as Plain
from tests.platforms.whatsapp.payloads import Telephone
from tests.platforms.whatsapp.server import StandIn as Meta

CANARIES = ("Zebedee", "Quatermain", "98 14 27", "639980001", "7700900123")


@dataclass
class Phones:
    meta: Meta
    twilio: Twilio
    sue: Telephone
    bob: Plain
    port: int

    def settings(self) -> dict[str, str]:
        url = f"http://127.0.0.1:{self.port}"
        self.meta.hook, self.twilio.hook = f"{url}/hooks/whatsapp", f"{url}/hooks/sms"
        pages = {"ENTRENOUS_PAGES__URL": url, "ENTRENOUS_PAGES__PORT": str(self.port)}
        rounds = {"ENTRENOUS_ROUNDS": json.dumps([{"name": "advice", "title": "Advice"}])}
        return {**self.meta.settings(), **self.twilio.settings(), **pages, **rounds}


@pytest.fixture
async def phones() -> AsyncIterator[Phones]:
    async with Meta() as meta, Twilio() as twilio:
        sue = meta.telephone("33639980001", "Sue", "FR.1")
        yield Phones(meta, twilio, sue, twilio.telephone("+447700900123"), free_port())
        assert (meta.violations, twilio.violations) == ([], [])


async def enrolled(context: Context, channel: str, number: str, name: str, lang: Lang) -> None:
    """A listener of the list who reads the round there."""
    account = await SealedAddresses(context.store).keep(channel, RawText(number))  # type: ignore[arg-type]
    now = context.clock.now()
    async with context.store.begin() as unit:
        member = (await unit.roster.add(RawText(name), frozenset({Role.LISTENER}), lang, now)).member_id
        person = PersonRef(channel, account)
        await unit.roster.link(person, member, now)
        await unit.people.meet(person, RawText(name))
        await unit.people.speaks(person, lang)
        await unit.rounds.join(RoundMember("advice", member, ConversationRef(channel, account), now))


async def test_a_consult_goes_from_whatsapp_to_a_text_message_and_back(
    phones: Phones, bot: Bot, tmp_path: Path
) -> None:
    meta, twilio, sue, bob = phones.meta, phones.twilio, phones.sue, phones.bob
    async with bot(phones.settings()) as context:
        await enrolled(context, "whatsapp", "+33639980001", "Sue", "en")
        await enrolled(context, "sms", "+447700900123", "Bob", "en")
        await meta.says(sue, "Zebedee Quatermain from Eymet is worn out, ring him on 06 39 98 14 27")
        await until(lambda: any("Post it" in label for seen in sue.received for label in seen.choices))
        assert not any("Quatermain" in seen.text for seen in sue.received)
        await meta.taps(sue, "Post it")
        await until(lambda: any(text.startswith("#1 Sue") for text in bob.received))
        post = next(text for text in bob.received if text.startswith("#1 Sue"))
        assert "[Person A] from [Town A, Dordogne] is worn out" in post
        await until(lambda: journalled(context, "message_carried"))
        await twilio.says(bob, "#1 Has Mr Quatermain a sister?")
        await until(lambda: "2 send" in bob.received[-1])  # 1 was to take it on
        await twilio.says(bob, "2")
        await until(lambda: any("Bob (C-" in seen.text for seen in sue.received))
        answer = next(seen for seen in sue.received if "Bob (C-" in seen.text)
        assert "Has Mr [Person A] a sister?" in answer.text
        await until(lambda: journalled(context, "message_redacted", 2))
        await until(lambda: not [one for one in twilio.records.values() if one.direction == "inbound"])
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".key"]
    for canary in CANARIES:
        assert not any(canary.encode() in content for content in written), canary


async def test_a_voice_note_goes_back_and_a_line_tells_colleagues(phones: Phones, bot: Bot) -> None:
    async with bot(phones.settings()) as context:
        await enrolled(context, "whatsapp", "+33639980001", "Sue", "en")
        await enrolled(context, "sms", "+447700900123", "Bob", "en")
        await phones.meta.sends(phones.sue, "audio", {"mime_type": "audio/ogg", "voice": True}, b"OggS")
        await until(lambda: any("I cannot look into what you sent" in seen.text for seen in phones.sue.received))
        await until(lambda: any("Sue" in text for text in phones.bob.received))
        assert await journalled(context, "message_withheld")


async def test_what_came_while_whatsapp_was_shut_is_read_on_writing(phones: Phones, bot: Bot) -> None:
    meta, twilio, sue, bob = phones.meta, phones.twilio, phones.sue, phones.bob
    async with bot(phones.settings()) as context:
        await enrolled(context, "whatsapp", "+33639980001", "Sue", "en")
        await enrolled(context, "sms", "+447700900123", "Bob", "en")
        await twilio.says(bob, "Mary Dupont is low")
        await until(lambda: bob.received and "1 send" in bob.received[-1])
        await twilio.says(bob, "1")
        await until(lambda: sue.received)
        assert sue.received[0].kind == "template"
        await meta.says(sue, "hello")
        await until(lambda: any("[Person A] is low" in seen.text for seen in sue.received))
        assert await journalled(context, "copy_failed", 0)


async def test_whoever_takes_it_on_by_text_is_named_once(phones: Phones, bot: Bot) -> None:
    meta, twilio, sue, bob = phones.meta, phones.twilio, phones.sue, phones.bob
    async with bot(phones.settings()) as context:
        await enrolled(context, "whatsapp", "+33639980001", "Sue", "en")
        await enrolled(context, "sms", "+447700900123", "Bob", "en")
        await meta.says(sue, "Mary Dupont is low, who can ring her?")
        await until(lambda: any("Post it" in label for seen in sue.received for label in seen.choices))
        await meta.taps(sue, "Post it")
        await until(lambda: any("take it" in text for text in bob.received))
        await twilio.says(bob, "1")
        await until(lambda: any("offers to take" in seen.text for seen in sue.received))
        await until(lambda: journalled(context, "message_carried"))
        asked = [seen.text for seen in sue.received if "offers to take" in seen.text]
        assert [text.partition(" offers")[0] for text in asked] == ["Bob"]


async def test_readers_get_what_is_written_anew_and_are_asked_to_delete_what_is_not_to_stand(
    phones: Phones, bot: Bot
) -> None:
    meta, twilio, sue, bob = phones.meta, phones.twilio, phones.sue, phones.bob

    async def chooses(label: str) -> None:
        """The newest number that stands before it."""

        def number() -> str | None:
            found = [re.findall(rf"(\d+) {label}", text) for text in bob.received]
            return next((one[-1] for one in reversed(found) if one), None)

        await until(number)
        await twilio.says(bob, number() or "")

    async with bot(phones.settings()) as context:
        await enrolled(context, "whatsapp", "+33639980001", "Sue", "en")
        await enrolled(context, "sms", "+447700900123", "Bob", "en")
        await meta.says(sue, "hello")
        await twilio.says(bob, "my lady is worried about FOLFOX")
        await chooses("send")
        await until(lambda: any("my lady is worried" in seen.text for seen in sue.received))
        await chooses("write anew")
        await twilio.says(bob, "my lady Mary Dupont is worried about FOLFOX")
        await until(lambda: any("lady [Person A] is worried" in text for text in bob.received))
        await chooses("send")
        await until(lambda: any("(edited)" in seen.text and "[Person A]" in seen.text for seen in sue.received))
        assert any("please delete it. The one that follows" in seen.text for seen in sue.received)
        await until(lambda: journalled(context, "copy_stands"))
        await chooses("take back")
        await until(lambda: any("This message was taken back" in seen.text for seen in sue.received))
        await until(lambda: journalled(context, "copy_stands", 2))
        assert not any("Dupont" in seen.text for seen in sue.received)
