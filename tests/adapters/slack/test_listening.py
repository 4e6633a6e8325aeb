"""What comes in over Socket Mode reaches the core once, stored before it is acknowledged."""

from __future__ import annotations

from bot.domain.messages import Inbound, Kind, Matter
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Answer, Line
from tests.adapters.slack.conftest import Place, until


async def test_a_message_arrives_with_its_author_text_and_place(place: Place) -> None:
    await place.start()
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont <mary@example.org> & I, see <@U0BOT>")
    await until(lambda: place.core.messages)
    (message,) = place.core.messages
    assert message.kind is Kind.NEW
    assert (message.origin.conversation, message.origin.message) == (place.channel, ts)
    assert message.author_name.expose() == "Sue Martin"
    assert message.text.expose() == "Mary Dupont <<mailto:mary@example.org|mary@example.org>> & I, see <@U0BOT>"
    assert [message.text.expose()[start:end] for start, end in message.mentions] == ["<@U0BOT>"]
    assert message.thread is None


async def test_the_authors_language_comes_along(place: Place) -> None:
    await place.start()
    place.slack.say(place.tom, place.channel, "Bonjour")
    await until(lambda: place.core.messages)
    assert place.core.messages[0].lang_hint == "fr"


async def test_a_message_is_stored_before_it_is_acknowledged(place: Place) -> None:
    acknowledged_while_storing: list[bool] = []

    async def look(_: Inbound) -> None:
        acknowledged_while_storing.append(any(e.acknowledged for e in place.slack.sockets.envelopes))

    place.core.before_storing = look
    await place.start()
    place.slack.say(place.sue, place.channel, "Mary")
    await place.settled()
    assert acknowledged_while_storing == [False]
    assert [envelope.acknowledged for envelope in place.slack.sockets.envelopes] == [True]


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(place: Place) -> None:
    place.core.cannot_store = 1
    await place.start()
    ts = place.slack.say(place.sue, place.channel, "Mary")
    await until(lambda: place.core.deliveries)
    assert place.core.messages == []
    place.slack.clock.advance(3)
    await place.settled()
    assert place.core.deliveries == [f"{place.channel}:{ts}"] * 2
    assert place.core.texts == ["Mary"]
    assert place.slack.sockets.envelopes[0].attempts == 2


async def test_three_retries_later_slack_gives_up_as_it_says_it_does(place: Place) -> None:
    place.core.cannot_store = 4
    await place.start()
    place.slack.say(place.sue, place.channel, "Mary")
    (envelope,) = place.slack.sockets.envelopes

    def lost_in_time() -> bool:
        place.slack.clock.advance(10)
        return envelope.lost

    await until(lost_in_time)
    await until(lambda: len(place.core.deliveries) == 4)
    assert envelope.attempts == 4
    assert place.core.events == {}


async def test_edits_deletions_and_answers_follow_their_message(place: Place) -> None:
    await place.start()
    root = place.slack.say(place.sue, place.channel, "About a caller")
    answer = place.slack.say(place.tom, place.channel, "Which one?", thread=root)
    place.slack.edit(place.sue, place.channel, root, "About Mary")
    place.slack.delete(place.tom, place.channel, answer)
    await place.settled()
    found = {(event.kind, event.origin.message, event.thread) for event in place.core.messages}
    assert found == {
        (Kind.NEW, root, None),
        (Kind.NEW, answer, root),
        (Kind.EDITED, root, root),
        (Kind.DELETED, answer, root),
    }


async def test_a_deleted_root_with_answers_counts_as_deleted(place: Place) -> None:
    await place.start()
    root = place.slack.say(place.sue, place.channel, "About Mary")
    place.slack.say(place.tom, place.channel, "Which one?", thread=root)
    place.slack.delete(place.sue, place.channel, root)
    await place.settled()
    assert (Kind.DELETED, root) in {(event.kind, event.origin.message) for event in place.core.messages}


async def test_everything_that_people_see_is_read(place: Place) -> None:
    await place.start()
    elsewhere = place.slack.add_channel("elsewhere", place.tom, with_bot=False)
    told = place.slack.say(place.tom, elsewhere, "Mary Dupont cries at night")
    place.slack.share(place.sue, place.channel, elsewhere, told, "what now?")
    link = place.slack.say(place.sue, place.channel, "https://example.org/fund")
    place.slack.unfurl(place.channel, link, "https://example.org/fund", "Help Mary Dupont", "Eymet stands by her")
    place.slack.me_message(place.sue, place.channel, "drives to Bergerac")
    place.slack.set_topic(place.sue, place.channel, "Week of Mary")
    place.slack.app_says(place.channel, "Calendar", "Visit Mary at 5")
    await place.settled()
    assert place.core.texts == [
        "what now?\nTom Field\nMary Dupont cries at night",
        "<https://example.org/fund>",
        "<https://example.org/fund>\nHelp Mary Dupont\nEymet stands by her",
        "drives to Bergerac",
        "set the channel topic: Week of Mary",
        "Visit Mary at 5",
    ]


async def test_files_come_as_what_they_are(place: Place) -> None:
    await place.start()
    place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf", "her scan")
    place.slack.upload(place.sue, place.channel, "me.jpg", "image/jpeg")
    place.slack.upload(place.tom, place.channel, "a.m4a", "audio/mp4", subtype="slack_audio")
    await place.settled()
    assert [message.matter for message in place.core.messages] == [Matter.FILE, Matter.PICTURE, Matter.VOICE]
    assert [len(message.attachments) for message in place.core.messages] == [1, 1, 1]


async def test_the_bots_own_posts_and_slacks_own_words_are_nothing_to_the_core(place: Place) -> None:
    await place.start()
    newcomer = place.slack.add_user("Ann Lee")
    place.slack.join(newcomer, place.channel)
    place.slack.write_to_bot(place.sue, "case")
    await place.settled()
    await until(lambda: len(place.slack.direct(place.sue)) == 2)
    await place.settled()
    assert place.core.events == {}
    assert (len(place.core.orders), place.core.writings) == (1, [])


async def test_another_channel_is_reported_once_a_day_without_its_words(place: Place) -> None:
    await place.start()
    other = place.slack.add_channel("general", place.sue)
    place.slack.say(place.sue, other, "Mary Dupont")
    place.slack.say(place.sue, other, "from Eymet")
    await place.settled()
    (event,) = place.core.events.values()
    assert (event.code, event.origin.conversation, len(event.text)) == ("unguarded_channel", other, 0)


async def test_an_event_that_nobody_has_heard_of_is_journalled_by_name(place: Place) -> None:
    await place.start()
    place.slack.happen({"type": "shared_brain_opened", "text": "Mary Dupont", "event_ts": "1790935200.000100"})
    await place.settled()
    (event,) = place.core.events.values()
    assert (event.kind, event.code, len(event.text)) == (Kind.UNKNOWN, "shared_brain_opened", 0)


async def test_a_malformed_event_is_journalled_and_does_not_come_again(place: Place) -> None:
    await place.start()
    place.slack.happen({"type": "message", "channel": place.channel, "user": place.sue, "text": "Mary"})
    await place.settled()
    assert place.core.codes == ["not_understood"]
    assert [envelope.attempts for envelope in place.slack.sockets.envelopes] == [1]


async def test_an_envelope_of_an_unknown_type_is_journalled_by_name(place: Place) -> None:
    await place.start()
    place.slack.sockets.hand_out("interactive", {"type": "brain_wave", "user": {"id": place.sue}}, retries=False)
    await place.settled()
    assert place.core.codes == ["interaction_brain_wave"]


async def test_what_is_written_to_the_bot_is_meant_for_colleagues_and_is_answered_there(place: Place) -> None:
    await place.start()
    ts = place.slack.write_to_bot(place.tom, "Bonjour, à propos de Mary & <@U0BOT>")
    await until(lambda: len(place.slack.direct(place.tom)) == 2)
    (writing,) = place.core.writings
    assert (writing.person.account, writing.name.expose(), writing.lang) == (place.tom, "Tom Field", "fr")
    assert writing.text.expose() == "Bonjour, à propos de Mary & <@U0BOT>"
    assert [(source.conversation, source.message) for source in writing.sources] == [
        (place.slack.world.dms[place.tom], ts)
    ]


async def test_a_second_delivery_of_a_private_word_is_nothing_new(place: Place) -> None:
    await place.start()
    place.slack.write_to_bot(place.tom, "à propos de Mary")
    await until(lambda: place.core.writings)
    again = place.slack.sockets.envelopes[0]
    place.slack.sockets.hand_out(again.type, again.payload)
    await place.settled()
    assert len(place.core.writings) == 1


async def test_a_file_that_is_sent_to_the_bot_is_no_draft(place: Place) -> None:
    await place.start()
    direct = place.slack.world.direct(place.sue, place.slack.bot.id).id
    place.slack.upload(place.sue, direct, "scan.pdf", "application/pdf", "Mary's scan")
    await until(lambda: len(place.slack.direct(place.sue)) == 2)
    assert place.slack.direct(place.sue)[1].shown.startswith("I cannot look into files")
    assert place.core.writings == []


async def test_the_slash_command_is_answered_for_its_author_alone(place: Place) -> None:
    await place.start()
    place.slack.slash(place.sue, place.channel, "/entrenous", "Mary Dupont")
    await until(lambda: any(line.ephemeral for line in place.slack.view(place.channel, place.sue)))
    assert not any(line.ephemeral for line in place.slack.view(place.channel, place.tom))
    assert place.core.events == {}


async def test_a_code_is_brought_by_the_slash_command_or_a_direct_message(place: Place) -> None:
    await place.start()
    place.slack.slash(place.sue, place.channel, "/entrenous", "join k7px-29tq-mhrg")
    place.slack.write_to_bot(place.tom, "join `K7PX-29TQ-MHRG`")
    await until(lambda: len(place.slack.direct(place.tom)) == 2)
    await place.settled()
    brought = [(person.account, code, lang) for person, code, lang in place.core.codes_brought]
    assert sorted(brought) == sorted([(place.sue, "K7PX29TQMHRG", "en"), (place.tom, "K7PX29TQMHRG", "fr")])
    assert place.slack.direct(place.tom)[1].shown.startswith("Bienvenue !")
    assert place.core.privately == []


async def test_an_order_about_cases_is_given_by_the_slash_command_or_a_direct_message(place: Place) -> None:
    await place.start()
    place.slack.slash(place.sue, place.channel, "/entrenous", "case close c-7k2p4")
    place.slack.write_to_bot(place.tom, "dossier ouvrir")
    await until(lambda: len(place.slack.direct(place.tom)) == 2)
    await place.settled()
    given = {person.account: (order, lang) for person, order, lang in place.core.orders}
    assert given == {
        place.sue: (Order(Verb.CLOSE, ("C-7K2P4",)), "en"),
        place.tom: (Order(Verb.OPEN), "fr"),
    }
    assert place.slack.direct(place.tom)[1].shown.startswith("Vous n'êtes membre")


async def test_a_press_is_answered_for_the_one_who_pressed(place: Place) -> None:
    place.core.answer = Answer(Line("answer.posted", "en"))
    await place.start()
    ts = place.slack.say(place.slack.bot.id, place.channel, "Your message…")
    button = {
        "type": "button",
        "action_id": "post_redacted",
        "value": "e1",
        "text": {"type": "plain_text", "text": "Post it"},
    }
    place.slack.world.channels[place.channel].messages[ts]["blocks"] = [
        {"type": "actions", "block_id": "b", "elements": [button]}
    ]
    envelope = place.slack.press(place.tom, place.channel, ts, "Post it")
    await until(lambda: envelope.acknowledged)
    (press,) = place.core.presses
    assert (press.action, press.subject, press.by.account, press.lang) == ("post_redacted", "e1", place.tom, "fr")
    assert press.by_name.expose() == "Tom Field"
    (answer,) = [line for line in place.slack.view(place.channel, place.tom) if line.ephemeral]
    assert answer.shown.startswith("The redacted version is being posted.")
    assert not any(line.ephemeral for line in place.slack.view(place.channel, place.sue))


async def test_a_press_that_the_core_cannot_take_says_so(place: Place) -> None:
    place.core.breaks = True
    await place.start()
    ts = place.slack.say(place.slack.bot.id, place.channel, "Your message…")
    button = {"type": "button", "action_id": "claim", "value": "e1", "text": {"type": "plain_text", "text": "Mine"}}
    place.slack.world.channels[place.channel].messages[ts]["blocks"] = [
        {"type": "actions", "block_id": "b", "elements": [button]}
    ]
    envelope = place.slack.press(place.sue, place.channel, ts, "claim")
    await until(lambda: any(line.ephemeral for line in place.slack.view(place.channel, place.sue)))
    place.slack.clock.advance(3)
    await until(lambda: envelope.lost)
    assert [line.text for line in place.slack.view(place.channel, place.sue) if line.ephemeral] == [
        "That did not work. Please try again in a minute."
    ]


async def test_being_put_out_of_a_guarded_channel_is_reported(place: Place) -> None:
    await place.start()
    place.slack.happen(
        {
            "type": "member_left_channel",
            "user": place.slack.bot.id,
            "channel": place.channel,
            "event_ts": "1790935200.000100",
        }
    )
    await place.settled()
    assert place.core.codes == ["bot_removed_from_channel"]
