"""Three hundred mails of every kind, and Python's own: no original reaches a reader, none is lost, nothing crashes."""

from __future__ import annotations

import base64
import importlib.util
import json
import quopri
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from tests.e2e.conftest import Bot, until
from tests.e2e.mail_kinds import PLANTED, mails
from tests.e2e.mailing import World, address, environ, genuine
from tests.platforms.smtp.office import Office

COUNT, ROUNDS = 304, 12
_CODED = re.compile(rb"[A-Za-z0-9+/=\r\n]{16,}")


def decodings(raw: bytes) -> Iterator[str]:
    """Everything that a program could make of a mail."""
    tree = message_from_bytes(raw)
    found = [raw, quopri.decodestring(raw)]
    for part in tree.walk():
        data = part.get_payload(decode=True)
        found += [data, quopri.decodestring(data)] if isinstance(data, bytes) else []
        for value in part.values():
            yield str(make_header(decode_header(value)))
    for data in list(found):
        for run in _CODED.findall(data):
            bare = re.sub(rb"[\r\n=]", b"", run)
            found.append(base64.b64decode(bare[: len(bare) // 4 * 4]))
    for data in found:
        for charset in ("utf-8", "cp1252", "utf-16-le"):
            yield data.decode(charset, "replace")


def planted_in(raw: bytes) -> set[str]:
    texts = [_folded(text) for text in decodings(raw)]
    return {word for word in PLANTED if any(_folded(word) in text for text in texts)}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def decided(home: Path) -> Counter[str]:
    """How the entries of the inbox ended; "" for one that is not decided."""
    with sqlite3.connect(home / "entrenous.db") as database:
        rows = database.execute("SELECT coalesce(decision, ''), count(*) FROM inbox GROUP BY decision").fetchall()
    return Counter(dict(rows))


def settings(office: Office) -> dict[str, str]:
    names = [f"r{number}" for number in range(ROUNDS)]
    return environ(
        office,
        ENTRENOUS_ROUNDS=json.dumps([{"name": name, "title": name} for name in names]),
        ENTRENOUS_MAIL__ROUNDS=json.dumps({f"{name}@example.org": name for name in names}),
    )


@pytest.mark.long
async def test_of_300_mails_no_name_reaches_a_reader_and_none_is_lost(bot: Bot, tmp_path: Path) -> None:
    given = mails(COUNT)
    assert all(planted_in(raw) for _, _, raw in given), "what is looked for can be found"
    async with Office() as office, bot(settings(office)) as context:
        world = World(context, office)
        for number in range(ROUNDS):
            await world.join(f"writer{number}", f"r{number}")
            await world.join(f"reader{number}", f"r{number}")
        for number, (_, _, raw) in enumerate(given):
            who = f"writer{number % ROUNDS}"
            mail = f"From: {who} <{address(who)}>\r\nTo: r{number % ROUNDS}@example.org\r\n".encode() + raw
            await world.hand_over(genuine(mail, who), f"r{number % ROUNDS}@example.org", address(who))
        await until(lambda: sum(decided(tmp_path / "home").values()) == COUNT and not decided(tmp_path / "home")[""])
        await until(lambda: sum(len(office.boxes[address(f"reader{n}")]) for n in range(ROUNDS)) == COUNT)
        leaked = {
            (word, _shown(raw))
            for number in range(ROUNDS)
            for raw in office.boxes[address(f"reader{number}")]
            for word in planted_in(raw)
        }
        print("mails", COUNT, dict(decided(tmp_path / "home")), Counter(await world.refusals()))
        assert leaked == set()
        told = sum(len(office.boxes[address(f"writer{n}")]) for n in range(ROUNDS))
        assert told >= decided(tmp_path / "home")["redacted"] + decided(tmp_path / "home")["withheld"]


def _shown(raw: bytes) -> str:
    """The text of a mail that leaked, to see which it was; the people are invented."""
    return raw.partition(b"\r\n\r\n")[2][:300].decode("utf-8", "replace")


@pytest.mark.long
async def test_pythons_own_mails_are_all_posted_or_given_back(bot: Bot, tmp_path: Path) -> None:
    spec = importlib.util.find_spec("test.test_email")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("this Python came without the data of its e-mail tests")
    files = sorted(Path(spec.submodule_search_locations[0], "data").glob("msg_*.txt"))
    async with Office() as office, bot(settings(office)) as context:
        world = World(context, office)
        for number in range(ROUNDS):
            await world.join(f"writer{number}", f"r{number}")
            await world.join(f"reader{number}", f"r{number}")
        for number, path in enumerate(files):
            who = f"writer{number % ROUNDS}"
            raw = re.sub(rb"(?im)\A(From [^\n]*\n)", b"", path.read_bytes().replace(b"\r\n", b"\n"))
            raw = re.sub(rb"(?im)^(from|message-id|auto-submitted|precedence|list-[a-z]+):", rb"X-Old-\1:", raw)
            mail = f"From: {who} <{address(who)}>\r\nMessage-ID: <py.{number}@example.org>\r\n".encode() + raw.replace(
                b"\n", b"\r\n"
            )
            await world.hand_over(genuine(mail, who), f"r{number % ROUNDS}@example.org", address(who))
        refused = Counter(code for code in await world.refusals() if not code.startswith("unread."))
        await until(lambda: sum(decided(tmp_path / "home").values()) + sum(refused.values()) == len(files))
        await until(lambda: not decided(tmp_path / "home")[""])
        print("python's mails", len(files), dict(decided(tmp_path / "home")), Counter(await world.refusals()))
        assert set(refused) <= {"report", "receipt", "auto_submitted"}, "machines wrote these"
