"""Settings: what is read from where, and that no value ever stands in an error."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from config.problems import Problem, SettingsError
from config.settings import Settings, configured_channels, load_settings, unknown_variables
from config.sources import is_secret, leaves, section_of, settings_files, variable

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
TELEGRAM = {"ENTRENOUS_TELEGRAM__TOKEN": TOKEN, "ENTRENOUS_TELEGRAM__GROUPS": "[-1001, -1002]"}
NAMES = [variable(path) for path, _ in leaves(Settings)]


def refused(environ: Mapping[str, str], *files: Path) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, files)
    return caught.value


def write(folder: Path, text: str) -> Path:
    file = folder / "entrenous.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_the_data_live_in_the_users_own_folder() -> None:
    settings = load_settings({}, [])
    assert settings.home == Path.home() / ".local/share/entrenous"
    assert settings.keys.master_key_file == settings.home / "master.key"
    assert settings.database_url.get_secret_value() == f"sqlite:///{settings.home}/entrenous.db"
    assert configured_channels(settings) == {}


def test_the_database_and_the_key_follow_home(tmp_path: Path) -> None:
    settings = load_settings({"ENTRENOUS_HOME": str(tmp_path)}, [])
    assert settings.keys.master_key_file == tmp_path / "master.key"
    assert settings.database_url.get_secret_value().endswith(f"{tmp_path}/entrenous.db")


def test_waiting_times_are_read_in_the_unit_that_their_description_names() -> None:
    environ = {
        "ENTRENOUS_INTAKE__DETECTION_TIMEOUT": "2.5",
        "ENTRENOUS_INTAKE__HOLD_ORIGINALS": "24",
        "ENTRENOUS_INTAKE__CLAIM_AFTER": "15",
    }
    intake = load_settings(environ, []).intake
    assert intake.detection_timeout == timedelta(seconds=2.5)
    assert intake.hold_originals == timedelta(hours=24)
    assert intake.claim_after == timedelta(minutes=15)
    assert intake.thread_window == timedelta(minutes=30)


def test_the_environment_goes_over_the_file_field_by_field(tmp_path: Path) -> None:
    file = write(
        tmp_path, f'timezone = "Europe/London"\n[telegram]\ntoken = "{TOKEN}"\ngroups = [-7]\nsupervisors = [4]\n'
    )
    settings = load_settings({"ENTRENOUS_TELEGRAM__GROUPS": "[-1001]"}, [file])
    assert settings.telegram is not None
    assert list(settings.telegram.groups) == [-1001]
    assert list(settings.telegram.supervisors) == [4]
    assert settings.timezone == "Europe/London"


def test_the_process_environment_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRENOUS_TIMEZONE", "Europe/London")
    assert load_settings({}, []).timezone == "Europe/Paris"
    assert Settings().timezone == "Europe/Paris"


@pytest.mark.parametrize("path", [path for path, field in leaves(Settings) if is_secret(field) and path[0] == "slack"])
def test_a_secret_may_come_from_a_file(path: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "secret"
    prefix = {"app_token": "xapp", "admin_user_token": "xoxp"}.get(path[-1], "xoxb")
    file.write_text(f"{prefix}-1-from-a-file\n", encoding="utf-8")
    environ = {"ENTRENOUS_SLACK__BOT_TOKEN": "xoxb-1-x", "ENTRENOUS_SLACK__APP_TOKEN": "xapp-1-x", **SLACK_REST}
    del environ[variable(path)]
    settings = load_settings({**environ, f"{variable(path)}_FILE": str(file)}, [])
    secret = getattr(settings.slack, path[-1])
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value() == f"{prefix}-1-from-a-file"


SLACK_REST = {
    "ENTRENOUS_SLACK__SIGNING_SECRET": "x" * 32,
    "ENTRENOUS_SLACK__ADMIN_USER_TOKEN": "xoxp-1-x",
    "ENTRENOUS_SLACK__CLIENT_SECRET": "x" * 32,
}


def test_a_top_level_secret_may_come_from_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("sqlite:///elsewhere.db\n", encoding="utf-8")
    settings = load_settings({"ENTRENOUS_DATABASE_URL_FILE": str(file)}, [])
    assert settings.database_url.get_secret_value() == "sqlite:///elsewhere.db"
    assert unknown_variables({"ENTRENOUS_DATABASE_URL_FILE": str(file)}) == ()


def test_the_master_keys_file_is_named_but_not_read_here(tmp_path: Path) -> None:
    settings = load_settings({"ENTRENOUS_KEYS__MASTER_KEY_FILE": str(tmp_path / "not-there-yet")}, [])
    assert settings.keys.master_key_file == tmp_path / "not-there-yet"
    assert settings.keys.master_key is None


@pytest.mark.parametrize(
    ("environ", "code", "names"),
    [
        ({"ENTRENOUS_TELEGRAM__GROUPS": "[-1]"}, "missing", "ENTRENOUS_TELEGRAM__TOKEN"),
        ({**TELEGRAM, "ENTRENOUS_TELEGRAM__GROUPS": "-1001, -1002"}, "invalid", "ENTRENOUS_TELEGRAM__GROUPS"),
        ({**TELEGRAM, "ENTRENOUS_TELEGRAM__GROUPS": '["Canarelle"]'}, "invalid", "ENTRENOUS_TELEGRAM__GROUPS"),
        ({**TELEGRAM, "ENTRENOUS_TELEGRAM__GRUOPS": "[-1]"}, "unknown_near", "ENTRENOUS_TELEGRAM__GROUPS"),
        ({**TELEGRAM, "ENTRENOUS_TELEGRAM__COLOUR": "canary"}, "unknown", "ENTRENOUS_TELEGRAM__COLOUR"),
        ({"ENTRENOUS_TELEGRAM": "canary"}, "invalid", "ENTRENOUS_TELEGRAM"),
        ({"ENTRENOUS_TIMEZONE": "Mars/Canary"}, "invalid", "ENTRENOUS_TIMEZONE"),
        ({"ENTRENOUS_DATABASE_URL": "postgresql://u:canary@h/d"}, "invalid", "ENTRENOUS_DATABASE_URL"),
        ({"ENTRENOUS_INTAKE__CLAIM_AFTER": "canary"}, "invalid", "ENTRENOUS_INTAKE__CLAIM_AFTER"),
        ({"ENTRENOUS_INTAKE__CLAIM_AFTER": "0"}, "invalid", "ENTRENOUS_INTAKE__CLAIM_AFTER"),
        ({"ENTRENOUS_INTAKE__CLAIM_AFTER": "1e400"}, "invalid", "ENTRENOUS_INTAKE__CLAIM_AFTER"),
        (
            {"ENTRENOUS_KEYS__MASTER_KEY": "canary", "ENTRENOUS_KEYS__MASTER_KEY_FILE": "canary"},
            "invalid",
            "ENTRENOUS_KEYS",
        ),
        ({"ENTRENOUS_MAIL__ADDRESS": "canary"}, "invalid", "ENTRENOUS_MAIL__ADDRESS"),
        ({"ENTRENOUS_MAIL__SMTP__PORT": "canary"}, "invalid", "ENTRENOUS_MAIL__SMTP__PORT"),
        ({"ENTRENOUS_MAIL__ADDRESS": "a@example.org"}, "missing", "ENTRENOUS_MAIL__SMTP"),
        (
            {"ENTRENOUS_TELEGRAM__TOKEN": TOKEN, "ENTRENOUS_TELEGRAM__TOKEN_FILE": "/canary"},
            "twice",
            "ENTRENOUS_TELEGRAM__TOKEN",
        ),
        ({"ENTRENOUS_DATABASE_URL_FILE": "/canary/x"}, "secret_unreadable", "ENTRENOUS_DATABASE_URL_FILE"),
        ({"ENTRENOUS_DATABASE_URL_FILE": os.devnull}, "secret_empty", "ENTRENOUS_DATABASE_URL_FILE"),
    ],
)
def test_an_error_names_the_setting_and_what_to_do_but_no_value(environ: dict[str, str], code: str, names: str) -> None:
    error = refused(environ)
    assert code in [problem.code for problem in error.problems]
    assert names in str(error)
    assert "canar" not in everything_of(error).casefold()
    assert TOKEN not in everything_of(error)


def everything_of(error: BaseException) -> str:
    """Text, repr, the whole chain as a traceback shows it, hidden links too."""
    links = [error, error.__cause__, error.__context__]
    return "\n".join("".join(traceback.format_exception(link)) + repr(link) for link in links if link)


def test_all_problems_come_at_once() -> None:
    error = refused({"ENTRENOUS_TIMEZONE": "nowhere", "ENTRENOUS_TELEGRAM__GROUPS": "x"})
    assert {problem.variable for problem in error.problems} == {
        "ENTRENOUS_TIMEZONE",
        "ENTRENOUS_TELEGRAM__TOKEN",
        "ENTRENOUS_TELEGRAM__GROUPS",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'[telegram]\ntoken = canary-"', "toml"),
        (b"canary = \xff\xfe", "not_utf8"),
        (b'colour = "canary"', "unknown"),
        (b'"Marguerite Canarelle" = 1', "unknown"),
        (b'[telegram]\ntokn = "canary"', "unknown_near"),
        (b'telegram = "canary"', "invalid"),
    ],
)
def test_a_mistake_in_the_file_is_told_without_quoting_it(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "entrenous.toml"
    file.write_bytes(content)
    error = refused({}, file)
    assert code in [problem.code for problem in error.problems]
    assert "marguerite" not in everything_of(error).casefold()
    assert "canary" not in str(error).casefold()


def test_the_file_is_looked_for_in_three_places_and_the_first_wins(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    home.mkdir()
    named = tmp_path / "other.toml"
    assert settings_files({"ENTRENOUS_HOME": str(home)}, here) == ()
    at_home = write(home, "")
    assert settings_files({"ENTRENOUS_HOME": str(home)}, here) == (at_home,)
    at_hand = write(here, "")
    assert settings_files({"ENTRENOUS_HOME": str(home)}, here) == (at_hand,)
    named.write_text("", encoding="utf-8")
    assert settings_files({"ENTRENOUS_CONFIG": str(named)}, here) == (named,)


def test_the_home_is_looked_into_also_where_no_variable_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    home = tmp_path / ".local" / "share" / "entrenous"
    home.mkdir(parents=True)
    at_home = write(home, "")
    assert settings_files({}, tmp_path) == (at_home,)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ENTRENOUS_CONFIG names a file that does not exist"):
        settings_files({"ENTRENOUS_CONFIG": str(tmp_path / "missing.toml")}, tmp_path)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("ENTRENOUS_TELEGRM__TOKEN", "ENTRENOUS_TELEGRAM__TOKEN"),
        ("ENTRENOUS_HOMME", "ENTRENOUS_HOME"),
        ("ENTRENOUS_TELEGRM__X", "ENTRENOUS_TELEGRAM__…"),
    ],
)
def test_a_misspelt_variable_is_told_with_the_nearest_name(name: str, near: str) -> None:
    (problem,) = unknown_variables({name: "canary", "PATH": "/bin", "ENTRENOUS_TIMEZONE": "x"})
    assert problem.code == "unknown_near"
    assert problem.variable == name
    assert near in problem.text("en")
    assert near in problem.text("fr")


def test_every_setting_and_its_file_variant_is_known() -> None:
    assert unknown_variables(dict.fromkeys(NAMES, "x")) == ()
    assert unknown_variables({"ENTRENOUS_SLACK__BOT_TOKEN_FILE": "x", "ENTRENOUS_CONFIG": "x"}) == ()


def test_every_section_is_frozen_forbids_extras_and_hides_its_input() -> None:
    sections = [section_of(field) for field in Settings.model_fields.values()]
    models: list[type[BaseModel]] = [Settings, *(model for model in sections if model)]
    assert len(models) > 5
    for model in models:
        config: Mapping[str, Any] = model.model_config
        assert config.get("frozen"), model
        assert config.get("extra") == "forbid", model
        assert config.get("hide_input_in_errors"), model


CANARY = "canary7f3a"


@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.sampled_from(["{}", "[{}]", '"{}"', '{{"a": "{}"}}', "1{}", "-{}:{}"]), min_size=1
    )
)
def test_no_error_ever_holds_a_value(shapes: dict[str, str]) -> None:
    environ = {name: shape.format(CANARY, CANARY) for name, shape in shapes.items()}
    assert CANARY not in everything_shown(environ)


def everything_shown(environ: Mapping[str, str]) -> str:
    """What a user could see of these settings: the error in both languages, or the report of what was read."""
    try:
        settings = load_settings(environ, [])
    except SettingsError as error:
        return everything_of(error) + "".join(problem.text("fr") for problem in error.problems)
    return repr([reduce(at, path, settings) for path, field in leaves(Settings) if is_secret(field)])


def at(section: Any, name: str) -> Any:
    return getattr(section, name, None)


def test_no_secret_stands_in_a_repr() -> None:
    settings = load_settings({**TELEGRAM, "ENTRENOUS_DATABASE_URL": "sqlite:///canary.db"}, [])
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()
    assert "canary.db" not in repr(settings) + settings.model_dump_json()


def test_a_problem_is_told_in_both_languages() -> None:
    problem = Problem("missing", "ENTRENOUS_KEYS", {"key": "keys", "expected": "setting.keys"})
    assert "is missing. Needed: either" in problem.text("en")
    assert "manque. Il faut : soit" in problem.text("fr")


@pytest.mark.parametrize(
    "keys",
    [
        {"VAULT_ADDRESS": "https://vault.example.org"},
        {"VAULT_TOKEN": "hvs.x"},
        {"VAULT_ADDRESS": "http://vault.example.org", "VAULT_TOKEN": "hvs.x"},
        {"VAULT_ADDRESS": "https://vault.example.org", "VAULT_TOKEN": "hvs.x", "MASTER_KEY": "x"},
        {"NEXT_MASTER_KEY": "x"},
    ],
)
def test_half_a_vault_one_in_clear_and_a_next_key_beside_a_file_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        load_settings({f"ENTRENOUS_KEYS__{name}": value for name, value in keys.items()}, [])


def test_a_vault_leaves_the_key_file_where_it_is(tmp_path: Path) -> None:
    environ = {"ENTRENOUS_KEYS__VAULT_ADDRESS": "http://127.0.0.1:8200", "ENTRENOUS_KEYS__VAULT_TOKEN": "hvs.x"}
    settings = load_settings({"ENTRENOUS_HOME": str(tmp_path), **environ}, [])
    assert settings.keys.master_key_file == tmp_path / "master.key"
