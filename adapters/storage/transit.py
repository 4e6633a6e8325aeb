"""The master key wrapped by HashiCorp Vault or OpenBao: the file on this machine is worth nothing without the vault's consent.

The transit engine's own API, the same in both (https://developer.hashicorp.com/vault/api-docs/secret/transit,
https://openbao.org/api-docs/secret/transit): `encrypt` and `decrypt` with a named key. The vault is asked when the bot
starts and when the master key changes, never for a message, so that it may be away in between.
"""

from __future__ import annotations

import base64
import binascii
import http.client
import json
import ssl
from typing import Any
from urllib.parse import quote, urlsplit

from adapters.storage.key_files import KEY_BYTES, KeyFileError

_SECONDS = 5.0
_BOUND_TO = base64.b64encode(b"entrenous/1/master-key").decode()
"""Associated data: what the same key of the vault wrapped for somebody else does not open here."""
_WHY = {403: "it does not accept the token", 404: "it has no such key", 503: "it is sealed or standing by"}


class TransitBox:
    """`adapters.storage.key_files.KeyBox` over the transit engine at `address`, mounted at `mount`."""

    def __init__(self, address: str, token: str, key: str, mount: str) -> None:
        self._address = urlsplit(address)
        self.__token = token
        self._key = key
        self._mount = mount

    def __repr__(self) -> str:
        return "<TransitBox>"

    def close(self, key: bytes) -> str:
        return self._ask("encrypt", "plaintext", base64.b64encode(key).decode(), "ciphertext")

    def open(self, text: str) -> bytes:
        answer = self._ask("decrypt", "ciphertext", text, "plaintext")
        try:
            key = base64.b64decode(answer, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            raise KeyFileError("the vault's answer is no master key; is ENTRENOUS_KEYS__VAULT_KEY the right one?")
        return key

    def _ask(self, action: str, name: str, value: str, wanted: str) -> str:
        """One call. Only the status leaves it: the vault's own words may quote what was sent."""
        path = f"{self._address.path.rstrip('/')}/v1/{quote(self._mount)}/{action}/{quote(self._key, safe='')}"
        body = json.dumps({name: value, "associated_data": _BOUND_TO})
        try:
            status, content = self._post(path, body)
            answer = json.loads(content) if status == 200 else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise KeyFileError(
                f"the vault that wraps the master key cannot be asked ({type(error).__name__})"
            ) from None
        if status != 200:
            why = _WHY.get(status, "it refuses")
            raise KeyFileError(f"the vault that wraps the master key answers {status}: {why}")
        return _field(answer, wanted)

    def _post(self, path: str, body: str) -> tuple[int, bytes]:
        host = self._address.netloc
        if self._address.scheme == "https":
            context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, timeout=_SECONDS, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, timeout=_SECONDS)
        try:
            connection.request("POST", path, body, {"X-Vault-Token": self.__token, "Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def _field(answer: Any, wanted: str) -> str:
    data = answer.get("data") if isinstance(answer, dict) else None
    value = data.get(wanted) if isinstance(data, dict) else None
    if not isinstance(value, str):
        raise KeyFileError("the vault that wraps the master key answers in a way that its description does not know")
    return value
