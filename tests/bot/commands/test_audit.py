"""`entrenous audit`: the live journal and an exported one checked, with the mails that really came; the page for a trustee."""

from __future__ import annotations

import asyncio
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.bootstrap import running
from bot.domain.disclosure_entries import AT_ONCE, DisclosureLooked
from bot.domain.witness import read_witnesses
from bot.handlers.context import Context
from bot.handlers.disclosure.answering import review
from bot.handlers.disclosure.asking import ask, break_glass
from bot.handlers.disclosure.deciding import approve
from bot.handlers.disclosure.viewing import close, look, open_view
from bot.storage import SystemClock, open_storage
from config.sentences import LANGUAGES
from redaction import RawText, Redactor
from tests.bot.commands.typed import NOW, entrenous, settings_of
from tests.bot.handlers.disclosure.board import Board, shut_key
from tests.bot.tampering import hash_anew, sql, write
from tests.platforms.smtp.server import MailServer

WEB = {"ENTRENOUS_WEB__PORT": "0"}
TRUSTEES = ["anne@example.org", "basil@example.org"]
PERSONAL = ("Okonkwo", "Zara", "06 39 98", "Plouguernével", "Ann", "Sue")


async def with_entries(home: Path, count: int = 6) -> Path:
    """A home whose journal has so many entries, one of them a look; its database."""
    async with open_storage(settings_of(home)) as storage:
        await write(storage.store, count - 1)
        async with storage.store.begin() as unit:
            looked = DisclosureLooked(at=NOW, disclosure="d", case="c", who="M-4FQ9X", fields="Person_A")
            await unit.journal.append(looked)
    return home / "entrenous.db"


def kept(home: Path, text: str, name: str = "mail.txt") -> str:
    """A mail, saved by a trustee; its path."""
    path = home.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


async def test_the_first_bad_entry_is_named_and_the_status_is_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with open_storage(settings_of(home)) as storage:
        await write(storage.store, 6)
    mail = kept(home, entrenous(home, "witness").stdout)
    good = entrenous(home, "audit", "verify", "--witness", mail)
    assert good.returncode == 0, good.stderr
    assert good.stdout.startswith("6 entries, sound. Head: ")
    assert "1 witness mail(s) agree" in good.stdout
    sql(home / "entrenous.db", "UPDATE journal SET at = '2020' WHERE seq = 4")
    hash_anew(home / "entrenous.db")
    for words, entry in (((), "Entry 4: "), (("--witness", mail), "Entry 1: ")):
        bad = entrenous(home, "audit", "verify", *words)
        assert bad.returncode == 1
        assert bad.stdout.startswith(entry)
    assert entrenous(home, "audit", "verify", LC_ALL="fr_FR.UTF-8").stdout.startswith("Entrée 4 : ")


async def test_an_exported_journal_is_checked_on_a_machine_without_settings_and_keys(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "trustee"
    async with open_storage(settings_of(home)) as storage:
        await write(storage.store, 6)
    file = kept(home, entrenous(home, "audit", "export").stdout, "journal.jsonl")
    mail = kept(home, entrenous(home, "witness").stdout)
    done = entrenous(elsewhere, "audit", "verify", file, "--witness", mail)
    assert done.returncode == 0, done.stderr
    (key,) = {witness.key for witness in read_witnesses(Path(mail).read_text(encoding="utf-8"))}
    assert key in done.stdout
    assert not elsewhere.exists()
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    short = kept(home, "\n".join(lines[:-2]) + "\n", "short.jsonl")
    cut = entrenous(elsewhere, "audit", "verify", short, "--witness", mail)
    assert cut.returncode == 1
    assert cut.stdout.startswith("Entry 5: It is missing")
    assert "tells of 6 entries and holds 4" in cut.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.jsonl",), "cannot be read"),
        (("mail.txt",), "no journal that entrenous audit export wrote"),
        (("--witness", "other.txt"), "no witness in"),
    ],
)
def test_what_cannot_be_checked_is_told(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    home = tmp_path / "home"
    kept(home, "Dear Anne\n")
    kept(home, "Dear Basil\n", "other.txt")
    done = entrenous(home, "audit", "verify", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_database_in_which_something_is_no_text_is_told_and_not_taken_for_sound(tmp_path: Path) -> None:
    file = await with_entries(tmp_path / "home")
    sql(file, "UPDATE journal SET body = CAST(x'ff' AS TEXT) WHERE seq = 2")
    done = entrenous(tmp_path / "home", "audit", "verify")
    assert done.returncode == 2
    assert "written into it by hand" in done.stderr
    assert "Traceback" not in done.stderr


class Page(HTMLParser):
    """What matters for somebody who hears a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data.strip())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_page_for_a_trustee_stands_alone_and_can_be_heard(tmp_path: Path, lang: str) -> None:
    home = tmp_path / "home"
    file = await with_entries(home)
    sql(file, "UPDATE journal SET kind = '<script>alert(1)</script>' WHERE seq = 2")
    done = entrenous(home, "audit", "export", "--html", "--lang", lang)
    assert done.returncode == 0, done.stderr
    page = Page(done.stdout)
    assert page.of("html")[0]["lang"] == lang
    assert [tag for tag, _ in page.tags if tag in ("script", "link", "img", "iframe", "form")] == []
    assert re.findall(r"https?:|url\(|@import", done.stdout) == []
    assert len(page.of("h1")) == 1
    assert len(page.of("table")) == len(page.of("caption")) == 2
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.of("th"))
    assert len(page.of("time")) == 6 + 1
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    named = {str(attrs["href"])[1:] for attrs in page.of("a")} | {
        attrs["aria-labelledby"] for attrs in page.of("section")
    }
    assert len(ids) == len(set(ids))
    assert named <= set(ids)
    rows = [text for text in page.text if "M-4FQ9X" in text]
    assert len(rows) == 2, "what somebody was shown stands first, and in its month"
    assert not any("{" in text and "script" not in text for text in page.text if ":root" not in text)


async def test_each_kind_of_entry_is_a_sentence_on_the_page_and_nobody_is_named(
    tmp_path: Path, redactor: Redactor
) -> None:
    home = tmp_path / "home"
    async with running(settings_of(home, **WEB), redactor) as context:
        await disclosed(context)
    for words in (("export",), ("export", "--html", "--lang", "en"), ("export", "--html", "--lang", "fr")):
        out = entrenous(home, "audit", *words, **WEB).stdout
        assert len(out) > 1000
        assert [name for name in PERSONAL if re.search(rf"\b{name}\b", out)] == []
    assert entrenous(home, "audit", "verify", **WEB).stdout.splitlines()[0].split(",")[1].startswith(" sound")


async def disclosed(context: Context) -> Board:
    """Somebody is looked at with a second person's agreement, and somebody by breaking the glass."""
    board = await Board(context, SystemClock()).build()  # type: ignore[arg-type]
    one = (await ask(context, board.ids["ann"], board.wish())).disclosure_id
    await approve(context, board.typed("ben", one), one)
    await open_view(context, board.signed_in("ann"), one)
    await look(context, board.signed_in("ann"), one)
    await close(context, board.ids["ann"], one)
    return board


async def arrived(server: MailServer, count: int) -> None:
    async with asyncio.timeout(20):
        while len(server.mails) < count:  # noqa: ASYNC110 - the server has no event to wait for
            await asyncio.sleep(0.01)


async def test_each_opening_reaches_both_trustees_at_once_and_their_mails_prove_the_journal(
    tmp_path: Path, redactor: Redactor
) -> None:
    home = tmp_path / "home"
    async with MailServer() as server:
        environ = WEB | {
            "ENTRENOUS_WITNESS__TRUSTEES": json.dumps(TRUSTEES),
            "ENTRENOUS_WITNESS__SENDER": "bot@example.org",
            "ENTRENOUS_WITNESS__HOST": "127.0.0.1",
            "ENTRENOUS_WITNESS__PORT": str(server.port),
            "ENTRENOUS_WITNESS__TLS": "none",
        }
        async with running(settings_of(home, **environ), redactor) as context:
            await arrived(server, 2)
            board = await disclosed(context)
            told = await covered(context, server)
            broken = (await break_glass(context, board.signed_in("ann"), board.wish())).disclosure_id
            told = await covered(context, server)
            await close(context, board.ids["ann"], broken)
            for name in ("ben", "dan"):
                await review(context, board.signed_in(name), broken, RawText("no"), right=False)
            assert await covered(context, server) > told
            await shut_key(context.store, board.case_id, SystemClock().now())  # type: ignore[arg-type]
        mails = "\n".join(mail.source for mail in server.mails)
    assert {mail.to[0] for mail in server.mails} == set(TRUSTEES)
    done = entrenous(home, "audit", "verify", "--witness", kept(home, mails), **environ)
    assert done.returncode == 0, done.stdout
    sql(home / "entrenous.db", "DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM journal)")
    done = entrenous(home, "audit", "verify", "--witness", kept(home, mails), **environ)
    assert done.returncode == 1


async def covered(context: Context, server: MailServer) -> int:
    """Both trustees have a mail that reaches up to the last opening, look or breach; how many entries that is."""
    async with context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
    last = max(link.seq for link in links if link.kind in AT_ONCE)
    async with asyncio.timeout(20):
        while any(reach(server, to) < last for to in TRUSTEES):  # noqa: ASYNC110 - the server has no event to wait for
            await asyncio.sleep(0.01)
    return int(last)


def reach(server: MailServer, to: str) -> int:
    """How many entries the latest mail to somebody vouches for."""
    return max(
        (one.entries for mail in server.mails if mail.to == [to] for one in read_witnesses(mail.source)), default=0
    )
