"""A round by e-mail, with the whole bot: what colleagues get, what its author is told, what is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.e2e.conftest import Bot, until
from tests.e2e.mailing import ADVICE, BOT, World, address, composed, genuine, mailing
from tests.platforms.smtp.office import text_of

SAD = "I saw Zebedee Quatermain in Quillan this morning, 06 39 98 14 27. He cannot sleep.\n\n-- \nSue\n06 39 98 00 01\n"


async def test_colleagues_read_a_mail_without_its_details_and_its_author_is_told(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD, "Zebedee Quatermain")
        await until(lambda: world.read("bob") and world.read("cat") and world.read("sue"))
        (mail,) = world.mails("bob")
        assert "Zebedee" not in str(mail["Subject"])
        assert "[Person A]" in str(mail["Subject"])
        assert str(mail["Subject"]).startswith("[C-")
        text = text_of(mail)
        assert text.startswith("Sue (C-")
        assert "[Person A]" in text
        assert "He cannot sleep" in text
        assert "06 39 98" not in text
        assert BOT in str(mail["From"])
        assert "sue@example.org" not in mail.as_string()
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Reply-To"] == ADVICE
        assert "[Person A]: " in world.read("sue")[0]
        assert "#1" in world.read("sue")[0]
        assert world.office.senders == {BOT}


async def test_an_answer_joins_the_thread_on_every_leg_and_keeps_the_pseudonyms(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD, "A question")
        await until(lambda: world.read("bob"))
        first = world.mails("bob")[0]
        own = world.mails("cat")
        quoted = "\n".join(f"> {line}" for line in world.read("bob")[0].splitlines())
        await world.answer(
            "bob", first, f"Has Zebedee seen a doctor?\n\nOn Friday, Sue · Entre Nous <{BOT}> wrote:\n{quoted}\n"
        )
        await until(lambda: len(world.read("cat")) == 2)
        second = world.mails("cat")[1]
        assert "[Person A]" in text_of(second)
        assert "He cannot sleep" not in text_of(second)
        assert second["In-Reply-To"] == own[0]["Message-ID"]
        assert str(second["References"]).split()[0] == str(own[0]["References"]).split()[0]
        assert first["Message-ID"] != own[0]["Message-ID"], "each reader has a copy of their own"


async def test_the_author_takes_a_mail_back_with_a_number_and_readers_are_asked_to_delete_it(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD)
        await until(lambda: world.read("sue") and world.read("bob"))
        note = world.mails("sue")[0]
        number = next(line.split()[0] for line in text_of(note).splitlines() if "Take it back" in line)
        await world.answer("sue", note, f"{number}\n")
        await until(lambda: len(world.read("bob")) == 2)
        assert "delete" in world.read("bob")[1]


async def test_words_behind_a_number_are_hidden_too_and_a_corrected_mail_follows(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", "Mrs Quatermain keeps bees behind the mill.")
        await until(lambda: world.read("sue") and world.read("bob"))
        note = world.mails("sue")[0]
        number = next(line.split()[0] for line in text_of(note).splitlines() if line.endswith("  Hide more"))
        await world.answer("sue", note, f"{number} bees, mill\n")
        await until(lambda: any("(corrected)" in text for text in world.read("bob")))
        corrected = next(text for text in world.read("bob") if "(corrected)" in text)
        assert "bees" not in corrected
        assert "mill" not in corrected
        assert len({str(mail["Message-ID"]) for mail in world.mails("bob")}) == len(world.mails("bob"))


async def test_an_answer_to_a_private_mail_is_a_draft_that_nobody_else_sees(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD)
        await until(lambda: world.read("sue") and world.read("bob"))
        await world.answer("sue", world.mails("sue")[0], "Thank you! And Zebedee is at Carcassonne now.")
        await until(lambda: len(world.read("sue")) == 2)
        assert "Zebedee" not in world.read("sue")[1]
        assert "#1" in world.read("sue")[1]
        assert len(world.read("bob")) == 1


async def test_a_stranger_gets_one_line_a_day_and_nothing_of_theirs_goes_on(bot: Bot) -> None:
    async with mailing(bot) as world:
        for _ in range(2):
            await world.write("zoe", SAD)
        await until(lambda: world.read("zoe"))
        assert await world.refusals() == ["stranger", "stranger"]
        assert len(world.read("zoe")) == 1
        assert "Zebedee" not in world.read("zoe")[0]
        assert not world.read("bob")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"List-Id": "<x.example.org>"}, "list"),
        ({"X-Entre-Nous": "1"}, "loop"),
        ({"X-Auto-Response-Suppress": "All"}, "auto_response"),
    ],
)
async def test_a_machine_is_journalled_and_never_answered(bot: Bot, headers: dict[str, str], code: str) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD, **headers)
        assert await world.refusals() == [code]
        await world.write("sue", "Good morning everybody, how are you?")
        await until(lambda: world.read("bob"))
        assert len(world.read("bob")) == 1


async def test_a_mail_for_which_our_server_does_not_vouch_is_refused_and_not_answered(bot: Bot) -> None:
    async with mailing(bot) as world:
        raw = composed("sue", SAD).as_bytes()
        forged = b"Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"
        for given in (raw, genuine(raw, server="mx.example.net"), b"Subject: x\r\n" + forged + raw):
            await world.hand_over(given)
        failed = b"Authentication-Results: mx.example.org; dmarc=fail header.from=example.org\r\n"
        await world.hand_over(failed + forged + raw)
        assert await world.refusals() == ["no_results", "no_results", "no_results", "dmarc_failed"]
        assert not world.office.boxes


async def test_a_mail_that_cannot_be_read_goes_back_as_a_line_to_its_author_alone(bot: Bot) -> None:
    async with mailing(bot) as world:
        mail = composed("sue", SAD, "Zebedee Quatermain")
        mail.replace_header("Content-Transfer-Encoding", "x-zebedee")
        await world.hand_over(genuine(mail.as_bytes()))
        await until(lambda: world.read("sue"))
        assert await world.refusals() == ["unread.transfer_unknown"]
        everything = b"".join(raw for box in world.office.boxes.values() for raw in box)
        assert b"Zebedee" not in everything
        assert b"Quatermain" not in everything


async def test_the_same_mail_handed_over_twice_is_posted_once(bot: Bot) -> None:
    async with mailing(bot) as world:
        raw = genuine(composed("sue", SAD).as_bytes())
        await world.hand_over(raw)
        await world.hand_over(b"X-Hop: 2\r\n" + raw)
        await until(lambda: world.read("bob") and world.read("sue"))
        await world.write("cat", "A good morning to you all!")
        await until(lambda: len(world.read("bob")) == 2)
        assert len([text for text in world.read("bob") if "[Person A]" in text]) == 1


async def test_a_mail_server_that_is_busy_is_asked_again_and_one_that_says_no_is_journalled(bot: Bot) -> None:
    async with mailing(bot) as world:
        world.office.refusing[address("bob")] = ["451 busy"]
        world.office.refusing[address("cat")] = ["550 no such mailbox"]
        await world.write("sue", SAD)
        await until(lambda: world.read("bob"))
        await until(_failed(world))
        assert not world.read("cat")


async def test_a_mail_that_comes_back_is_journalled_and_nothing_of_it_kept(bot: Bot) -> None:
    async with mailing(bot) as world:
        await world.write("sue", SAD)
        await until(lambda: world.read("bob"))
        report = _report(str(world.mails("bob")[0]["Message-ID"]), address("bob"))
        await world.hand_over(report, BOT, "<>")
        await until(_journalled(world, "unknown_event"))


def _failed(world: World) -> Callable[[], Awaitable[bool]]:
    return _journalled(world, "copy_failed")


def _journalled(world: World, kind: str) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return bool(await world.journal(kind))

    return there


def _report(message_id: str, to: str) -> bytes:
    return (
        f"From: MAILER-DAEMON@example.org\r\nTo: {BOT}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--r--\r\n"
    ).encode()
