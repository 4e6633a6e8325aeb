"""The address book; rounds, their members, and the copies that were carried to each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("wrote_at", sa.BigInteger(), nullable=True),
        sa.Column("leaver", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("account"),
        sa.UniqueConstraint("address", name="uq_addresses_address"),
    )
    op.create_table(
        "round_members",
        sa.Column("round", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("round", "channel", "account"),
    )
    op.create_index("ix_round_members_who", "round_members", ["who"])
    op.create_table(
        "copies",
        sa.Column("copy_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("round", sa.String(length=80), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=120), nullable=False),
        sa.Column("message", sa.String(length=120), nullable=True),
        sa.Column("more", sa.Text(), nullable=False, server_default=""),
        sa.Column("print", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("copy_id"),
    )
    op.create_index("ix_copies_subject", "copies", ["subject"])
    op.create_index("ix_copies_channel_conversation_state", "copies", ["channel", "conversation", "state"])
    op.create_index("ix_copies_state", "copies", ["state"])
    op.add_column("posts", sa.Column("round", sa.String(length=80), nullable=True))
    op.add_column("posts", sa.Column("subject", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("posts", sa.Column("uncarried", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_posts_subject", "posts", ["subject"])
    op.create_index("ix_posts_uncarried", "posts", ["uncarried"])
