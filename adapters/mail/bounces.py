"""What a mail server tells of a mail of ours that did not arrive (RFC 3464). Pure; nothing of the mail that it quotes is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from adapters.mail.headers import Unreadable
from adapters.mail.parts import Limits, opened
from redaction import RawText

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)
_ID = re.compile(r"<([^<>\s]{1,900})>")


@dataclass(frozen=True, slots=True, repr=False)
class Undelivered:
    """`message_id`: of our mail, without brackets. `to`: whom it did not reach. `status`: "5.1.1"."""

    message_id: str
    to: RawText
    status: str

    def __repr__(self) -> str:
        return f"<Undelivered {self.status}>"


def undelivered(raw: bytes, limits: Limits) -> Undelivered | None:
    """What failed for good; None for a mail that is only late, or a report that tells nothing. Raises `Unreadable`."""
    try:
        tree = opened(raw, limits)
        told = [part for part in tree.walk() if part.get_content_type() == "message/delivery-status"]
        blocks = [block for part in told for block in part.get_payload() if isinstance(block, Message)]
        failed = next((block for block in blocks if str(block.get("Action", "")).strip().lower() == "failed"), None)
        ids = [found for part in tree.walk() for found in _original_id(part)]
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001, a server's report, as odd as any mail
        raise Unreadable(f"broken.{type(error).__name__}") from None
    if failed is None or not ids:
        return None
    to = str(failed.get("Final-Recipient") or failed.get("Original-Recipient") or "").rpartition(";")[2].strip().lower()
    status = _STATUS.search(str(failed.get("Status", "")))
    return Undelivered(ids[0], RawText(to.strip("<>")), status[0] if status else "5.0.0")


def _original_id(part: Message) -> list[str]:
    """The Message-ID of the mail that a report quotes, whole or by its head."""
    kind, payload = part.get_content_type(), part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return _ID.findall(str(payload[0].get("Message-ID", "")))
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        head = payload if isinstance(payload, str) else "".join(str(one) for one in payload)
        found = re.search(r"^message-id:\s*<([^<>\s]{1,900})>", head, re.IGNORECASE | re.MULTILINE)
        return [found[1]] if found else []
    return []
