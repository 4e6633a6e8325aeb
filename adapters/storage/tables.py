"""The tables. What could tell about somebody is a `sealed` column; the rest is ids, codes, states and times.

Times are whole milliseconds since the epoch, UTC, in every database alike.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)
_Id = String(40)
_Code = String(80)
_Ref = String(120)
_Serial = BigInteger().with_variant(Integer(), "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("entry_id", _Id, primary_key=True),
    Column("event_key", String(64), nullable=False, unique=True),
    Column("channel", _Code, nullable=False),
    Column("conversation", _Ref, nullable=False),
    Column("message", _Ref, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("author", String(64), nullable=False),
    Column("state", _Code, nullable=False),
    Column("decision", _Code),
    Column("code", _Code, nullable=False),
    Column("case_id", _Id),
    Column("composed", Integer, nullable=False, server_default="0"),
    Column("received_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary),
    Column("sealed_spans", LargeBinary),
    Index(None, "channel", "conversation", "number"),
    Index(None, "state"),
    Index(None, "received_at"),
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", _Id, primary_key=True),
    Column("reference", _Code, nullable=False, unique=True),
    Column("status", _Code, nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("sealed_memory", LargeBinary),
    Column("version", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("master", _Code, nullable=False, server_default=""),
    Column("purpose", _Code, nullable=False, server_default="guidance"),
    Column("closed_at", BigInteger),
    Column("destroyed_at", BigInteger),
    Column("deceased", Integer, nullable=False, server_default="0"),
    Column("merged_into", _Id),
    Index(None, "status"),
)

case_members = Table(
    "case_members",
    metadata,
    Column("case_id", _Id, primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("how", _Code, nullable=False),
    Column("joined_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Index(None, "who"),
)

asks = Table(
    "asks",
    metadata,
    Column("ask_id", _Id, primary_key=True),
    Column("kind", _Code, nullable=False),
    Column("case_id", _Id, nullable=False),
    Column("subject", _Ref, nullable=False),
    Column("who", String(64), nullable=False),
    Column("state", _Code, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("answered_by", String(64)),
    Column("sealed", LargeBinary),
    Index(None, "case_id", "state"),
)

links = Table(
    "links",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("action", _Code, nullable=False),
    Column("subject", _Ref, nullable=False),
    Column("who", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index(None, "expires_at"),
)

roster = Table(
    "roster",
    metadata,
    Column("member_id", _Id, primary_key=True),
    Column("status", _Code, nullable=False),
    Column("roles", _Ref, nullable=False),
    Column("lang", _Code, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("sealed", LargeBinary),
)

identities = Table(
    "identities",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("channel", _Code, nullable=False),
    Column("member_id", _Id, nullable=False),
    Column("linked_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "member_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("kind", _Code, nullable=False),
    Column("subject", _Id, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index(None, "expires_at"),
)

kept_names = Table(
    "kept_names",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("kept_at", BigInteger, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("case_id", _Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

keystore = Table(
    "keystore",
    metadata,
    Column("use", _Code, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("master", _Code, nullable=False),
)

consults = Table(
    "consults",
    metadata,
    Column("consult_id", _Id, primary_key=True),
    Column("case_id", _Id, nullable=False),
    Column("channel", _Code, nullable=False),
    Column("conversation", _Ref, nullable=False),
    Column("author", String(64), nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Index(None, "channel", "conversation", "last_at"),
)

places = Table(
    "places",
    metadata,
    Column("channel", _Code, primary_key=True),
    Column("conversation", _Ref, primary_key=True),
    Column("message", _Ref, primary_key=True),
    Column("consult_id", _Id),
    Column("entry_id", _Id, nullable=False),
    Index(None, "entry_id"),
)

posts = Table(
    "posts",
    metadata,
    Column("post_id", _Id, primary_key=True),
    Column("entry_id", _Id, nullable=False),
    Column("kind", _Code, nullable=False),
    Column("state", _Code, nullable=False),
    Column("channel", _Code, nullable=False),
    Column("conversation", _Ref, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("case_id", _Id),
    Column("message", _Ref),
    Column("more", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("round", _Code),
    Column("subject", String(64), nullable=False, server_default=""),
    Column("uncarried", Integer, nullable=False, server_default="0"),
    Column("sealed", LargeBinary),
    Index(None, "channel", "conversation", "number"),
    Index(None, "entry_id"),
    Index(None, "state"),
    Index(None, "subject"),
    Index(None, "uncarried"),
)

notes = Table(
    "notes",
    metadata,
    Column("note_id", _Id, primary_key=True),
    Column("entry_id", _Id, nullable=False),
    Column("kind", _Code, nullable=False),
    Column("state", _Code, nullable=False),
    Column("person", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "person", "state"),
    Index(None, "entry_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("draft_id", _Id, primary_key=True),
    Column("touched_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "touched_at"),
)

awaited = Table(
    "awaited",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("wanted", _Code, nullable=False),
    Column("subject", _Ref, nullable=False),
    Column("until", BigInteger, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("channel", _Code, nullable=False),
    Column("started", Integer, nullable=False),
    Column("lang", _Code),
    Column("sealed", LargeBinary, nullable=False),
)

author_tokens = Table(
    "author_tokens",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("channel", _Code, nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "ended_at"),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("kind", _Code, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False, server_default=""),
)

rooms = Table(
    "rooms",
    metadata,
    Column("number", _Serial, primary_key=True, autoincrement=True),
    Column("room", _Code, nullable=False),
    Column("seal_id", _Id, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "room", "number"),
)

memos = Table(
    "memos",
    metadata,
    Column("channel", _Code, primary_key=True),
    Column("key", _Ref, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "until"),
)

beats = Table(
    "beats",
    metadata,
    Column("replica", _Code, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

__all__ = [
    "asks",
    "author_tokens",
    "awaited",
    "beats",
    "case_members",
    "cases",
    "consults",
    "drafts",
    "identities",
    "inbox",
    "invitations",
    "journal",
    "kept_names",
    "keystore",
    "links",
    "memos",
    "metadata",
    "notes",
    "people",
    "places",
    "posts",
    "rooms",
    "roster",
    "tombstones",
]
