"""What can be wrong with the settings, said so that the reader knows what to do and no value is ever shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.sentences import sentences
from redaction import Lang


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a wording key `problem.<code>` and its slots, which name settings and files, never values.

    `variable`: the environment variable concerned, where there is one.
    """

    code: str
    variable: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: Lang = "en") -> str:
        """The problem as a sentence in `lang`."""
        table = sentences(lang)
        slots = {"variable": self.variable, "hint": table.get(f"problem.hint.{self.code}", "")}
        return table[f"problem.{self.code}"].format_map({**slots, **self._translated(lang)})

    def _translated(self, lang: Lang) -> dict[str, str]:
        """The slots; one named `expected` holds the key of the setting's description."""
        table = sentences(lang)
        return {name: table.get(value, value) if name == "expected" else value for name, value in self.slots.items()}


class SettingsError(Exception):
    """The settings cannot be used. `problems` says why, one by one; `str()` gives them in English."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))
