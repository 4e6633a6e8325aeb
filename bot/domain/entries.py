"""What every entry of the journal is: a time and slugs; free text has no way in."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

_SLUG = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """Base of all entries. `at` is UTC. Every string field is a slug: a space in it is a mistake, and refused."""

    at: datetime
    kind: ClassVar[str] = ""

    def body(self) -> dict[str, str | int]:
        """The fields but the time, as JSON values. Raises `ValueError` on a field that is no slug."""
        fields = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "at"}
        for name, value in fields.items():
            if isinstance(value, str) and not _SLUG.fullmatch(value):
                raise ValueError(f"journal field {self.kind}.{name} must be a slug of at most 80 characters")
        return fields
