"""Every regular expression of the layer, by its place: what modules and recognizers hold, and what stands in a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import redaction
from redaction.lore import standard_recognizers

BY_HAND = ("redaction.data.", "redaction.training")
"""Modules that read our own lists when somebody builds them, and never a message."""

WINDOWS = {
    "redaction.casing._OPENS": 12,
    "redaction.keep._GREETING": 60,
    "redaction.recognizers.spoken_email._LOCAL": 90,
}
"""Patterns that are given no more than so many characters, just before a place, and must end there."""

_CALLS = frozenset({"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})
_FROM_HERE = frozenset({"match", "fullmatch"})
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the ways in which the layer reads with it: looking for it, or from a given place on."""

    pattern: re.Pattern[str]
    ways: frozenset[str]
    window: int | None = None

    def read(self, text: str) -> None:
        """Do on `text` what the layer does, to the last match."""
        if self.window:
            for start in range(0, len(text), self.window):
                self.pattern.search(text, start, start + self.window)
            return
        if "match" in self.ways:
            self.pattern.match(text)
        if "fullmatch" in self.ways:
            self.pattern.fullmatch(text)
        if "search" in self.ways:
            for _ in self.pattern.finditer(text):
                pass


@cache
def rules() -> Mapping[str, Rule]:
    """Every pattern once, by the first place where it is found: `redaction.recognizers.age._OF_AGE`."""
    used = _ways()
    once: dict[tuple[str, int], tuple[str, Rule]] = {}
    for place, pattern, way in (*_held_anywhere(), *_called_anywhere()):
        ways = frozenset({way}) if way else used.get(_key(*_parted(place)), frozenset({"search"}))
        once.setdefault((pattern.pattern, pattern.flags), (place, Rule(pattern, ways, WINDOWS.get(place))))
    return dict(once.values())


def made_at_run_time() -> set[str]:
    """Modules in which a pattern is put together from values that the module itself does not show."""
    return {
        module.__name__ for module in _modules() for call, _ in _calls(module) if _value(module, call.args[0]) is None
    }


def _ways() -> dict[str, frozenset[str]]:
    """How each constant is used: `NAME.match(...)`; whatever is handed on (a tuple of patterns) may search."""
    used: dict[str, set[str]] = {}
    for module in _modules():
        tree = _tree(module)
        asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used.setdefault(_key(module.__name__, node.id), set()).add(_way(asked.get(id(node), "")))
    return {name: frozenset(ways) for name, ways in used.items()}


def _key(module: str, name: str) -> str:
    """A private name is its module's; one without underscore may be used anywhere."""
    return f"{module}.{name}" if name.startswith("_") else name


def _parted(place: str) -> tuple[str, str]:
    module, _, name = place.rpartition(".")
    return module, name


def _way(method: str) -> str:
    return method if method in _FROM_HERE else "search"


def _modules() -> Iterator[ModuleType]:
    for found in walk_packages(redaction.__path__, "redaction."):
        if not found.name.startswith(BY_HAND):
            yield import_module(found.name)


def _held_anywhere() -> Iterator[tuple[str, re.Pattern[str], str]]:
    for module in _modules():
        yield from _held(module.__name__, vars(module))
    for one in standard_recognizers():
        yield from _held(f"{type(one).__module__}.{type(one).__name__}", vars(one))


def _held(place: str, value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Patterns in a module's values, in tuples, tables and objects of ours among them."""
    if isinstance(value, re.Pattern):
        yield place, value, ""
    elif depth < _DEEPEST:
        for key, inner in _inside(value):
            yield from _held(f"{place}.{key}", inner, depth + 1)


def _inside(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple | list):
        yield from enumerate(value)
    elif type(value).__module__.startswith("redaction.") and hasattr(value, "__dict__"):
        yield from vars(value).items()


def _called_anywhere() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Patterns that stand in a call: `re.search(r"...", text)`."""
    for module in _modules():
        for call, method in _calls(module):
            value = _value(module, call.args[0])
            if isinstance(value, str):
                yield f"{module.__name__}:{call.lineno}", re.compile(value), _way(method)


def _calls(module: ModuleType) -> Iterator[tuple[ast.Call, str]]:
    """Each `re.search(...)` and the like, with what is called."""
    for node in ast.walk(_tree(module)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[_, *_]) if attr in _CALLS:
                yield node, attr


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def _value(module: ModuleType, argument: ast.expr) -> object:
    """What the argument stands for in the module; None where it takes a function's own names."""
    try:
        return eval(compile(ast.Expression(argument), str(module.__file__), "eval"), vars(module))  # noqa: S307  # our own
    except NameError:
        return None
