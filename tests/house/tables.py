"""Tables of the README that are made from the code: `python -m tests.house.tables` writes them, a test compares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.journal import ENTRY_TYPES
from bot.domain.messages import Kind
from config.sentences import sentences
from config.settings import Settings
from config.sources import KEY_ITSELF, is_secret, leaves, variable
from tests.house.source import CHANNELS

README = Path(__file__).parents[2] / "README.md"
DEFAULTS = {
    ("home",): "`~/.local/share/entrenous`",
    ("database_url",): "`entrenous.db` in the home folder",
    ("keys", "master_key_file"): "`master.key` in the home folder",
    ("web", "people"): "four invented people",
}
"""Defaults that follow from another setting, or that are too long for a table."""


def settings_table() -> str:
    """One row for each setting: its variable, its default, what it is."""
    said = sentences("en")
    rows = [
        _row(path, field, said["setting." + ".".join(path)])
        for path, field in leaves(Settings)
        if not is_file_variant(path)
    ]
    return "\n".join(["| variable | default | what it is |", "|---|---|---|", *rows])


def _row(path: tuple[str, ...], field: FieldInfo, meaning: str) -> str:
    return f"| `{variable(path)}` | {_default(path, field)} | {meaning.replace('|', '&#124;')} |"


def limits_table() -> str:
    """What each channel cannot enforce, as its adapter declares it."""
    said = sentences("en")
    rows = [
        f"| {channel.capitalize()} | {text} |"
        for channel in CHANNELS
        for key, text in said.items()
        if key.startswith(f"{channel}.limit_")
    ]
    return "\n".join(["| channel | what cannot be enforced there |", "|---|---|", *rows])


TITLES = {"web": "Practice room"}
"""How a channel is called where its name is no name."""

BEFORE = {
    Removal.NEVER_SHOWN: "nobody sees it before it was read",
    Removal.BY_BOT: "the bot removes it",
    Removal.BY_AUTHOR: "its author is asked to delete it",
}


def _before(declared: Capabilities) -> str:
    age = declared.removable_for
    return BEFORE[declared.removal] + (f", up to {_hours(age)} old" if age else "")


def _away(declared: Capabilities) -> str:
    if declared.backlog == timedelta(0):
        return "nothing can be sent then"
    return f"{_hours(declared.backlog)} are kept for the bot" if declared.backlog else "is read back"


def _hours(span: timedelta) -> str:
    return f"{span // timedelta(hours=1)} hours"


ENFORCED: dict[str, Callable[[Capabilities], str]] = {
    "a message with details": _before,
    "it is changed later": lambda it: "it is read again" if Kind.EDITED in it.hears else "cannot be, or unnoticed",
    "its author deletes it": lambda it: "the bot knows" if Kind.DELETED in it.hears else "the bot is not told",
    "a post that is mended": lambda it: "changes in its place" if it.amends else "is sent again, corrected",
    "its author is told privately": lambda it: "at once" if it.opens_private else "once they wrote to the bot",
    "a redacted file": lambda it: f"goes along, up to {it.files // 2**20} MB" if it.files else "does not go along",
    "who answers without a thread": lambda it: "joins the open consult" if it.unthreaded else "begins a consult",
    "a poll": lambda it: "is posted again" if it.polls else "there is none, or it is held",
    "while the bot is away": _away,
    "a forged request": lambda it: "is refused and journalled" if it.called else "nobody can call the bot",
}
"""What a channel can enforce, and how its declared capabilities say it."""


def declared(channel: str) -> Capabilities:
    """What a channel says that it can do, without starting it."""
    found: Capabilities = import_module(f"adapters.{channel}.channel").declared()
    return found


def channels_table() -> str:
    """What each channel can enforce, as its adapter declares it."""
    each = {channel: declared(channel) for channel in CHANNELS}
    heads = [TITLES.get(channel, channel.capitalize()) for channel in each]
    rows = [" | ".join([what, *(say(one) for one in each.values())]) for what, say in ENFORCED.items()]
    return "\n".join([f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|", *(f"| {row} |" for row in rows)])


def journal_table() -> str:
    """What the journal can say; the words in braces are ids, codes and counts."""
    said = sentences("en")
    rows = [f"| `{kind}` | {said[f'journal.{kind}']} |" for kind in ENTRY_TYPES]
    return "\n".join(["| entry | how it reads |", "|---|---|", *rows])


def is_file_variant(path: tuple[str, ...]) -> bool:
    """`bot_token_file` beside `bot_token`: one sentence explains them all. The master key's file is a setting itself."""
    return path[-1].endswith("_file") and path[:1] != KEY_ITSELF[:1]


def _default(path: tuple[str, ...], field: FieldInfo) -> str:
    if path in DEFAULTS:
        return DEFAULTS[path]
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        return "needed"
    if value is None or value in ([], ()):
        return "none (a secret)" if is_secret(field) else "none"
    return f"`{_shown(path, value)}`"


def _shown(path: tuple[str, ...], value: object) -> str:
    if isinstance(value, timedelta):
        unit = {"detection_timeout": 1, "hold_originals": 3600, "notify_within": 3600, "keep_closed": 86400}.get(
            path[1], 60
        )
        return f"{value.total_seconds() / unit:g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


TABLES = {
    "settings": settings_table,
    "channels": channels_table,
    "limits": limits_table,
    "journal": journal_table,
}


def written(text: str) -> str:
    """`text` with each table between its marks (`<!-- settings -->` … `<!-- /settings -->`) made anew."""
    for name, make in TABLES.items():
        head, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, tail = rest.partition(f"<!-- /{name} -->")
        if closing:
            text = f"{head}{opening}{make()}\n{closing}{tail}"
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
