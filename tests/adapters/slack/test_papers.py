"""A paper goes to somebody's direct messages as text and as a PDF; whoever comes into a guarded channel is handed to the core."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line
from bot.domain.papers import Paper, PaperKind
from tests.adapters.slack.conftest import Place, until

PAPER = Paper(PaperKind.CODE, "en", "code", "# The Code\n\nKeep it & hold it.\n\n- always", b"%PDF-1.7 invented")


async def test_a_paper_comes_as_text_and_as_a_file_with_the_buttons_under_the_last_line(place: Place) -> None:
    buttons = (Button("code_accept", "mark/en"),)
    place.core.given = Answer(Line("answer.code_read", "en"), buttons=buttons, paper=PAPER)
    await place.start()
    await place.listening()
    place.slack.write_to_bot(place.sue, "code")
    await until(lambda: any("press" in line.text for line in place.slack.direct(place.sue)))
    (file,) = (file for file in place.slack.world.files.values() if file.content)
    assert (file.name, file.content) == ("code.pdf", PAPER.pdf)
    assert file.shares == {place.slack.world.dms[place.sue]}
    texts = [line.shown for line in place.slack.direct(place.sue)]
    assert any(text == "*The Code*\n\nKeep it &amp; hold it.\n\n• always" for text in texts)
    assert place.slack.visible_files(place.channel) == []


async def test_the_slash_command_answers_in_the_direct_messages_where_a_paper_stays(place: Place) -> None:
    place.core.given = Answer(Line("answer.code_handed", "en"), paper=PAPER)
    await place.start()
    await place.listening()
    place.slack.slash(place.sue, place.channel, "/entrenous", "code")
    await until(lambda: any("The Code" in line.shown for line in place.slack.direct(place.sue)))
    assert any("direct messages" in line.text for line in place.slack.view(place.channel, place.sue))
    assert not any("Keep it" in line.shown for line in place.slack.view(place.channel, place.sue))


async def test_where_the_app_may_not_send_files_the_text_has_to_do(place: Place) -> None:
    place.core.given = Answer(Line("answer.code_handed", "en"), paper=PAPER)
    place.slack.fail_next("files.getUploadURLExternal", 200, "missing_scope")
    await place.start()
    await place.listening()
    place.slack.write_to_bot(place.sue, "code")
    await until(lambda: any("Keep it" in line.shown for line in place.slack.direct(place.sue)))
    assert [file for file in place.slack.world.files.values() if file.content] == []


async def test_whoever_comes_into_a_guarded_channel_is_handed_to_the_core_in_their_language(place: Place) -> None:
    odile = place.slack.add_user("Odile Morel", locale="fr-FR")
    garden = place.slack.add_channel("garden", place.sue)
    await place.start()
    await place.listening()
    place.slack.join(odile, garden)
    place.slack.join(odile, place.channel)
    await until(lambda: place.core.arrivals)
    await place.settled()
    assert place.core.arrivals == [(PersonRef("slack", odile), "fr")]
    assert place.core.messages == []
