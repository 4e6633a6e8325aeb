"""How often each account has tried a code lately. In memory: a restart forgives, and 55 bits are not guessed in between."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

MOST = 5
WITHIN = timedelta(hours=1)
_ACCOUNTS = 1000


class Tries:
    """Counts in spells of an hour from an account's first try; remembers the latest thousand accounts."""

    def __init__(self) -> None:
        self._spells: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def __repr__(self) -> str:
        return f"<Tries of {len(self._spells)} accounts>"

    def take(self, account: str, now: datetime) -> int:
        """Count one more try; how many that makes in this spell."""
        began, count = self._spells.pop(account, (now, 0))
        if now - began >= WITHIN:
            began, count = now, 0
        self._spells[account] = (began, count + 1)
        if len(self._spells) > _ACCOUNTS:
            self._spells.popitem(last=False)
        return count + 1

    def forget(self, account: str) -> None:
        self._spells.pop(account, None)
