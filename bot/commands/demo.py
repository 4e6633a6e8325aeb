"""What `entrenous demo` sets: the practice room, in a folder of its own, and the pages that its buttons lead to."""

from __future__ import annotations

import socket

from config.settings import Settings, load_settings


def demo_settings(home: str, port: int) -> Settings:
    """`home`: an empty folder; `port`: where the room opens. The pages get any port that is free just now."""
    pages = _free_port()
    return load_settings(
        {
            "ENTRENOUS_HOME": home,
            "ENTRENOUS_WEB__PORT": str(port),
            "ENTRENOUS_PAGES__URL": f"http://127.0.0.1:{pages}",
            "ENTRENOUS_PAGES__PORT": str(pages),
        },
        files=(),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
