"""The tables of the Code and its notices: who accepted what, who trained, what the person of a case was told and said."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from adapters.storage.tables import metadata

_Code = String(80)
_Id = String(40)
_Serial = BigInteger().with_variant(Integer(), "sqlite")

acceptances = Table(
    "acceptances",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("version", _Code, nullable=False),
    Column("accepted_at", BigInteger, nullable=False),
)

trainings = Table(
    "trainings",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("done_at", BigInteger, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("about", _Code, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

case_notices = Table(
    "case_notices",
    metadata,
    Column("case_id", _Id, primary_key=True),
    Column("lang", _Code),
    Column("explained_at", BigInteger),
    Column("explained_by", String(64)),
    Column("copied_at", BigInteger),
    Column("copied_by", String(64)),
)

consents = Table(
    "consents",
    metadata,
    Column("number", _Serial, primary_key=True, autoincrement=True),
    Column("case_id", _Id, nullable=False),
    Column("said", _Code, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("notice", String(64), nullable=False),
    Column("lang", _Code),
    Column("why", _Code),
    Index(None, "case_id"),
)
