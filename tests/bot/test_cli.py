"""The commands, as somebody types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app


def entrenous(
    *words: str, given: str = "", home: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, without the settings of this machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ENTRENOUS_")}
    where = {"ENTRENOUS_HOME": str(home)} if home else {}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], input=given, capture_output=True, encoding="utf-8", timeout=120,
        check=False, env=clean | where | environ,
    )  # fmt: skip


def answered(*words: str, given: str = "", home: Path | None = None) -> Result:
    """The same in this process, which starts sooner: for what does not hang on how Python is started."""
    clean = dict.fromkeys(name for name in os.environ if name.startswith("ENTRENOUS_"))
    where = {"ENTRENOUS_HOME": str(home)} if home else {}
    return CliRunner().invoke(app, words, input=given, env={**clean, **where})


def test_redact_gives_the_text_back_without_its_details_and_as_it_was_otherwise() -> None:
    given = "Mme Lefèvre starts FOLFOX,\r\nring 06 39 98 14 27\n\n".encode()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "redact"], input=given, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0
    assert done.stdout == b"Mme [Person A] starts FOLFOX,\r\nring [phone 1]\n\n"


def test_redact_jsonl_answers_every_line_in_order_and_ends_with_one_if_any_was_bad() -> None:
    lines = [
        {"id": "a", "text": "Mary Dupont rang", "case": "k"},
        {"id": 2, "text": "ring Mary", "case": "k", "lang": "fr"},
        {"id": "c", "text": 'it said "error": nothing'},
    ]
    given = "\n".join([json.dumps(lines[0]), "{not json", json.dumps(lines[1]), '{"id": "x"}', json.dumps(lines[2])])
    done = entrenous("redact", "--jsonl", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, 2, "x", "c"]
    assert [("error" in answer) for answer in answers] == [False, True, False, True, False]
    assert answers[0]["spans"] == [{"start": 0, "end": 11, "type": "PERSON", "pseudonym": "[Person A]"}]
    assert answers[2]["text"] == "ring [Personne A]"
    assert done.returncode == 1


def test_redact_jsonl_ends_with_zero_when_every_line_was_good() -> None:
    done = entrenous("redact", "--jsonl", given='{"id": "a", "text": "the word error: in a text"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout)["spans"] == []


def test_explain_tells_a_text_from_the_argument_or_standard_input_and_keeps_colleagues() -> None:
    text = "Hi Sue, Mme Lefèvre rang"
    typed = answered("explain", text, "--colleague", "Sue Marsh")
    assert typed.exit_code == 0
    assert "'Lefèvre': hidden as [Person A]" in typed.stdout
    assert "TitledNameRecognizer 0.95 (after a title)" in typed.stdout
    assert typed.stdout.splitlines()[-1] == "Hi Sue, Mme [Person A] rang"
    assert answered("explain", "--colleague", "Sue Marsh", given=text).stdout == typed.stdout


@pytest.mark.long
def test_evaluate_measures_ours_and_stock_presidio_in_one_run_and_lists_what_went_wrong(tmp_path: Path) -> None:
    text = "Mme Lefèvre, sécu 2 84 05 75 999 999 21, starts FOLFOX"
    marks = [("PERSON", "Lefèvre"), ("ID", "2 84 05 75 999 999 21"), ("ORG", "FOLFOX")]
    spans = [
        {"start": text.index(value), "end": text.index(value) + len(value), "type": kind, "entity": kind}
        for kind, value in marks
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "a", "conv": "c", "lang": "mix", "text": text, "spans": spans}))
    done = entrenous("evaluate", str(corpus), "--details", "--against", "stock")
    assert done.returncode == 0
    details, heading, *rows = done.stdout.splitlines()
    assert details.split("\t") == ["missed", "a", "mix", "ORG", "FOLFOX"]
    assert heading.split() == ["Entre", "Nous", "stock", "Presidio"]
    assert {row.split()[0]: row.split()[1:] for row in rows}["ID"] == ["1/1", "1/1", "0/1", "0/1"]


def test_run_without_a_channel_says_what_to_do_and_names_the_misspelt_variable(tmp_path: Path) -> None:
    done = entrenous("run", home=tmp_path, ENTRENOUS_TELEGRM__TOKEN="123:secret-secret-secret")
    assert done.returncode == 2
    assert "no channel is configured" in done.stderr
    assert "ENTRENOUS_TELEGRM__TOKEN" in done.stderr
    assert "secret-secret" not in done.stdout + done.stderr


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("x")
    (tmp_path / "master.key").chmod(0o644)
    done = entrenous("run", home=tmp_path, ENTRENOUS_WEB__PORT="0")
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_status_and_the_journal_of_a_bot_that_never_ran(tmp_path: Path) -> None:
    assert "Never started" in answered("status", home=tmp_path).stdout
    verified = answered("audit", "verify", home=tmp_path)
    assert verified.exit_code == 0
    assert verified.stdout.startswith("0 entries, sound")


def test_an_exported_journal_is_checked_without_the_database(tmp_path: Path) -> None:
    from adapters.storage.signing import Signer
    from bot.audit.chain import GENESIS, Link, link_hash
    from bot.audit.export import export_lines
    from bot.audit.signatures import entry_message

    signer, links, prev = Signer(b"k" * 32), [], GENESIS
    for seq in (1, 2, 3):
        at, body = f"2026-03-0{seq}T00:00:00.000+00:00", {"channel": "slack", "code": f"c{seq}"}
        digest = link_hash(seq, at, "unknown_event", body, prev)
        links.append(Link(seq, at, "unknown_event", body, prev, digest, signer.sign(entry_message(digest))))
        prev = digest
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text("\n".join(export_lines(links, signer.key)) + "\n")
    bad.write_text("\n".join(export_lines([links[0], links[2]], signer.key)) + "\n")
    assert answered("audit", "verify", str(good)).stdout.startswith("3 entries, sound")
    refused = answered("audit", "verify", str(bad))
    assert refused.exit_code == 1
    assert "Entry 2" in refused.stdout


@pytest.mark.parametrize("words", [["evaluate", "/nowhere"], ["audit"], ["dance"]])
def test_a_command_that_cannot_be_done_ends_with_a_usage_error(words: list[str]) -> None:
    assert answered(*words).exit_code == 2
