"""Who accepted the Code and trained, when somebody was reminded, and what the person of a case was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "acceptances",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who", "mark"),
    )
    op.create_table(
        "trainings",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who"),
    )
    op.create_table(
        "reminders",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who", "about"),
    )
    op.create_table(
        "case_notices",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("lang", sa.String(length=80), nullable=True),
        sa.Column("explained_at", sa.BigInteger(), nullable=True),
        sa.Column("explained_by", sa.String(length=64), nullable=True),
        sa.Column("copied_at", sa.BigInteger(), nullable=True),
        sa.Column("copied_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("case_id"),
    )
