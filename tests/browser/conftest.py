"""The real bot, started by its own command, and a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.places import free_port

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@contextmanager
def practice_room(port: int, said: Path) -> Iterator[str]:
    """Address of a room on `port`: `entrenous demo` in a process of its own, which must end cleanly."""
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    with said.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(process, url, said)
        yield url
    finally:
        process.terminate()
        assert process.wait(20) == 0, "the demo ends cleanly on SIGTERM"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with practice_room(free_port(), tmp_path_factory.mktemp("demo") / "output") as url:
        yield url


def wait_until_ready(process: subprocess.Popen[bytes], url: str, said: Path) -> None:
    """Models load in seconds; a process that ended says why."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(said.read_text(encoding="utf-8", errors="replace"))
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)  # between two looks, not instead of one
    raise AssertionError("the demo did not open within two minutes")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """For one module only: while it is open, no asynchronous test could run."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, demo: str) -> Iterator[Page]:
    """A fresh window; an error of the script or a blocked resource fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=demo)
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda fault: faults.append(str(fault)))
    window.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    yield window
    context.close()
    assert faults == []


@pytest.fixture
def shots() -> Path | None:
    """Where to leave pictures for a person to look at: the folder that ENTRENOUS_SHOTS names, if any."""
    folder = os.environ.get("ENTRENOUS_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) if folder else None
