"""Stories of a first-time set-up, as an administrator lives them; told by the tests and measured by `tests.bench.setup`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bot.commands.terminal import Terminal
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET
from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.model import Chat, Person
from tests.platforms.telegram.server import TOKEN, StandIn

SECRETS = (TOKEN, BOT_TOKEN, APP_TOKEN, ADMIN_TOKEN, CLIENT_SECRET, "a mail password")


@dataclass(frozen=True, slots=True)
class Listeners:
    """A group of two on Telegram, who write when they are asked to."""

    platform: StandIn
    sue: Person
    odile: Person
    chat: Chat

    @classmethod
    def on(cls, platform: StandIn, *, deletes: bool = True) -> Listeners:
        sue, odile = platform.world.person("Sue", "Palmer"), platform.world.person("Odile", "Marchand", lang="fr")
        return cls(platform, sue, odile, platform.world.group("Listeners", [sue, odile], deletes=deletes))

    @property
    def environ(self) -> Mapping[str, str]:
        return {"ENTRENOUS_TELEGRAM__BASE_URL": self.platform.url}

    def write(self) -> None:
        """Each writes a word in the group and presses Start."""
        for person in (self.sue, self.odile):
            self.platform.world.says(person, self.chat, "hello")
            self.platform.world.starts(person)


async def begins(terminal: Terminal, platforms: str) -> None:
    """The questions about the machine, and which platforms."""
    await terminal.asked("init.zone", "Europe/Paris")
    await terminal.asked("init.platforms", platforms)


async def telegram_part(terminal: Terminal, listeners: Listeners) -> None:
    """All is done on Telegram as the questions ask."""
    await terminal.asked("init.token", TOKEN)
    await terminal.waits("init.enter")
    listeners.write()
    terminal.type("")
    await terminal.asked("init.telegram_groups")
    await terminal.told("init.telegram_rights_complete")
    await terminal.asked("init.supervisors", "1,2")


async def slack_part(terminal: Terminal, *, channels: str = "", supervisors: str = "Odile, Sue") -> None:
    """All tokens are at hand and all rights given."""
    await terminal.asked("init.slack_show_manifest")
    await terminal.told("init.slack_bot_token_how")
    assert "messages_tab_enabled: true" in terminal.shown
    await terminal.asked("init.token", BOT_TOKEN)
    await terminal.asked("init.token", APP_TOKEN)
    await terminal.asked("init.token_none", ADMIN_TOKEN)
    await terminal.asked("init.enter")
    await terminal.asked("init.slack_channels", channels)
    await terminal.told("init.slack_rights_fine")
    await terminal.asked("init.supervisors", supervisors)


async def code_part(terminal: Terminal, *texts: str) -> None:
    """The Code: a name and a contact, and files of theirs, English first."""
    await terminal.asked("init.code_association", "Lantern Support")
    await terminal.asked("init.code_data_lead_contact", "data@example.org")
    await terminal.asked("init.code_hosted_by")
    for key, text in zip(("init.code_text_en", "init.code_text_fr"), (*texts, "", "")[:2], strict=True):
        await terminal.asked(key, text)
    if all((*texts, "", "")[:2]):
        await terminal.asked("init.code_official", "2")
    await terminal.told("init.code_shown_en")
    await terminal.told("init.code_shown_fr")


async def witness_part(terminal: Terminal, *, slack: bool = False) -> None:
    """The Code, own pages, to which Slack sends people back if volunteers may be corrected in place, and the witness mail."""
    await code_part(terminal)
    await terminal.asked("init.pages", "https://bot.example.org")
    if slack:
        await terminal.asked("init.slack_client_wanted", "yes" if terminal.lang == "en" else "oui")
        await terminal.told("init.slack_client_how")
        assert "https://bot.example.org/permit" in "".join(terminal.shown.split())
        await terminal.asked("init.slack_client_id", "A0123")
        await terminal.told("init.slack_client_id_wrong")
        await terminal.asked("init.slack_client_id", CLIENT_ID)
        await terminal.asked("init.token", CLIENT_SECRET)
    await terminal.asked("init.witness_one", "anne@example.org")
    await terminal.asked("init.witness_two", "basil@example.org")
    await terminal.asked("init.witness_sender", "bot@example.org")
    await terminal.asked("init.witness_host", "mail.example.org")
    await terminal.asked("init.witness_port")
    await terminal.asked("init.witness_user", "bot@example.org")
    await terminal.asked("init.witness_password", SECRETS[-1])


async def skips_the_rest(terminal: Terminal) -> None:
    """What may come later comes later."""
    await terminal.asked("init.code_association")
    await terminal.asked("init.pages")
    await terminal.asked("init.witness_one")


async def ends_well(terminal: Terminal, test_to: str = "2") -> None:
    """Writes, sends the test message, and is told what comes next."""
    await terminal.asked("init.write")
    await terminal.asked("init.test", test_to)
    await terminal.told("init.test_sent")
    await terminal.told("init.next_run")
    assert await terminal.ends() == 0, terminal.shown
    assert [secret for secret in SECRETS if secret in terminal.shown] == []


def workspace(slack: SlackServer) -> str:
    """Two members, one channel with the bot and one without, and an administrator; the id of the first channel."""
    people = [slack.add_user("Sue Martin"), slack.add_user("Odile Roux", locale="fr-FR")]
    channel = slack.add_channel("listeners", *people)
    slack.add_channel("general", *people, with_bot=False)
    slack.give_admin_token()
    return channel
