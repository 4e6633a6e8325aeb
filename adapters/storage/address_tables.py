"""The tables of the address book and of rounds. See `tables.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from adapters.storage.tables import metadata

_Id = String(40)
_Code = String(80)
_Ref = String(120)

addresses = Table(
    "addresses",
    metadata,
    Column("account", _Id, primary_key=True),
    Column("channel", _Code, nullable=False),
    Column("address", String(64), nullable=False, unique=True),
    Column("wrote_at", BigInteger),
    Column("leaver", Integer, nullable=False, server_default="0"),
    Column("sealed", LargeBinary),
)
"""`address`: its keyed fingerprint. `leaver`: they left; the account is known as theirs, and where it is is forgotten."""

round_members = Table(
    "round_members",
    metadata,
    Column("round", _Code, primary_key=True),
    Column("channel", _Code, primary_key=True),
    Column("account", _Id, primary_key=True),
    Column("who", String(64), nullable=False),
    Column("since", BigInteger, nullable=False),
    Index(None, "who"),
)

copies = Table(
    "copies",
    metadata,
    Column("copy_id", _Id, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("round", _Code, nullable=False),
    Column("entry_id", _Id, nullable=False),
    Column("channel", _Code, nullable=False),
    Column("conversation", _Ref, nullable=False),
    Column("message", _Ref),
    Column("more", Text, nullable=False, server_default=""),
    Column("print", String(64), nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("state", _Code, nullable=False),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False),
    Column("code", _Code, nullable=False, server_default=""),
    Index(None, "subject"),
    Index(None, "channel", "conversation", "state"),
    Index(None, "state"),
)
