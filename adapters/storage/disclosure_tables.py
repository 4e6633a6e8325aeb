"""The tables of disclosures. What is in clear beside a sealed record is there to find it by, and is not believed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from adapters.storage.tables import metadata

_Id = String(40)

disclosures = Table(
    "disclosures",
    metadata,
    Column("disclosure_id", _Id, primary_key=True),
    Column("case_id", _Id, nullable=False),
    Column("state", String(80), nullable=False),
    Column("settled", Integer, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "case_id"),
    Index(None, "settled"),
)

statements = Table(
    "statements",
    metadata,
    Column("statement_id", _Id, primary_key=True),
    Column("disclosure_id", _Id, nullable=False),
    Column("case_id", _Id, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "disclosure_id", "number"),
    Index(None, "case_id"),
)

forms = Table(
    "forms",
    metadata,
    Column("form", String(80), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "at"),
)

breaches = Table(
    "breaches",
    metadata,
    Column("disclosure_id", _Id, primary_key=True),
    Column("over", Integer, nullable=False),
    Column("found_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "over"),
)
