from __future__ import annotations

import subprocess
import sys

import pytest

from redaction import gazetteer
from redaction.folding import fold, place_key


def test_look_ups_ignore_case_and_accents() -> None:
    assert fold("ZOÉ") == fold("zoe") == "zoe"
    assert gazetteer.is_given("GÉRARD")
    assert gazetteer.is_given("gerard")
    assert place_key("St-Sulpice-les-Feuilles") == place_key("saint sulpice les feuilles")


@pytest.mark.parametrize(
    "name",
    [
        "Mary",
        "Solange",
        "Declan",
        "Ngozi",
        "Fatoumata",
        "Agnieszka",
        "Thuy",
        "Harpreet",
        "Piet",
        "Siobhán",
        "Jean-Pierre",
        "Anne-Lise",
    ],
)
def test_given_names_of_many_origins_are_known(name: str) -> None:
    assert gazetteer.is_given(name)


@pytest.mark.parametrize("word", ["rose", "will", "grace", "mark", "petit", "blanc", "mairie", "dent", "guy"])
def test_everyday_words_are_told_from_names(word: str) -> None:
    assert gazetteer.is_everyday(word)


@pytest.mark.parametrize("word", ["had", "the", "mairie", "chemo", "hôpital", "unknown", "demain"])
def test_words_that_foreign_lists_hold_as_names_are_not_given_names(word: str) -> None:
    assert not gazetteer.is_given(word)


@pytest.mark.parametrize(
    ("town", "area"),
    [
        ("Ribérac", "Dordogne"),
        ("riberac", "Dordogne"),
        ("St Sulpice les Feuilles", "Haute-Vienne"),
        ("Nantes", "Loire-Atlantique"),
        ("Leeds", "GB"),
        ("Nulle-Part-sur-Rien", None),
        ("Sainte-Colombe", None),
    ],
)
def test_a_town_has_a_departement_unless_its_name_is_ambiguous(town: str, area: str | None) -> None:
    assert gazetteer.department_of(town) == area


def test_a_nickname_points_to_given_names() -> None:
    nicknames = gazetteer.nicknames()
    assert "elizabeth" in nicknames["liz"]
    assert {"jean-pierre", "jean-paul"} <= nicknames["jp"]
    assert nicknames["dec"] == frozenset({"declan"})


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("Hodgkin", "eponym"),
        ("sjogren", "eponym"),
        ("Bell's palsy", "eponym"),
        ("KEYTRUDA", "drug"),
        ("folfox", "regimen"),
        ("Ligue contre le cancer", "public"),
        ("Dordogne", "neutral"),
        ("Tuesday", "calendar"),
    ],
)
def test_the_keep_list_says_why_a_term_stays(term: str, kind: str) -> None:
    assert gazetteer.kept_kind(term) == kind


def test_names_and_towns_do_not_stay() -> None:
    assert not any(gazetteer.is_kept(name) for name in ("Solange", "Paris", "Eymet", "Dupont", "Okonkwo"))


def test_famous_hospitals_are_known_by_their_name_alone() -> None:
    assert gazetteer.famous_facility("bergonie") == "sure"
    assert gazetteer.famous_facility("Curie") == "capital"
    assert gazetteer.famous_facility("Eymet") is None


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import builtins, gzip, pathlib\n"
        "def refuse(*args, **kwargs): raise AssertionError('read at import')\n"
        "pathlib.Path.read_bytes = refuse\n"
        "import redaction.recognizers.names\n"
        "redaction.recognizers.names.name_recognizers()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_all_lists_fit_their_budget() -> None:
    code = (
        "import time, resource\n"
        "from redaction import gazetteer as g\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; start = time.process_time()\n"
        "g.is_given('a'), g.is_surname('a'), g.is_word('a'), g.department_of('a'), g.is_kept('a'), g.nicknames(), g.famous_facility('a')\n"
        "print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 1.0, "loading the gazetteers should take about 0.2 s"
    assert megabytes < 120, "the gazetteers should take about 60 MB"
