"""Posts on Slack are mended where they stand, and anybody has a missed detail covered at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_compose import form_with, writes
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.workspace import Seen

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""

LONG = "Peter Smith rang from Bergerac and asked for Mary Dupont. " * 300


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with SlackServer() as platform:
        yield Workspace(platform)
        platform.check()


async def posted(workspace: Workspace, text: str, *, thread: str | None = None) -> Seen:
    """What stands in the channel once Sue said `text`, which has something to hide, and was told so."""
    before = len(workspace.private(workspace.sue))
    workspace.platform.say(workspace.sue, workspace.channel, text, thread=thread)
    await until(lambda: len(workspace.private(workspace.sue)) > before)
    return next(
        seen for seen in reversed(workspace.platform.view(workspace.channel, workspace.bob)) if seen.who != "Sue"
    )


def note(workspace: Workspace) -> Seen:
    """The latest private word with buttons to Sue."""
    return next(seen for seen in reversed(workspace.platform.direct(workspace.sue)) if seen.buttons)


def presses(workspace: Workspace, label: str) -> None:
    """Sue presses the button whose label begins so under her latest private word."""
    seen = note(workspace)
    button = next(one for one in seen.buttons if one.startswith(label))
    workspace.platform.press(workspace.sue, workspace.direct_channel(workspace.sue), seen.ts, button)


def now(workspace: Workspace, ts: str) -> str:
    found = [seen.shown for seen in workspace.platform.view(workspace.channel, workspace.bob) if seen.ts == ts]
    return found[0] if found else ""


async def test_a_word_that_is_no_detail_comes_back_in_its_place_in_the_thread(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()) as context:
        root = workspace.platform.say(workspace.bob, workspace.channel, "FOLFOX is hard")
        post = await posted(workspace, "Mary Dupont asks whether Bergerac has a wig bank", thread=root)
        presses(workspace, "Something is no personal detail")
        await until(lambda: any(label.startswith("Show [Town A") for label in note(workspace).buttons))
        presses(workspace, "Show [Town A")
        await until(lambda: "whether Bergerac has" in now(workspace, post.ts))
        assert post.thread == root
        await until(lambda: "It is being put back" in note(workspace).shown)
        assert not any(label.startswith("Show") for label in note(workspace).buttons)
        assert "Hide more" in note(workspace).buttons
        presses(workspace, "Something is no personal detail")
        await until(lambda: any(label.startswith("Show [Person A]") for label in note(workspace).buttons))
        presses(workspace, "Show [Person A]")
        await until(lambda: any(label.startswith("Yes, show") for label in note(workspace).buttons))
        assert "Dupont" not in now(workspace, post.ts)
        assert len(workspace.bot_says()) == 1
        await until(lambda: journalled(context, "message_mended"))


async def test_more_is_hidden_by_a_form_and_the_word_stands_nowhere(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()):
        post = await posted(workspace, f"{DETAILS}. She keeps llamas.")
        assert "llamas" in now(workspace, post.ts)
        presses(workspace, "Hide more")
        await form_with(workspace, workspace.sue, "commas between")
        workspace.platform.fill(workspace.sue, "text", "llamas")
        workspace.platform.submit(workspace.sue)
        await form_with(workspace, workspace.sue, "Hidden now")
        await until(lambda: "llamas" not in now(workspace, post.ts))
        assert "She keeps [" in now(workspace, post.ts)
        assert not any("llamas" in seen.shown for seen in workspace.platform.direct(workspace.sue))


async def test_a_post_is_written_anew_in_its_place(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()):
        post = await posted(workspace, DETAILS)
        presses(workspace, "Write it anew")
        await form_with(workspace, workspace.sue, "What should it say?")
        workspace.platform.fill(workspace.sue, "text", "Mary Dupont is calmer today")
        workspace.platform.submit(workspace.sue)
        form = await form_with(workspace, workspace.sue, "What they read")
        assert "[Person A] is calmer" in form.shown
        workspace.platform.submit(workspace.sue)
        await form_with(workspace, workspace.sue, "in the place of the old one")
        await until(lambda: "[Person A] is calmer today" in now(workspace, post.ts))
        assert len(workspace.bot_says()) == 1


async def composed(workspace: Workspace, text: str) -> Seen:
    """What stands in the channel once Sue has posted `text` by the form, and was told so."""
    told = len([text for text in workspace.private(workspace.sue) if "is posted" in text])
    await writes(workspace, workspace.sue, text)
    await form_with(workspace, workspace.sue, "What they read")
    workspace.platform.submit(workspace.sue)
    await until(lambda: len([text for text in workspace.private(workspace.sue) if "is posted" in text]) > told)
    return workspace.platform.view(workspace.channel, workspace.bob)[-1]


async def test_what_was_composed_is_mended_like_any_post(workspace: Workspace, bot: Bot) -> None:
    sue = workspace.sue
    async with bot(workspace.settings()):
        post = await composed(workspace, f"{DETAILS}. She keeps llamas.")
        presses(workspace, "Hide more")
        await form_with(workspace, sue, "commas between")
        workspace.platform.fill(sue, "text", "llamas")
        workspace.platform.submit(sue)
        await until(lambda: "She keeps [" in now(workspace, post.ts))
        presses(workspace, "Write it anew")
        await form_with(workspace, sue, "What should it say?")
        workspace.platform.fill(sue, "text", "Mary Dupont keeps llamas no more")
        workspace.platform.submit(sue)
        form = await form_with(workspace, sue, "What they read")
        assert "[Person A] keeps [" in form.shown
        workspace.platform.submit(sue)
        await until(lambda: sum("is posted" in text for text in workspace.private(sue)) == 2)
        assert "no more" in now(workspace, post.ts)
        assert "llamas" not in now(workspace, post.ts)
        presses(workspace, "Take it back")
        await until(lambda: workspace.platform.view(workspace.channel, workspace.bob) == [])


async def test_a_colleague_covers_a_composed_post_in_which_nothing_was_hidden(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(workspace.settings()):
        await writes(workspace, workspace.sue, "the lady with the carrots rang again")
        await form_with(workspace, workspace.sue, "What they read")
        slack.submit(workspace.sue)
        await until(workspace.bot_says)
        (post,) = slack.view(workspace.channel, bob)
        slack.point_at(bob, workspace.channel, post.ts, "hide")
        await form_with(workspace, bob, "Tick the words")
        assert not any("carrots" in text for text in workspace.bot_says())
        slack.fill(bob, "word:1", "carrots")
        slack.submit(bob)
        await until(lambda: any("the lady with the [" in text for text in workspace.bot_says()))
        assert not any("carrots" in text for text in workspace.bot_says())


async def test_a_long_post_is_covered_whole_from_any_of_its_messages_and_comes_back_in_them(
    workspace: Workspace, bot: Bot
) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(workspace.settings()):
        await posted(workspace, f"{LONG} She keeps llamas.")
        parts = [seen.ts for seen in slack.view(workspace.channel, bob)]
        assert len(parts) > 1
        slack.point_at(bob, workspace.channel, parts[-1], "hide")
        await until(lambda: all("A colleague saw" in now(workspace, ts) for ts in parts))
        await until(lambda: any("Choose the words" in seen.buttons for seen in slack.direct(workspace.sue)))
        presses(workspace, "It is fine as it was")
        await until(lambda: all("[Person" in now(workspace, ts) for ts in parts))
        assert [seen.ts for seen in slack.view(workspace.channel, bob)] == parts


async def test_what_is_closed_before_it_is_sent_leaves_nothing_awaited(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()):
        await posted(workspace, DETAILS)
        presses(workspace, "Hide more")
        await form_with(workspace, workspace.sue, "commas between")
        workspace.platform.close_form(workspace.sue)
        workspace.platform.write_to_bot(workspace.sue, "Peter Smith is afraid")
        await until(lambda: any("Nothing is posted yet" in text for text in workspace.private(workspace.sue)))


async def test_a_post_is_withdrawn_and_its_buttons_go(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()) as context:
        await posted(workspace, DETAILS)
        ts = note(workspace).ts
        presses(workspace, "Take it back")
        await until(lambda: not workspace.bot_says())
        await until(lambda: journalled(context, "post_withdrawn"))
        await until(
            lambda: any(
                seen.ts == ts and seen.shown == "It is taken back." for seen in workspace.platform.direct(workspace.sue)
            )
        )
        await until(lambda: not any(seen.buttons for seen in workspace.platform.direct(workspace.sue)))


async def test_a_post_of_several_parts_changes_in_each_of_them(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()):
        await posted(workspace, LONG)
        parts = [seen.ts for seen in workspace.platform.view(workspace.channel, workspace.bob)]
        assert len(parts) > 1
        presses(workspace, "Something is no personal detail")
        await until(lambda: any(label.startswith("Show [Town A") for label in note(workspace).buttons))
        presses(workspace, "Show [Town A")
        await until(lambda: all("Bergerac" in now(workspace, ts) for ts in parts))
        await until(lambda: len(workspace.platform.view(workspace.channel, workspace.bob)) == len(parts))
        presses(workspace, "Take it back")
        await until(lambda: workspace.platform.view(workspace.channel, workspace.bob) == [])


async def test_a_colleague_covers_a_post_and_it_comes_back_without_the_word(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(workspace.settings()) as context:
        post = await posted(workspace, f"{DETAILS}. She keeps llamas.")
        slack.point_at(bob, workspace.channel, post.ts, "hide")
        await until(lambda: "A colleague saw a personal detail" in now(workspace, post.ts))
        await form_with(workspace, bob, "Tick the words")
        slack.submit(bob)
        await until(lambda: (form := slack.form(bob)) is not None and form.errors)
        slack.fill(bob, "word:1", "llamas")
        slack.submit(bob)
        await form_with(workspace, bob, "Hidden now")
        await until(lambda: "She keeps [" in now(workspace, post.ts))
        assert "llamas" not in now(workspace, post.ts)
        await until(lambda: any("saw a personal detail" in text for text in workspace.private(workspace.sue)))
        await until(lambda: journalled(context, "detail_reported"))


async def test_a_colleague_covers_a_message_in_which_nothing_was_found(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(workspace.settings()) as context:
        ts = slack.say(workspace.sue, workspace.channel, "the lady with the carrots rang again")
        await until(lambda: slack.sockets.idle)
        slack.point_at(bob, workspace.channel, ts, "hide")
        await form_with(workspace, bob, "Tick the words")
        assert workspace.people_say() == []
        slack.fill(bob, "word:1", "carrots")
        slack.submit(bob)
        await until(workspace.bot_says)
        assert "Sue" in workspace.bot_says()[0]
        assert "carrots" not in workspace.bot_says()[0]
        await until(lambda: journalled(context, "redacted_posted"))


async def test_words_are_chosen_later_in_direct_messages(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    direct = workspace.direct_channel(bob)
    async with bot(workspace.settings()):
        post = await posted(workspace, f"{DETAILS}. She keeps llamas.")
        slack.point_at(bob, workspace.channel, post.ts, "hide")
        await form_with(workspace, bob, "Tick the words")
        slack.close_form(bob)
        await until(lambda: any("Hide them" in seen.buttons for seen in slack.direct(bob)))
        (words,) = [seen for seen in slack.direct(bob) if seen.buttons]
        slack.press(bob, direct, words.ts, "☐ llamas")
        await until(lambda: "☑ llamas" in slack.direct(bob)[-1].buttons)
        slack.press(bob, direct, words.ts, "Hide them")
        await until(lambda: "She keeps [" in now(workspace, post.ts))
        await until(lambda: not slack.direct(bob)[-1].buttons)


async def test_the_author_of_a_covered_post_says_that_it_is_fine(workspace: Workspace, bot: Bot) -> None:
    slack = workspace.platform
    async with bot(workspace.settings()):
        post = await posted(workspace, f"{DETAILS}. She keeps llamas.")
        before = now(workspace, post.ts)
        slack.point_at(workspace.bob, workspace.channel, post.ts, "hide")
        await until(lambda: "It is fine as it was" in note(workspace).buttons)
        presses(workspace, "Choose the words")
        await until(lambda: "☐ llamas" in note(workspace).buttons)
        assert "It is fine as it was" in note(workspace).buttons
        presses(workspace, "It is fine as it was")
        await until(lambda: now(workspace, post.ts) == before)


async def test_in_a_channel_that_is_not_guarded_nothing_is_read(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    other = slack.add_channel("elsewhere", bob)
    async with bot(workspace.settings()) as context:
        ts = slack.say(bob, other, "Mary Dupont")
        slack.point_at(bob, other, ts, "hide")
        await until(lambda: any("do not guard" in line.text for line in slack.view(other, bob) if line.ephemeral))
        assert await journalled(context, "detail_reported", times=0)
