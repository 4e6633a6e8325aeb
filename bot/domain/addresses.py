"""Addresses as an administrator types them, in the one form in which the address book knows them."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@<>\",;:()]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z]{2,63}")
_TELEPHONE = re.compile(r"\+[1-9]\d{6,14}")
_BETWEEN = re.compile(r"[\s().\u00a0/-]+")


def normal_address(channel: str, typed: str) -> str | None:
    """`sue@example.org`, `+33639980001` (E.164); None for what can be no address there, or on a channel with accounts."""
    if channel == "mail":
        address = typed.strip().lower()
        return address if _MAIL.fullmatch(address) else None
    if channel in ("whatsapp", "sms"):
        number = _BETWEEN.sub("", typed.replace("(0)", ""))
        number = f"+{number[2:]}" if number.startswith("00") else number
        return number if _TELEPHONE.fullmatch(number) else None
    return None
