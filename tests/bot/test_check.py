"""`entrenous check`: what an administrator is told before the first start, and that no secret is among it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import app
from bot.check import Counted, check
from bot.commands.console import language
from bot.domain.roster import Role
from bot.findings import Finding, Level, report, worst
from config.settings import Settings
from config.sources import is_secret, leaves, variable
from tests.house.source import ROOT

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
SECRETS = [variable(path) for path, field in leaves(Settings) if is_secret(field)]


SLACK = {"ENTRENOUS_SLACK__BOT_TOKEN": "xoxb-1-x"}
MAIL = {
    "ENTRENOUS_MAIL__ADDRESS": "bot@example.org",
    "ENTRENOUS_MAIL__ROUNDS": '{"x@example.org": "other"}',
    "ENTRENOUS_MAIL__AUTHSERV_ID": "mx.example.org",
    "ENTRENOUS_MAIL__MODE": "lmtp",
    "ENTRENOUS_MAIL__SMTP__HOST": "127.0.0.1",
}
SMS = {
    "ENTRENOUS_SMS__ACCOUNT_SID": "AC" + "0" * 32,
    "ENTRENOUS_SMS__AUTH_TOKEN": "0" * 32,
    "ENTRENOUS_SMS__NUMBER": "+33199000001",
}
WHATSAPP = {
    "ENTRENOUS_WHATSAPP__PHONE_ID": "12345",
    "ENTRENOUS_WHATSAPP__TOKEN": "EAA00000",
    "ENTRENOUS_WHATSAPP__APP_SECRET": "00000000",
    "ENTRENOUS_WHATSAPP__VERIFY_TOKEN": "00000000",
}
CLIENT = {"ENTRENOUS_SLACK__CLIENT_ID": "1.2", "ENTRENOUS_SLACK__CLIENT_SECRET": "x"}


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    """An environment with nothing to mend."""
    return {
        "ENTRENOUS_HOME": str(tmp_path / "home"),
        "ENTRENOUS_TELEGRAM__TOKEN": TOKEN,
        "ENTRENOUS_TELEGRAM__GROUPS": "[-1001, -1002]",
        "ENTRENOUS_TELEGRAM__SUPERVISORS": "[7, 8]",
        "ENTRENOUS_WITNESS__TRUSTEES": '["anne@example.org", "basil@example.org"]',
        "ENTRENOUS_WITNESS__SENDER": "bot@example.org",
        "ENTRENOUS_WITNESS__HOST": "mail.example.org",
        "ENTRENOUS_CODE__ASSOCIATION": "Lantern Support",
        "ENTRENOUS_CODE__DATA_LEAD_CONTACT": "data@example.org",
    }


def found(environ: Mapping[str, str], folder: Path) -> dict[str, Finding]:
    return {finding.code: finding for finding in check(environ, folder)}


def test_a_good_configuration_has_nothing_to_mend(good: dict[str, str], tmp_path: Path) -> None:
    findings = check(good, tmp_path)
    assert worst(f for f in findings if f.code != "disk_low") is Level.OK
    assert "ok    telegram: 2 guarded." in report(findings, "en")
    assert "bon         telegram : 2 protégé(s)." in report(findings, "fr")


@pytest.mark.parametrize(
    ("change", "code", "level"),
    [
        ({"ENTRENOUS_TELEGRM__TOKEN": "x"}, "unknown_near", Level.ERROR),
        ({"ENTRENOUS_TELEGRAM__SUPERVISORS": "[7]"}, "supervisors_few", Level.WARNING),
        ({"ENTRENOUS_TELEGRAM__GROUPS": "[]"}, "channel_empty", Level.ERROR),
        ({"ENTRENOUS_TELEGRAM__GROUPS": " "}, "empty", Level.WARNING),
        ({"ENTRENOUS_TELEGRAM__TOKEN": ""}, "missing", Level.ERROR),
        ({"ENTRENOUS_SLACK__BOT_TOKEN": "xoxb-1-x"}, "slack_no_admin", Level.WARNING),
        ({"ENTRENOUS_SLACK__BOT_TOKEN": "xoxb-1-x"}, "slack_no_socket", Level.ERROR),
        ({**SLACK, "ENTRENOUS_SLACK__CLIENT_ID": "1.2"}, "slack_half_client", Level.WARNING),
        ({**SLACK, "ENTRENOUS_SLACK__CLIENT_SECRET": "x"}, "slack_half_client", Level.WARNING),
        ({**SLACK, **CLIENT}, "slack_client_pages", Level.WARNING),
        ({**SLACK, **CLIENT, "ENTRENOUS_PAGES__URL": "http://127.0.0.1:8351"}, "slack_client_pages", Level.WARNING),
        ({**SLACK, **CLIENT, "ENTRENOUS_PAGES__URL": "https://bot.example.org/x"}, "slack_client", Level.OK),
        (MAIL, "mail_no_round", Level.ERROR),
        ({**MAIL, "ENTRENOUS_ROUNDS": '[{"name": "advice", "title": "Advice"}]'}, "mail_unknown_round", Level.ERROR),
        (SMS, "hook_no_pages", Level.ERROR),
        ({**SMS, "ENTRENOUS_PAGES__URL": "https://bot.example.org/x"}, "hook", Level.OK),
        (WHATSAPP, "whatsapp_no_template", Level.WARNING),
        ({"ENTRENOUS_REDACTION__MODELS": '["de_core_none"]'}, "model_missing", Level.ERROR),
        ({"ENTRENOUS_CONFIG": "nowhere.toml"}, "config_missing", Level.ERROR),
        ({"ENTRENOUS_CODE__TEXT_EN": "/nowhere/code.md"}, "invalid", Level.ERROR),
        ({"ENTRENOUS_KEYS__MASTER_KEY": "x" * 44}, "key_given", Level.OK),
    ],
)
def test_what_is_wrong_is_told(
    change: dict[str, str], code: str, level: Level, good: dict[str, str], tmp_path: Path
) -> None:
    assert code not in found(good, tmp_path)
    finding = found({**good, **change}, tmp_path)[code]
    assert finding.level is level
    assert finding.text("en") != finding.text("fr")


def test_a_misspelt_variable_is_told_once(good: dict[str, str], tmp_path: Path) -> None:
    told = report(check({**good, "ENTRENOUS_TELEGRAM__GRUOPS": "[]"}, tmp_path), "en")
    assert told.count("ENTRENOUS_TELEGRAM__GRUOPS") == 1
    assert "Did you mean ENTRENOUS_TELEGRAM__GROUPS?" in told


def test_no_channel_at_all_is_an_error(tmp_path: Path) -> None:
    assert found({"ENTRENOUS_HOME": str(tmp_path)}, tmp_path)["no_channel"].level is Level.ERROR


@pytest.mark.parametrize(("mode", "code"), [(0o600, "key_file"), (0o640, "key_shared"), (0o604, "key_shared")])
def test_a_key_that_others_can_read_is_an_error(mode: int, code: str, good: dict[str, str], tmp_path: Path) -> None:
    assert "key_later" in found(good, tmp_path)
    key = tmp_path / "home" / "master.key"
    key.parent.mkdir()
    key.write_text("not for these eyes", encoding="utf-8")
    key.chmod(mode)
    finding = found(good, tmp_path)[code]
    assert finding.level is (Level.OK if code == "key_file" else Level.ERROR)
    assert "not for these eyes" not in report(check(good, tmp_path), "en")


def test_a_key_that_is_being_changed_or_not_yet_behind_the_vault_deserves_a_look(
    good: dict[str, str], tmp_path: Path
) -> None:
    key = tmp_path / "home" / "master.key"
    key.parent.mkdir()
    for path in (key, key.with_name("master.key.next")):
        path.write_text("x", encoding="utf-8")
        path.chmod(0o600)
    assert found(good, tmp_path)["key_changing"].level is Level.WARNING
    vault = {"ENTRENOUS_KEYS__VAULT_ADDRESS": "https://vault.example.org", "ENTRENOUS_KEYS__VAULT_TOKEN": "hvs.canary"}
    assert found(good | vault, tmp_path)["key_unwrapped"].level is Level.WARNING
    key.write_text("vault:v1:x", encoding="utf-8")
    assert "key_unwrapped" not in found(good | vault, tmp_path)


def test_without_trustees_it_says_what_a_restore_would_do(good: dict[str, str], tmp_path: Path) -> None:
    without = {name: value for name, value in good.items() if "WITNESS" not in name}
    assert found(without, tmp_path)["witness_none"].level is Level.WARNING


def test_without_a_code_it_says_what_is_not_done(good: dict[str, str], tmp_path: Path) -> None:
    without = {name: value for name, value in good.items() if "CODE" not in name}
    assert found(without, tmp_path)["code_none"].level is Level.OK


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe\x00"])
def test_a_text_of_the_association_that_is_missing_empty_or_no_text_is_told(
    content: bytes | None, good: dict[str, str], tmp_path: Path
) -> None:
    text = tmp_path / "code.fr.md"
    if content is not None:
        text.write_bytes(content)
    finding = found({**good, "ENTRENOUS_CODE__TEXT_FR": str(text)}, tmp_path)["invalid"]
    assert finding.level is Level.ERROR
    assert "ENTRENOUS_CODE__TEXT_FR" in finding.text("en")
    assert "UTF-8" in finding.text("en")


@pytest.mark.parametrize(("mode", "told"), [(0o600, False), (0o644, True)])
def test_a_file_with_a_secret_that_others_can_read_is_an_error(mode: int, told: bool, tmp_path: Path) -> None:
    file = tmp_path / "entrenous.toml"
    file.write_text(f'[telegram]\ntoken = "{TOKEN}"\ngroups = [-1]\n', encoding="utf-8")
    file.chmod(mode)
    assert ("file_shared" in found({}, tmp_path)) is told


def test_a_shared_file_without_a_secret_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "entrenous.toml"
    file.write_text('timezone = "Europe/Paris"\n', encoding="utf-8")
    file.chmod(0o644)
    assert "file_shared" not in found({}, tmp_path)


@pytest.mark.parametrize(("mode", "told"), [(0o700, False), (0o755, True)])
def test_a_home_that_others_can_look_into_deserves_a_look(
    mode: int, told: bool, good: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir(mode=mode)
    assert ("home_shared" in found(good, tmp_path)) is told


def test_a_home_that_is_a_file_cannot_be_written(good: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    assert found(good, tmp_path)["home_unwritable"].level is Level.ERROR


@pytest.mark.parametrize(
    ("version", "level"), [((3, 10, 9), Level.ERROR), ((3, 13, 1), Level.OK), ((3, 14, 0), Level.ERROR)]
)
def test_the_python_version_is_looked_at(version: tuple[int, ...], level: Level, tmp_path: Path) -> None:
    assert check({}, tmp_path, version)[0].level is level


@pytest.mark.parametrize(
    ("environ", "asked", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, None, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "en_GB.UTF-8"}, "fr", "fr"),
        ({}, None, "en"),
    ],
)
def test_the_language_follows_the_option_then_the_locale(environ: dict[str, str], asked: str | None, lang: str) -> None:
    assert language(environ, asked) == lang


@given(
    st.dictionaries(
        st.sampled_from(SECRETS),
        st.sampled_from(["canary7f3a", "xoxb-canary7f3a", "1:canary7f3a", '{"a": "canary7f3a"}']),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_secret_stands_in_the_report(tmp_path: Path, secrets: dict[str, str]) -> None:
    findings = check({"ENTRENOUS_HOME": str(tmp_path), **secrets}, tmp_path)
    assert findings
    assert "canary7f3a" not in report(findings, "en") + report(findings, "fr") + repr(findings)


def entrenous(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, with nothing around it but `environ`."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_ends_with_status_1_where_something_must_be_mended(
    good: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clean = dict.fromkeys(name for name in os.environ if name.startswith("ENTRENOUS_"))
    wrong = {**clean, **good, "ENTRENOUS_MAIL__TOKEN": "canary7f3a"}
    done = CliRunner().invoke(app, ["check", "--lang", "fr"], env=wrong)
    assert done.exit_code == 1
    assert "n'est pas un de mes réglages" in done.stdout
    assert TOKEN not in done.output
    assert "canary7f3a" not in done.output
    assert CliRunner().invoke(app, ["check"], env={**clean, **good}).exit_code == 0


def test_a_bot_with_settings_that_cannot_be_used_says_so_and_does_not_start(tmp_path: Path) -> None:
    done = entrenous("run", folder=tmp_path, ENTRENOUS_TELEGRAM__TOKEN=TOKEN, ENTRENOUS_TELEGRAM__GROUPS="canary7f3a")
    assert done.returncode == 2
    assert "ENTRENOUS_TELEGRAM__GROUPS" in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert "canary7f3a" not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def _these(people: list[frozenset[Role]] | None, _: Settings) -> Counted | None:
    return None if people is None else Counted(len(people), {"telegram": 2, "slack": 2, "web": 2}, people)


def test_it_says_on_which_grounds_nobody_could_ask_or_agree(tmp_path: Path, good: dict[str, str]) -> None:
    alone = check(good, tmp_path, people=partial(_these, [frozenset({Role.SUPERVISOR})]))
    told = {(finding.code, finding.slots.get("ground")) for finding in alone if finding.code.startswith("grounds_no")}
    assert {("grounds_no_approve", "person_in_danger"), ("grounds_no_ask", "receipt")} <= told
    enough = [frozenset({role}) for role in (Role.SUPERVISOR, *Role)]
    for people in (enough, None, []):
        findings = check(good, tmp_path, people=partial(_these, people))
        assert [one.code for one in findings if one.code.startswith("grounds_")] == []


def test_grounds_that_cannot_be_used_are_an_error_with_the_place(tmp_path: Path, good: dict[str, str]) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('version: "1"\ngrounds: {}\nrules: []\n', encoding="utf-8")
    bad = found({**good, "ENTRENOUS_DISCLOSURE__GROUNDS": str(own)}, tmp_path)["grounds_bad"]
    assert bad.level is Level.ERROR
    assert "own.yaml: rules is unknown" in bad.text("fr")
