"""The kinds of personal detail, and what becomes of each (design section 2, corpus guide)."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """One kind of personal detail. The names are those of the annotated corpus."""

    PERSON = "PERSON"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"
    HANDLE = "HANDLE"
    ID = "ID"
    DOB = "DOB"
    LOCATION = "LOCATION"
    FACILITY = "FACILITY"
    ORG = "ORG"
    DATE = "DATE"
    AGE = "AGE"

    __hash__ = str.__hash__  # Enum's own gives the same by way of Python code; families are keys all over the layer


DIRECT = frozenset({Family.PERSON, Family.PHONE, Family.EMAIL, Family.ADDRESS, Family.HANDLE, Family.ID, Family.DOB})
"""A miss of one of these is a leak."""

INDIRECT = frozenset(Family) - DIRECT
"""A miss of one of these helps somebody work out who it is."""

COARSENED = frozenset({Family.AGE, Family.DATE, Family.DOB})
"""Blurred instead of numbered: `in her 60s`, `mid-March`, `born in the 1950s`."""

DESTROYED = frozenset({Family.ID})
"""Never kept: nobody consulting a colleague needs a NIR or an IBAN back (loi Informatique et Libertés, art. 30)."""
