"""What all tests share: where the corpus and descriptions are, where Chromium is, and that nothing is left out in silence."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.logs import OURS, QUIET

SHARED = Path(os.environ.get("ENTRENOUS_SHARED") or Path(__file__).parents[1].parent / "shared")
NONE_LEFT_OUT = bool(os.environ.get("ENTRENOUS_ALL"))

settings.register_profile("house", deadline=None)  # a busy machine is no bug
settings.load_profile("house")


def browser() -> str | None:
    """Path of a Chromium, which is a system package."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium that browser tests drive."""
    path = browser()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the annotated corpus and the platforms' published descriptions."""
    if not SHARED.is_dir():
        pytest.skip("no folder `shared` beside the repository; ENTRENOUS_SHARED may name it")
    return SHARED


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging is global: put everything back for the other tests."""
    names = [None, *OURS, *QUIET]
    loggers = [logging.getLogger(name) for name in names]
    kept = [(logger, logger.level, logger.handlers[:], logger.propagate) for logger in loggers]
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning, logging.raiseExceptions
    yield
    for logger, level, handlers, propagate in kept:
        logger.level, logger.handlers, logger.propagate = level, handlers, propagate
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning, logging.raiseExceptions = hooks
    structlog.reset_defaults()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need a system package and long ones patience; without it they are left out, with the reason."""
    if os.environ.get("ENTRENOUS_QUICK"):
        later = pytest.mark.skip(reason="takes long; `make test` runs it")
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(later)
    if browser() is None:
        without = pytest.mark.skip(reason="no Chromium on this machine (Debian: apt install chromium)")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(without)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why; where nothing may be (`ENTRENOUS_ALL`), that is a failure."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(_reason(report) for report in skipped)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count} test(s): {reason}", yellow=True)
    if reasons and NONE_LEFT_OUT:
        terminalreporter.write_line("ENTRENOUS_ALL is set, so leaving tests out is a failure", red=True)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    place = report.longrepr
    return str(place[2]).removeprefix("Skipped: ") if isinstance(place, tuple) else "no reason given"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With `ENTRENOUS_ALL`, a run that left something out does not pass."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if NONE_LEFT_OUT and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
