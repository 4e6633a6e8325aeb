"""Whatever is written into whichever entry, and wherever somebody with the key begins to write anew: found where it begins."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.storage.journal import COLUMNS, as_link
from adapters.storage.signing import Signer
from bot.audit.chain import GENESIS, Link, link_hash
from bot.audit.export import export_lines, read_export
from bot.audit.signatures import entry_message
from bot.audit.verify import verify
from bot.domain.witness import Witness
from tests.bot.tampering import NOW, hash_anew, sql, sql_outside
from tests.fresh import fresh_database

LONG = 12
SIGNER = Signer(secrets.token_bytes(32))


@cache
def journal() -> bytes:
    """A database with so many entries, signed."""
    with tempfile.TemporaryDirectory() as folder:
        file, prev = Path(folder) / "journal.db", GENESIS
        engine = fresh_database(file)
        engine.dispose()
        for seq in range(1, LONG + 1):
            body, at = {"channel": "slack", "code": f"c{seq}"}, f"2026-03-02T09:00:{seq:02d}.000+00:00"
            digest = link_hash(seq, at, "unknown_event", body, prev)
            row = (seq, at, "unknown_event", json.dumps(body), prev, digest, SIGNER.sign(entry_message(digest)))
            sql(file, ("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", row))
            prev = digest
        sql_outside(file, "PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("journal")
    yield folder / "journal.db"
    shutil.rmtree(folder)


def links(file: Path) -> list[Link]:
    rows = sql(file, f"SELECT {', '.join(COLUMNS)} FROM journal ORDER BY seq")  # noqa: S608 - ours
    return [as_link(row) for row in rows]


def whole(file: Path) -> list[Link]:
    for left in file.parent.iterdir():
        left.unlink()
    file.write_bytes(journal())
    return links(file)


anything = st.one_of(st.none(), st.integers(-9, 9), st.binary(max_size=9), st.text(st.characters(codec="utf-8"), max_size=40),
    st.just('{"channel": "slack", "code": "c"}'), st.just("[1]"), st.just("0" * 64))  # fmt: skip


@given(st.integers(1, LONG), st.sampled_from(COLUMNS[1:-1]), anything)
def test_whatever_is_written_into_an_entry_is_found_in_that_entry(
    file: Path, seq: int, column: str, value: Any
) -> None:
    before = whole(file)
    words = f"UPDATE OR IGNORE journal SET {column} = ? WHERE seq = ?"  # noqa: S608 - ours
    sql(file, (words, (value, seq)))
    now = links(file)
    verdict = verify(now, SIGNER.key)
    assert verdict.sound is (now == before)
    assert verdict.sound or verdict.faults[0].entry == seq


@given(st.integers(1, LONG - 1), st.integers(1, LONG))
def test_whatever_is_taken_out_is_missed_from_there_on(file: Path, seq: int, count: int) -> None:
    head = whole(file)[-1].hash
    sql(file, ("DELETE FROM journal WHERE seq >= ? AND seq < ?", (seq, seq + count)))
    mail = Witness(NOW.date(), LONG, head, {})
    assert verify(links(file), SIGNER.key, [mail]).faults[0].entry == seq


@given(st.integers(1, LONG), st.sets(st.integers(0, LONG), max_size=4))
def test_who_has_the_key_is_found_by_every_mail_of_later_and_by_none_of_before(
    file: Path, seq: int, mailed: set[int]
) -> None:
    before = whole(file)
    mails = [Witness(NOW.date(), n, before[n - 1].hash if n else GENESIS, {}) for n in mailed]
    sql(file, ("""UPDATE journal SET body = '{"code": "other"}' WHERE seq = ?""", (seq,)))
    hash_anew(file, SIGNER)
    verdict = verify(links(file), SIGNER.key, mails)
    assert len(verdict.faults) == len([n for n in mailed if n >= seq])
    good = max((n for n in mailed if n < seq), default=0)
    assert all((fault.code, fault.entry) == ("rewritten", good + 1) for fault in verdict.faults)


def test_a_hundred_thousand_entries_take_less_than_five_seconds_of_the_processor() -> None:
    long, prev = [], GENESIS
    for seq in range(1, 100_001):
        body, at = {"entry": "e" * 16, "post": "p" * 16, "late": 0, "repeat": 0}, "2026-03-02T09:00:00.000+00:00"
        digest = link_hash(seq, at, "redacted_posted", body, prev)
        long.append(Link(seq, at, "redacted_posted", body, prev, digest))
        prev = digest
    long[-1] = replace(long[-1], signature=SIGNER.sign(entry_message(prev)))
    began = process_time()
    verdict = verify(long, SIGNER.key, [Witness(NOW.date(), 100_000, prev, {})])
    assert process_time() - began < 5
    assert (verdict.sound, verdict.entries) == (True, 100_000)


@given(st.data())
def test_a_file_that_is_changed_anywhere_is_found_unless_it_tells_the_same(file: Path, data: st.DataObject) -> None:
    before = whole(file)
    exported = "\n".join(export_lines(before, SIGNER.key)) + "\n"
    here = data.draw(st.integers(0, len(exported) - 1))
    changed = exported[:here] + data.draw(st.characters(codec="ascii")) + exported[here + 1 :]
    path = file.parent / "journal.jsonl"
    path.write_bytes(changed.encode())
    found = read_export(path)
    if verify(found.links, found.key).sound and found.promised == len(found.links):
        assert found.key == SIGNER.key
        assert [_bare(one) for one in found.links] == [_bare(one) for one in before]
    else:
        assert changed != exported


def _bare(link: Link) -> tuple[Any, ...]:
    """All but the signature: the last one proves all before it."""
    return (link.seq, link.at, link.kind, dict(link.body), link.prev, link.hash)
