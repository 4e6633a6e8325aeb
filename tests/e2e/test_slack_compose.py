"""Compose first on Slack: a form shows both versions, is changed, posts; a direct message does the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.platforms.slack.forms import Form
from tests.platforms.slack.server import SlackServer

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""

FRENCH = "Mary Dupont, 67 ans, est à Bergerac, son numéro est le 06 39 98 14 27"


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with SlackServer() as platform:
        yield Workspace(platform)
        platform.check()


async def form_with(workspace: Workspace, user: str, words: str) -> Form:
    """What `user` has on the screen, once it says `words`."""
    await until(lambda: words in (found.shown if (found := workspace.platform.form(user)) else ""))
    form = workspace.platform.form(user)
    assert form is not None
    return form


async def writes(workspace: Workspace, user: str, text: str, *, where: str = "Where?", **chosen: str) -> None:
    """`user` opens the form by the shortcut, waits until it is filled in, types and hands it in."""
    workspace.platform.shortcut(user, "compose")
    await form_with(workspace, user, where)
    workspace.platform.fill(user, "text", text)
    for action, label in chosen.items():
        workspace.platform.fill(user, action, label)
    workspace.platform.submit(user)


def said_by_bot(workspace: Workspace) -> Callable[[], bool]:
    return lambda: len(workspace.bot_says()) > 0


async def test_a_form_shows_both_versions_and_posts_what_it_showed(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        slack.slash(sue, workspace.channel, "/entrenous")
        await form_with(workspace, sue, "Where?")
        slack.fill(sue, "text", DETAILS)
        slack.submit(sue)
        form = await form_with(workspace, sue, "What they read")
        assert DETAILS in form.shown
        assert "[Person A]" in form.shown.split("What they read")[1]
        assert form.options["show:1"][0] == "Mary Dupont → [Person A]"
        assert "Mary" not in form.view["private_metadata"]
        assert workspace.bot_says() == workspace.people_say() == []
        slack.submit(sue)
        await form_with(workspace, sue, f"<#{workspace.channel}>")
        await until(said_by_bot(workspace))
        assert workspace.bot_says()[0].startswith("*Sue* (C-")
        assert "Mary" not in workspace.bot_says()[0]
        assert workspace.people_say() == []
        await until(lambda: any("Your message is posted" in text for text in workspace.private(sue)))


async def test_a_form_is_french_for_somebody_who_is(workspace: Workspace, bot: Bot) -> None:
    slack = workspace.platform
    odile = slack.add_user("Odile", locale="fr-FR")
    slack.world.channels[workspace.channel].members[odile] = None
    async with bot(workspace.settings()):
        await writes(workspace, odile, FRENCH, where="Où ?")
        form = await form_with(workspace, odile, "Ce qu'ils liront")
        assert (form.title, form.view["submit"]["text"]) == ("Tel qu'ils le liront", "Publier")
        assert "un nom" in form.shown
        slack.submit(odile)
        await until(said_by_bot(workspace))
        assert workspace.bot_says()[0].startswith("*Odile* (C-")


async def test_more_is_hidden_and_a_word_is_shown_before_it_is_posted(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        await writes(workspace, sue, f"{DETAILS}. She keeps llamas.")
        form = await form_with(workspace, sue, "What they read")
        slack.fill(sue, "hide", "llamas")
        slack.fill(sue, "show:1", "Bergerac")
        slack.press_in_form(sue, "Show it again")
        await until(lambda: "llamas → [" in form.shown)
        assert (form.fields["hide"], form.fields["show:1"]) == (None, [])
        slack.submit(sue)
        await until(said_by_bot(workspace))
        assert "Bergerac" in workspace.bot_says()[0]
        assert "llamas" not in workspace.bot_says()[0]


async def test_what_was_changed_and_not_yet_seen_is_not_posted(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        await writes(workspace, sue, DETAILS)
        await form_with(workspace, sue, "What they read")
        slack.fill(sue, "hide", "ring")
        slack.submit(sue)
        await form_with(workspace, sue, "You changed something")
        assert workspace.bot_says() == []
        slack.submit(sue)
        await until(said_by_bot(workspace))
        assert "ring" not in workspace.bot_says()[0]


async def test_the_text_is_changed_in_the_same_draft(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        await writes(workspace, sue, DETAILS)
        await form_with(workspace, sue, "What they read")
        slack.press_in_form(sue, "Change the text")
        form = await form_with(workspace, sue, "Where?")
        assert form.fields["text"] == DETAILS
        slack.fill(sue, "text", "Peter Smith is afraid")
        slack.submit(sue)
        await form_with(workspace, sue, "is afraid")
        slack.submit(sue)
        await until(said_by_bot(workspace))
        assert [text.split("\n")[1] for text in workspace.bot_says()] == ["[Person A] is afraid"]


async def test_for_oneself_it_is_posted_without_a_name_and_without_places(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        await writes(workspace, sue, DETAILS, purpose="For myself")
        await form_with(workspace, sue, "Without my name")
        slack.fill(sue, "nameless", "Without my name")
        slack.press_in_form(sue, "Show it again")
        await until(
            lambda: (form := slack.form(sue)) is not None and '"nameless": true' in form.view["private_metadata"]
        )
        slack.submit(sue)
        await until(said_by_bot(workspace))
        assert workspace.bot_says()[0].startswith("*A volunteer*")
        assert "Dordogne" not in workspace.bot_says()[0]
        assert "Sue" not in workspace.bot_says()[0]


async def test_a_case_is_chosen_and_keeps_its_pseudonyms(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        slack.slash(sue, workspace.channel, "/entrenous", "case open")
        await until(
            lambda: any("is open" in line.text for line in slack.view(workspace.channel, sue) if line.ephemeral)
        )
        (opened,) = [line.text for line in slack.view(workspace.channel, sue) if line.ephemeral]
        reference = next(word for word in opened.split() if word.startswith("C-"))
        for number, text in enumerate((DETAILS, "Mary Dupont is home again"), start=1):
            await writes(workspace, sue, text, case=reference)
            await form_with(workspace, sue, f"For advice · {reference}")
            slack.submit(sue)
            await until(lambda wanted=number: len(workspace.bot_says()) == wanted)
        assert all(f"({reference})" in text for text in workspace.bot_says())
        assert "[Person A] is home again" in workspace.bot_says()[1]


async def test_a_form_that_is_closed_drops_the_draft(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()) as context:
        await writes(workspace, sue, DETAILS)
        form = await form_with(workspace, sue, "What they read")
        draft = form.view["private_metadata"].split('"')[3]
        slack.close_form(sue)

        async def gone() -> bool:
            async with context.store.read() as unit:
                try:
                    await unit.drafts.draft(draft)
                except LookupError:
                    return True
            return False

        await until(gone)
        assert workspace.bot_says() == []


async def test_somebody_in_no_guarded_channel_is_told_so(workspace: Workspace, bot: Bot) -> None:
    slack = workspace.platform
    outsider = slack.add_user("Ann")
    async with bot(workspace.settings()):
        slack.shortcut(outsider, "compose")
        await form_with(workspace, outsider, "in none of the groups")


async def test_a_direct_message_is_a_draft_that_changes_in_its_place(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        slack.write_to_bot(sue, f"{DETAILS}. She keeps llamas.")
        await until(lambda: any("Nothing is posted yet" in text for text in workspace.private(sue)))
        (preview,) = [seen for seen in slack.direct(sue) if seen.buttons]
        direct = workspace.direct_channel(sue)

        def now() -> str:
            return next(seen.shown for seen in slack.direct(sue) if seen.ts == preview.ts)

        assert next(iter(preview.buttons)) == "Post it #listeners"
        slack.press(sue, direct, preview.ts, "Hide more")
        await form_with(workspace, sue, "commas between")
        slack.fill(sue, "text", "llamas")
        slack.submit(sue)
        await form_with(workspace, sue, "direct messages")
        assert "llamas" not in now()
        slack.press(sue, direct, preview.ts, "Something is no personal detail")
        await until(lambda: "Which of these" in now())
        town = next(label for label in slack.direct(sue)[-1].buttons if "Town" in label)
        slack.press(sue, direct, preview.ts, town)
        await until(lambda: "Bergerac" in now() and "Which of these" not in now())
        slack.press(sue, direct, preview.ts, "Post it #listeners")
        await until(said_by_bot(workspace))
        assert "Bergerac" in workspace.bot_says()[0]
        assert "llamas" not in workspace.bot_says()[0]
        await until(lambda: "please delete it yourself" in now())
        assert not next(seen for seen in slack.direct(sue) if seen.ts == preview.ts).buttons


async def test_a_form_is_answered_in_time_while_messages_flow(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()) as context:
        for number in range(40):
            slack.say(workspace.bob, workspace.channel, f"{number}: Peter Smith rang from Bergerac")
        opened = slack.slash(sue, workspace.channel, "/entrenous")
        await form_with(workspace, sue, "Where?")
        slack.fill(sue, "text", DETAILS)
        handed_in = slack.submit(sue)
        await form_with(workspace, sue, "What they read")
        assert (opened.attempts, opened.lost, handed_in.attempts, handed_in.lost) == (1, False, 1, False)
        slack.submit(sue)
        await until(lambda: any("*Sue*" in text for text in workspace.bot_says()))
        await until(lambda: journalled(context, "redacted_posted", times=41))
