"""The table channel x case: runs the suite and says how each case went."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.cases import PROMISES, Case, Impossible

FOLDER = Path(__file__).parent


class Outcomes:
    """A plugin of pytest's: what came of each case of each channel."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, Case], str] = {}
        self._impossible: dict[str, tuple[str, Case, Impossible | None]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            suite = getattr(item, "cls", None)
            if suite is not None and hasattr(suite, "impossible"):
                which = Case(item.name.partition("[")[0].removeprefix("test_"))
                self._impossible[item.nodeid] = (suite.channel, which, suite.impossible.get(which))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        known = self._impossible.get(report.nodeid)
        if known is None or (report.when != "call" and report.passed):
            return
        channel, which, why = known
        passed = f"impossible: {why.reason}" if why else "passed"
        worse = self.found.get((channel, which)) not in (None, "passed", passed)
        if not worse:
            self.found[channel, which] = passed if report.passed else "FAILED" if report.failed else "left out"


def written(found: dict[tuple[str, Case], str]) -> str:
    """The table, and under it the reasons of what is impossible."""
    channels = sorted({channel for channel, _ in found})
    width = max(map(len, PROMISES.values()))
    lines = [f"{'':{width}}  " + "".join(f"{channel:12}" for channel in channels)]
    for which, promise in PROMISES.items():
        went = [found.get((channel, which), "not there").partition(":")[0] for channel in channels]
        lines.append(f"{promise:{width}}  " + "".join(f"{one:12}" for one in went).rstrip())
    reasons = [(f"{channel}, {which}", said) for (channel, which), said in sorted(found.items()) if ": " in said]
    return "\n".join([*lines, "", *(f"{where}: {said}" for where, said in reasons)])


def run(*arguments: str) -> int:
    """Run the suite, print the table; pytest's exit status."""
    outcomes = Outcomes()
    status = pytest.main([str(FOLDER), "-q", "--no-header", *arguments], plugins=[outcomes])
    print(f"\n{written(outcomes.found)}")
    return int(status)
