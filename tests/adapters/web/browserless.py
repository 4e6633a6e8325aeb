"""A browser's window without the browser: it has a cookie and a token, posts forms and listens."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any, Self
from uuid import uuid4

import httpx

JSON = {"Accept": "application/json"}


class Window:
    """Somebody's page. `token` is read from the page, as the script does."""

    def __init__(self, url: str, account: str, lang: str) -> None:
        self.path = f"/{lang}/{account}"
        self.url = url
        self.client = httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=10)
        self.token = ""

    async def __aenter__(self) -> Self:
        page = await self.page()
        found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
        assert found, "the page carries a token"
        self.token = found.group(1)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def page(self) -> str:
        response = await self.client.get(self.path)
        assert response.status_code == 200, response.status_code
        return response.text

    async def act(self, what: str, /, **fields: Any) -> httpx.Response:
        files = {"file": fields.pop("file")} if "file" in fields else {"file": ("", b"")}
        data = {"token": self.token, "event_id": str(uuid4())} | fields
        return await self.client.post(f"{self.path}/{what}", data=data, files=files, headers=JSON)

    async def send(self, text: str, **fields: Any) -> str:
        """Send a message that is taken in; its id."""
        response = await self.act("send", text=text, **fields)
        assert response.status_code == 200, response.text
        return str(response.json()["message"])

    async def live(
        self, after: int = 0, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
        """What the page is told from `after` on, as (number, changes)."""
        address = f"{self.path}/live?after={after}"
        async with self.client.stream("GET", address, headers=headers, timeout=10) as response:
            assert response.status_code == 200
            number = 0
            async for line in response.aiter_lines():
                if line.startswith("id: "):
                    number = int(line[4:])
                elif line.startswith("data: "):
                    yield number, json.loads(line[6:])
