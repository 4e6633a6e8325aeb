"""The durable engine (DBOS), and the only module that knows it.

What goes through it is ids and codes: arguments, results and errors are stored. An encrypting serializer stands behind
that rule as a second wall, and an exception that leaves a step is turned into its type's name before the engine
sees it, since exception texts reach its tables and its log.
"""

from __future__ import annotations

import asyncio
import base64
import pickle
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine as SqlEngine
from sqlalchemy.engine import make_url

Step = Callable[[str], Awaitable[str]]
Workflow = Callable[[str], Awaitable[str]]

_VERSION = "entrenous-1"
_PLACE = b"engine"
_SUBSECONDS_SINCE = (3, 42)
"""The SQLite that knows `subsec` (https://sqlite.org/lang_datefunc.html)."""


class StepFailed(RuntimeError):
    """A step raised. `str()` is the name of the exception's type and nothing else."""


class EncryptingSerializer(Serializer):
    """AES-256-GCM around the engine's pickles: its tables tell nothing without the key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def serialize(self, data: Any) -> str:
        nonce = AESGCM.generate_key(128)[:12]
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, pickle.dumps(data), _PLACE)).decode()

    def deserialize(self, serialized_data: str) -> Any:
        raw = base64.b64decode(serialized_data)
        return pickle.loads(self._cipher.decrypt(raw[:12], raw[12:], _PLACE))  # noqa: S301 - authenticated: our own bytes only

    def name(self) -> str:
        return "entrenous_aesgcm"


class Engine:
    """Runs workflows that survive a crash. One per process, since DBOS is one per process."""

    def __init__(self, url: str, key: bytes, replica: str = "main") -> None:
        self._database = _system_database(url)
        config: DBOSConfig = {
            "name": "entrenous",
            "system_database_engine": self._database,
            "system_database_url": make_url(url).render_as_string(hide_password=False),
            "application_version": _VERSION,
            "executor_id": replica,
            "serializer": EncryptingSerializer(key),
            "log_level": "ERROR",
            "enable_otlp": False,
            "notification_listener_polling_interval_sec": 1.0,
        }
        DBOS(config=config)
        self._workflows: dict[str, Any] = {}
        self._closing = False

    def register(self, name: str, workflow: Workflow) -> None:
        """Make `workflow` known under `name`. Before `launch`, since launching resumes what a crash interrupted."""

        async def run(argument: str) -> str:  # DBOS marks what it registers, and a bound method cannot be marked
            return await workflow(argument)

        self._workflows[name] = DBOS.workflow(name=name)(run)

    async def launch(self) -> None:
        """Open the engine's tables and resume interrupted workflows, inside the running loop."""
        DBOS.launch()

    async def close(self) -> None:
        """Stop at once: what is under way is resumed at the next start."""
        self._closing = True
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=0)
        self._database.dispose()
        # DBOS has put its own pool, closed by now, in the place of the loop's.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())

    async def start(self, name: str, workflow_id: str, argument: str) -> None:
        """Start a workflow; if one with this id was started before, that one goes on and nothing happens."""
        with SetWorkflowID(workflow_id):
            await DBOS.start_workflow_async(self._workflows[name], argument)

    async def failed(self, workflow_id: str) -> bool:
        """Whether the workflow ended in an error, so that its work needs another one."""
        status = await DBOS.get_workflow_status_async(workflow_id)
        return status is not None and status.status in {"ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"}

    async def step(self, name: str, step: Step, argument: str) -> str:
        """Run one step of the current workflow; its result is kept, and a finished step is not run again.

        Raises `StepFailed` with the name of the exception's type.
        """

        async def coded() -> str:
            try:
                result = await step(argument)
            except Exception as error:  # noqa: BLE001 - only the type's name may reach the engine
                await self._never_return_while_closing()
                raise StepFailed(type(error).__name__) from None
            await self._never_return_while_closing()
            return result

        result: str = await DBOS.run_step_async({"name": name}, coded)
        return result

    async def _never_return_while_closing(self) -> None:
        """A step that ends while the engine closes stays unrecorded, as in a crash; recording it would fail aloud."""
        if self._closing:
            await asyncio.Event().wait()

    async def sleep(self, seconds: float) -> None:
        """Wait, durably: after a restart only the rest is waited for."""
        await DBOS.sleep_async(seconds)

    async def forget_finished(self, before_ms: int) -> int:
        """Delete finished workflows that were created before; the engine keeps them for ever otherwise."""
        done = await DBOS.list_workflows_async(
            status=["SUCCESS", "ERROR"], limit=2000, load_input=False, load_output=False
        )
        ids = [w.workflow_id for w in done if w.created_at is not None and w.created_at < before_ms]
        if ids:
            await DBOS.delete_workflows_async(ids)
        return len(ids)


def _unixepoch(_modifier: str) -> float:
    """Stands in for `unixepoch('subsec')`, which DBOS asks for from Python 3.12 on, whatever SQLite there is."""
    return time.time()


def _system_database(url: str) -> SqlEngine:
    """The engine's own database.

    What a power cut takes from it (`synchronous=NORMAL`) is started again from our inbox, which waits for the disk:
    every unfinished entry is resumed, and every handler looks at its state before it acts.
    """
    engine = create_engine(url, hide_parameters=True)
    if make_url(url).get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def pragmas(connection: Any, _record: Any) -> None:
            if sqlite3.sqlite_version_info < _SUBSECONDS_SINCE:
                connection.create_function("unixepoch", 1, _unixepoch)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")

    return engine
