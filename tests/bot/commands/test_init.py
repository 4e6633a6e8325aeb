"""`entrenous init` at a terminal, against a stand-in Telegram: what an administrator sees, and what is on the disk then."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import Any

import pytest

from config.sentences import sentences
from redaction import Lang
from tests.bot.commands import walks
from tests.bot.commands.terminal import Terminal
from tests.bot.commands.typed import entrenous
from tests.bot.commands.walks import Listeners
from tests.e2e.conftest import until
from tests.platforms.telegram.model import admin_rights
from tests.platforms.telegram.server import TOKEN, StandIn
from tests.running import RunningBot

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def settings_in(home: Path) -> dict[str, Any]:
    return tomllib.loads((home / "entrenous.toml").read_text(encoding="utf-8"))


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.rglob("*")}


async def checked(home: Path, **environ: str) -> tuple[int, str]:
    done = await asyncio.to_thread(entrenous, home, "check", **environ)
    return done.returncode, done.stdout


async def first_time(home: Path, listeners: Listeners, lang: Lang = "en") -> None:
    """A whole set-up in which all goes well."""
    async with Terminal(home, "init", "--lang", lang, lang=lang, environ=listeners.environ) as terminal:
        await walks.begins(terminal, "1")
        await walks.telegram_part(terminal, listeners)
        await walks.witness_part(terminal)
        await walks.ends_well(terminal)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_a_first_set_up_on_telegram_leaves_nothing_to_mend_and_no_secret_in_sight(home: Path, lang: Lang) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        await first_time(home, listeners, lang)
        assert [seen.text for seen in platform.world.view(listeners.chat)][-1].startswith("Entre Nous")
        status, report = await checked(home, **listeners.environ)
    assert platform.violations == []
    assert (status, "look " in report) == (0, "MB are free" in report)
    written = settings_in(home)
    assert written["telegram"] == {
        "token_file": str(home / "tokens" / "telegram.token"),
        "groups": [listeners.chat.id],
        "supervisors": [listeners.sue.id, listeners.odile.id],
    }
    assert written["code"] == {
        "association": "Lantern Support",
        "data_lead_contact": "data@example.org",
        "official": "en",
    }
    assert written["pages"] == {"url": "https://bot.example.org"}
    assert (home / "tokens" / "telegram.token").read_text() == f"{TOKEN}\n"
    assert (home / "tokens" / "witness.password").read_text() == "a mail password\n"
    assert modes(home) == {0o700, 0o600}
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.long
async def test_the_bot_runs_with_what_was_written_and_also_reads_what_was_said_meanwhile(home: Path) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        await first_time(home, listeners)
        early = platform.world.says(listeners.sue, listeners.chat, "Mary Dupont rang, her number is 06 39 98 14 27")
        async with RunningBot(home, listeners.environ):
            await until(lambda: early.deleted)
            late = platform.world.says(listeners.odile, listeners.chat, "Saw Mme Lefèvre at the hospital in Eymet")
            await until(lambda: late.deleted)
            await until(lambda: "Saw Mme [Person" in platform.world.last(listeners.chat).text)
    assert platform.violations == []


async def test_the_language_is_asked_first_and_a_mistyped_or_refused_token_is_asked_again(home: Path) -> None:
    async with StandIn() as platform, Terminal(home, "init", environ=Listeners.on(platform).environ) as terminal:
        await terminal.asked("init.language", "fr")
        terminal.lang = "fr"
        await walks.begins(terminal, "1")
        await terminal.asked("init.token", "the token")
        await terminal.told("init.telegram_token_shape")
        await terminal.asked("init.token", f"{TOKEN}x")
        await terminal.told("init.telegram_token_refused")
        await terminal.asked("init.token", TOKEN)
        await terminal.told("init.telegram_is")
        assert TOKEN not in terminal.shown


async def test_a_group_is_found_once_a_word_is_written_and_a_right_that_is_missing_is_asked_for(home: Path) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform, deletes=False)
        async with Terminal(home, "init", "--lang", "en", environ=listeners.environ) as terminal:
            await walks.begins(terminal, "1")
            await terminal.asked("init.token", TOKEN)
            await terminal.asked("init.enter")
            await terminal.told("init.telegram_none_seen")
            await terminal.waits("init.again_or_later")
            platform.world.says(listeners.sue, listeners.chat, "hello")
            terminal.type("")
            await terminal.asked("init.telegram_groups")
            await terminal.told("init.telegram_rights_cannot_delete")
            await terminal.waits("init.again_or_later")
            platform.world.rights(listeners.chat, listeners.sue, {"status": "member"})
            terminal.type("")
            await terminal.told("init.telegram_rights_cannot_read")
            await terminal.waits("init.again_or_later")
            platform.world.rights(listeners.chat, listeners.sue, admin_rights(deletes=True))
            terminal.type("")
            await terminal.told("init.telegram_rights_complete")
            await terminal.asked("init.supervisors", "sue")
            await terminal.asked("init.supervisors_few", "yes")
            await terminal.told("init.telegram_no_start")
            await terminal.waits("init.again_or_later")
            platform.world.starts(listeners.sue)
            terminal.type("")
            await terminal.waits("init.code_association")
    assert platform.violations == []


async def test_what_people_call_themselves_moves_no_cursor(home: Path) -> None:
    async with StandIn() as platform:
        sue = platform.world.person("Sue\x1b[2J", "\x07Palmer\u202e")
        chat = platform.world.group("Lis\x1b]0;teners", [sue])
        platform.world.says(sue, chat, "hello")
        environ = {"ENTRENOUS_TELEGRAM__BASE_URL": platform.url}
        async with Terminal(home, "init", "--lang", "en", environ=environ) as terminal:
            await walks.begins(terminal, "1")
            await terminal.asked("init.token", TOKEN)
            await terminal.asked("init.enter")
            await terminal.asked("init.telegram_groups")
            await terminal.waits("init.supervisors")
            assert "Sue [2J  Palmer" in terminal.shown
            assert [sign for sign in ("\x1b[2J", "\x07", "\x1b]", "\u202e") if sign in terminal.shown] == []


@pytest.mark.long
async def test_run_again_it_offers_what_is_there_keeps_the_rest_and_a_dated_copy(home: Path) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        await first_time(home, listeners)
        file = home / "entrenous.toml"
        before = file.read_text() + "\n[intake]\nclaim_after = 15 # minutes\n"
        file.write_text(before)
        platform.world.becomes_supergroup(listeners.chat, listeners.sue)
        platform.world.updates.clear()  # a bot that runs has heard it all
        async with Terminal(home, "init", "--lang", "en", environ=listeners.environ) as terminal:
            for key in ("zone", "platforms", "token_kept", "enter", "telegram_groups", "supervisors"):
                await terminal.asked(f"init.{key}")
            for key in ("association", "data_lead_contact", "hosted_by", "text_en", "text_fr"):
                await terminal.asked(f"init.code_{key}")
            for key in ("pages", "witness_keep", "keep_copy", "replace", "test"):
                await terminal.asked(f"init.{key}")
            assert await terminal.ends() == 0
            assert "1  Sue\n   2  Odile\n" in terminal.shown
            assert TOKEN not in terminal.shown
    written = settings_in(home)
    was = tomllib.loads(before)
    assert written.pop("telegram") == was.pop("telegram") | {"groups": [listeners.chat.became]}
    assert written == was
    (copy,) = home.glob("entrenous.toml.*")
    assert copy.read_text() == before
    assert modes(home) == {0o700, 0o600}
    assert platform.violations == []


async def test_the_code_is_the_associations_own_where_its_files_are_named_and_how_it_begins_is_shown(
    home: Path, tmp_path: Path
) -> None:
    english, french, empty = (tmp_path / name for name in ("code en.md", "code.fr.md", "empty.md"))
    english.write_text("Keep it \x1b[2J to yourself.\n\nAlways.\n", encoding="utf-8")
    french.write_text("# Notre Code\n\nGardez-le pour vous.\n", encoding="utf-8")
    empty.write_text(" \n")
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        async with Terminal(home, "init", "--lang", "en", environ=listeners.environ) as terminal:
            await walks.begins(terminal, "1")
            await walks.telegram_part(terminal, listeners)
            await terminal.asked("init.code_association", "Lantern {Support}")
            await terminal.told("init.code_one_line")
            await terminal.asked("init.code_association", "Lantern Support")
            await terminal.asked("init.code_data_lead_contact")
            await terminal.told("init.code_one_line")
            await terminal.asked("init.code_data_lead_contact", "data@example.org")
            await terminal.asked("init.code_hosted_by", "a server of Example Hosting, Limoges")
            for wrong in (empty, tmp_path, tmp_path / "missing.md"):
                await terminal.asked("init.code_text_en", str(wrong))
                await terminal.told("init.code_unreadable")
            await terminal.asked("init.code_text_en", "code en.md")
            await terminal.asked("init.code_text_fr", str(french))
            await terminal.asked("init.code_official", "French")
            await terminal.waits("init.pages")
            assert "| Keep it  [2J to yourself.\n" in terminal.shown
            assert "| Unofficial translation." in terminal.shown
            assert "| Notre Code\n  | Gardez-le pour vous." in terminal.shown
            terminal.type("")
            await terminal.asked("init.witness_one")
            await walks.ends_well(terminal)
        assert (await checked(home, **listeners.environ))[0] == 0
    assert settings_in(home)["code"] == {
        "association": "Lantern Support",
        "data_lead_contact": "data@example.org",
        "hosted_by": "a server of Example Hosting, Limoges",
        "text_en": str(english),
        "text_fr": str(french),
        "official": "fr",
    }


async def test_ctrl_c_leaves_what_was_there_and_says_so(home: Path) -> None:
    home.mkdir()
    (home / "entrenous.toml").write_text('timezone = "Europe/London"\n')
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        async with Terminal(home, "init", "--lang", "en", environ=listeners.environ) as terminal:
            await terminal.told("init.file_there")
            await walks.begins(terminal, "1")
            await walks.telegram_part(terminal, listeners)
            await terminal.waits("init.code_association")
            await terminal.interrupted("init.interrupted")
            assert await terminal.ends() == 130
    assert [path.name for path in home.iterdir()] == ["entrenous.toml"]
    assert (home / "entrenous.toml").read_text() == 'timezone = "Europe/London"\n'


async def test_ctrl_c_after_the_writing_says_that_all_is_written(home: Path) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        async with Terminal(home, "init", "--lang", "fr", lang="fr", environ=listeners.environ) as terminal:
            await walks.begins(terminal, "1")
            await walks.telegram_part(terminal, listeners)
            await walks.skips_the_rest(terminal)
            await terminal.asked("init.write")
            await terminal.waits("init.test")
            await terminal.interrupted("init.interrupted_after")
            assert await terminal.ends() == 130
        assert (await checked(home, **listeners.environ))[0] == 0


async def test_a_platform_out_of_reach_is_told_and_tried_again(home: Path) -> None:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        async with Terminal(home, "init", "--lang", "en", environ=listeners.environ) as terminal:
            await walks.begins(terminal, "1")
            await terminal.waits("init.token")
            await platform.close()
            terminal.type(TOKEN)
            await terminal.told("init.unreachable")
            await terminal.waits("init.token_kept")
            await platform.open()
            terminal.type("")
            await terminal.told("init.telegram_is")
            platform.fails("409", "getUpdates")
            await terminal.asked("init.enter")
            await terminal.told("init.telegram_busy")
            listeners.write()
            await terminal.asked("init.enter")
            await terminal.waits("init.telegram_groups")


async def test_the_practice_room_alone_needs_no_account_and_no_platform(home: Path) -> None:
    async with Terminal(home, "init", "--lang", "en", "--no-key") as terminal:
        await walks.begins(terminal, "3")
        await terminal.asked("init.write")
        await terminal.told("init.key_later")
        await terminal.told("init.next_recover")
        await terminal.told("init.next_web")
        assert await terminal.ends() == 0
        assert terminal.answers == 3
    assert settings_in(home)["web"] == {"port": 8350}
    assert not (home / "master.key").exists()


@pytest.mark.parametrize(("locale", "lang"), [("C.UTF-8", "en"), ("fr_FR.UTF-8", "fr")])
def test_without_a_terminal_it_says_what_to_do_instead(home: Path, locale: str, lang: Lang) -> None:
    done = entrenous(home, "init", LC_ALL=locale)
    assert (done.returncode, done.stderr.strip()) == (2, sentences(lang)["init.no_terminal"])
    assert not home.exists()


async def test_a_variable_that_would_win_over_the_file_stops_it_at_once(home: Path) -> None:
    variables = {"ENTRENOUS_TELEGRAM__TOKEN": TOKEN, "ENTRENOUS_TIMEZONE": "Europe/Paris"}
    async with Terminal(home, "init", "--lang", "en", environ=variables) as terminal:
        await terminal.told("init.environment")
        assert await terminal.ends() == 2
        assert [name for name in variables if name not in terminal.shown] == []
        assert TOKEN not in terminal.shown


async def test_a_home_that_no_variable_names_is_asked_for_and_the_commands_to_type_name_the_file(
    home: Path, tmp_path: Path
) -> None:
    async with Terminal(
        home, "init", "--lang", "en", environ={"ENTRENOUS_HOME": "", "HOME": str(tmp_path)}
    ) as terminal:
        await terminal.asked("init.home", str(Path(__file__) / "home"))
        await terminal.told("init.home_wrong")
        await terminal.asked("init.home", str(home))
        await terminal.asked("init.zone", "Paris")
        await terminal.told("init.zone_unknown")
        await walks.begins(terminal, "3")
        await terminal.asked("init.write")
        assert await terminal.ends() == 0
        assert f"ENTRENOUS_CONFIG={home}/entrenous.toml entrenous run" in " ".join(terminal.shown.split())
    settled = await checked(tmp_path / "other", ENTRENOUS_CONFIG=str(home / "entrenous.toml"))
    assert settled[0] == 0
