"""A stand-in vault on loopback: `encrypt` and `decrypt` of the transit engine, as Vault and OpenBao publish them.

https://openbao.org/api-docs/secret/transit: POST with `X-Vault-Token`; plaintext and associated data in base64, or 400;
the answer under `data`; errors as {"errors": [...]}; a sealed vault answers 503.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "hvs.stand-in-token"


class Refusal(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class StandInVault:
    """One vault with one transit key; `with` starts and stops it. `sealed` and `token` may be changed while it runs."""

    def __init__(self, key: str = "entrenous", mount: str = "transit") -> None:
        self.sealed = False
        self.token = TOKEN
        self.calls: list[str] = []
        self._paths = {f"/v1/{mount}/{action}/{key}": action for action in ("encrypt", "decrypt")}
        self._secret = secrets.token_bytes(32)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environ(self) -> dict[str, str]:
        return {"ENTRENOUS_KEYS__VAULT_ADDRESS": self.address, "ENTRENOUS_KEYS__VAULT_TOKEN": TOKEN}

    def __enter__(self) -> StandInVault:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, token: str | None, body: bytes) -> dict[str, Any]:
        """Raises `Refusal`."""
        if self.sealed:
            raise Refusal(503, "Vault is sealed")
        if token != self.token:
            raise Refusal(403, "permission denied")
        if path not in self._paths:
            raise Refusal(404, "no handler for route")
        action, given = self._paths[path], json.loads(body)
        self.calls.append(action)
        bound = _bytes(given.get("associated_data", ""))
        if action == "encrypt":
            nonce = secrets.token_bytes(12)
            sealed = nonce + AESGCM(self._secret).encrypt(nonce, _bytes(given["plaintext"]), bound)
            return {"ciphertext": "vault:v1:" + base64.b64encode(sealed).decode(), "key_version": 1}
        return {"plaintext": base64.b64encode(self._open(given["ciphertext"], bound)).decode()}

    def _open(self, text: str, bound: bytes) -> bytes:
        prefix, version, sealed = text.split(":", 2)
        if (prefix, version) != ("vault", "v1"):
            raise Refusal(400, "invalid ciphertext: no prefix")
        raw = _bytes(sealed)
        try:
            return AESGCM(self._secret).decrypt(raw[:12], raw[12:], bound)
        except InvalidTag:
            raise Refusal(400, "cipher: message authentication failed") from None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        vault = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    status, answer = 200, vault.answer(self.path, self.headers.get("X-Vault-Token"), body)
                except Refusal as refusal:
                    status, answer = refusal.status, {"errors": [str(refusal)]}
                else:
                    answer = {"data": answer}
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on standard error."""

        return Handler


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refusal(400, "failed to base64-decode") from None
